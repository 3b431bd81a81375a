/** How many of a run's decisions are random: dopamine's linear decay, which begins where learning starts. */
import type { DqnConfig } from './config.ts';

type Scheduled = Pick<DqnConfig, 'exploration' | 'learning'>;

/** @param decisions made before this one, in the whole run */
export function explorationEpsilon({ exploration, learning }: Scheduled, decisions: number): number {
  const { finalEpsilon, decisions: duration } = exploration;
  const done = Math.min(1, Math.max(0, (decisions - learning.startsAfter) / duration));
  return 1 - done * (1 - finalEpsilon);
}

/** Decisions that a whole run makes. */
export function plannedDecisions({ schedule, environment }: DqnConfig): number {
  return Math.floor(schedule.environmentSteps / environment.actionRepeat);
}
