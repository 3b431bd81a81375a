/** Whether another run's world model can look at the environment in which somebody acts. */
import { StudioError } from '../../shared/errors.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';

/** Settings of an environment that change what happens in it or how it is observed, but nothing that a model's step means. */
const FREE = new Set([
  'keyframe',
  'lapCompletePercent',
  'lapRule',
  'maxSteps',
  'observation',
  'reward',
  'startSpread',
]);

export interface TrainedIn {
  readonly environment: string;
  readonly config: EnvironmentConfig;
}

/**
 * The config of an environment in which both see what they learned to see: one that gives numbers has a picture to look at,
 * too, one that gives pictures has no numbers.
 * @throws StudioError `lens.otherEnvironment`, `lens.otherSettings`
 */
export function sharedConfig(acting: TrainedIn, lens: TrainedIn): EnvironmentConfig {
  if (acting.environment !== lens.environment) {
    throw new StudioError('lens.otherEnvironment', {
      environment: acting.environment,
      lens: lens.environment,
    });
  }
  const names = [...new Set([...Object.keys(acting.config), ...Object.keys(lens.config)])];
  const other = names.filter(
    (name) => !FREE.has(name) && JSON.stringify(acting.config[name]) !== JSON.stringify(lens.config[name]),
  );
  if (other.length > 0) throw new StudioError('lens.otherSettings', { settings: other.join(', ') });
  const wanted = [acting.config['observation'], lens.config['observation']];
  if (wanted.includes('both')) return { ...acting.config, observation: 'both' };
  return wanted[1] === 'state' ? { ...acting.config, observation: 'state' } : acting.config;
}
