/** Settings of D4PG that do not go together. */
import type { ConfigConflict } from '../algorithm.ts';
import { numbersInDream } from '../../dreamSettings.ts';
import { modelWithoutReward, numbersWhereThereAreNone } from '../environmentConflicts.ts';
import type { D4pgConfig } from './config.ts';

export function d4pgConflicts(environment: string, config: D4pgConfig): readonly ConfigConflict[] {
  const { environment: settings, critic } = config;
  const conflicts = [
    ...modelWithoutReward(environment, settings),
    ...numbersWhereThereAreNone(environment, settings),
    ...numbersInDream(config, settings.observation === 'pixels' ? 'pixels' : 'numbers'),
  ];
  if (critic.lowestReturn >= critic.highestReturn) {
    const values = { lowest: critic.lowestReturn, highest: critic.highestReturn };
    conflicts.push({ code: 'config.noRange', field: 'critic.highestReturn', values });
  }
  return conflicts;
}
