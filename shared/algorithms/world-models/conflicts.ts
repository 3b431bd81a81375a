/** Settings of World Models that do not go together. */
import { environmentFacts } from '../../environmentFacts.ts';
import { DATA_SET } from '../../dataSet.ts';
import type { ConfigConflict } from '../algorithm.ts';
import type { WorldModelsConfig } from './config.ts';

export function worldModelsConflicts(
  environment: string,
  { rounds, collect, memory, controller }: WorldModelsConfig,
): readonly ConfigConflict[] {
  const conflicts: ConfigConflict[] = [];
  if (environment === DATA_SET) {
    // A second round would collect with the controller of the first.
    if (rounds > 1) conflicts.push({ code: 'config.recordedRounds', field: 'rounds', values: { rounds } });
    return conflicts;
  }
  const lacking = controller.trainIn === 'dream' ? dreamLacks(environment, { memory }) : null;
  if (lacking === 'reward')
    conflicts.push({ code: 'config.dreamNeedsReward', field: 'memory.predictsReward', values: {} });
  if (lacking === 'end')
    conflicts.push({ code: 'config.dreamNeedsEnd', field: 'memory.predictsDone', values: {} });
  // Streams run on across the ends of episodes, of which only the flag that comes with the end tells M.
  if (memory.carriesState && !memory.predictsDone)
    conflicts.push({ code: 'config.carriedStateNeedsEnd', field: 'memory.carriesState', values: {} });
  if (collect.minSteps > collect.maxSteps) {
    const values = { shortest: collect.minSteps, longest: collect.maxSteps };
    conflicts.push({ code: 'config.nothingKept', field: 'collect.minSteps', values });
  }
  return conflicts;
}

/** A dream earns what M predicts, or a point a frame survived where that is the game's own rule: then it must end. */
export function dreamLacks(
  environment: string,
  { memory }: Pick<WorldModelsConfig, 'memory'>,
): 'reward' | 'end' | null {
  if (memory.predictsReward) return null;
  if (environmentFacts(environment)?.pointsAFrameSurvived === undefined) return 'reward';
  return memory.predictsDone ? null : 'end';
}
