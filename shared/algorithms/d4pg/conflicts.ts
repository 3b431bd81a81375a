/** Settings of D4PG that do not go together. */
import { OWN_MODEL } from '../../exampleModel.ts';
import type { ConfigConflict } from '../algorithm.ts';
import type { D4pgConfig } from './config.ts';

export function d4pgConflicts(
  environment: string,
  { environment: settings, critic }: D4pgConfig,
): readonly ConfigConflict[] {
  const conflicts: ConfigConflict[] = [];
  if (environment === OWN_MODEL && (settings.model === '') !== (settings.reward === '')) {
    const field = settings.model === '' ? 'environment.model' : 'environment.reward';
    conflicts.push({ code: 'config.modelAndReward', field, values: {} });
  }
  if (critic.lowestReturn >= critic.highestReturn) {
    const values = { lowest: critic.lowestReturn, highest: critic.highestReturn };
    conflicts.push({ code: 'config.noRange', field: 'critic.highestReturn', values });
  }
  return conflicts;
}
