/** Steps until drift by how long a checkpoint had trained. Pure. */
import { toldSpace, type TrustRow } from '../../../../shared/trust.ts';

export interface DriftPoint {
  readonly gradientSteps: number;
  /** As many as were looked at where it never drifted. */
  readonly steps: number;
  readonly low: number;
  readonly high: number;
}

/** The newest measurement of each checkpoint, in the order of training. @param rows oldest first */
export function driftOverTraining(rows: readonly TrustRow[]): readonly DriftPoint[] {
  const newest = new Map<string, DriftPoint>();
  for (const { checkpointId, gradientSteps, result } of rows) {
    if (result.instrument !== 'drift') continue;
    const told = toldSpace(result.spaces);
    if (told === undefined) continue;
    const looked = told.error.length;
    newest.set(checkpointId, {
      gradientSteps,
      steps: told.steps ?? looked,
      low: told.low ?? looked,
      high: told.high ?? looked,
    });
  }
  return [...newest.values()].sort((a, b) => a.gradientSteps - b.gradientSteps);
}
