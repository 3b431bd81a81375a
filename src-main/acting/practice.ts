/**
 * Where a run's agent learns: in its environment, or in a dream of it. What it learns from is read by the same code in both, so
 * both must give the same pictures and take the same actions.
 */
import { StudioError } from '../../shared/errors.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import type { DreamGround } from '../training/trainer.ts';
import { EnvironmentShelf } from './environmentShelf.ts';

/** One place in which episodes are played. */
export interface Practice {
  readonly environments: EnvironmentShelf;
  readonly spec: EnvironmentSpec;
  close(): void;
}

/** @throws StudioError as the environment; nothing is left open then */
export async function realPractice(environment: string, config: EnvironmentConfig): Promise<Practice> {
  const environments = new EnvironmentShelf(environment, config);
  try {
    const { spec } = await environments.first();
    return { environments, spec, close: () => environments.close() };
  } catch (error) {
    environments.close();
    throw error;
  }
}

/**
 * @param real of the environment itself, in which it is scored
 * @throws StudioError `dream.otherActions`, and as `DreamGround.open`; nothing is left open then
 */
export async function openDreamPractice(ground: DreamGround, real: EnvironmentSpec): Promise<Practice> {
  const dream = await ground.open();
  try {
    const environments = new EnvironmentShelf(real.id, dream.config, () => Promise.resolve(dream.begin()));
    const { spec } = await environments.first();
    const [here, there] = [real, spec].map(({ actions }) => JSON.stringify(actions));
    if (here !== there) throw new StudioError('dream.otherActions', { here: here ?? '', there: there ?? '' });
    return { environments, spec, close: () => dream.close() };
  } catch (error) {
    dream.close();
    throw error;
  }
}
