/** Which checkpoint shows best what the model was like when an episode was played. */
import type { CheckpointSummary, EpisodeSummary } from '../../../shared/run.ts';

/** The last one before it that is still there, else the first after it; null: none is. */
export function nearestCheckpoint(
  { axis }: Pick<EpisodeSummary, 'axis'>,
  checkpoints: readonly Pick<CheckpointSummary, 'id' | 'axis'>[],
): string | null {
  let before: Pick<CheckpointSummary, 'id' | 'axis'> | null = null;
  let after: Pick<CheckpointSummary, 'id' | 'axis'> | null = null;
  for (const checkpoint of checkpoints) {
    const at = checkpoint.axis.wallSeconds;
    if (at <= axis.wallSeconds) {
      if (before === null || at > before.axis.wallSeconds) before = checkpoint;
    } else if (after === null || at < after.axis.wallSeconds) after = checkpoint;
  }
  return before?.id ?? after?.id ?? null;
}
