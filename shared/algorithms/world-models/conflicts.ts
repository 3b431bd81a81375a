/** Settings of World Models that do not go together. */
import { environmentFacts } from '../../environmentFacts.ts';
import type { ConfigConflict } from '../algorithm.ts';
import type { WorldModelsConfig } from './config.ts';

export function worldModelsConflicts(
  environment: string,
  { collect, memory, controller }: WorldModelsConfig,
): readonly ConfigConflict[] {
  const conflicts: ConfigConflict[] = [];
  if (controller.trainIn === 'dream' && !memory.predictsReward) {
    if (environmentFacts(environment)?.pointsAFrameSurvived === undefined) {
      conflicts.push({ code: 'config.dreamNeedsReward', field: 'memory.predictsReward', values: {} });
    } else if (!memory.predictsDone) {
      conflicts.push({ code: 'config.dreamNeedsEnd', field: 'memory.predictsDone', values: {} });
    }
  }
  if (collect.minSteps > collect.maxSteps) {
    const values = { shortest: collect.minSteps, longest: collect.maxSteps };
    conflicts.push({ code: 'config.nothingKept', field: 'collect.minSteps', values });
  }
  return conflicts;
}
