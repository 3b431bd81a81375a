/** Which checkpoints a run keeps, and which one it goes on from. */
import type { CheckpointRow } from '../store/checkpointTable.ts';
import { verifyCheckpoint } from '../store/checkpoints.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { reportError, StudioError } from '../../shared/errors.ts';

/**
 * Kept: the newest `keep`, everything pinned, the final one, and the best by score.
 * @param checkpoints newest first.
 */
export function checkpointsToDrop(
  checkpoints: readonly CheckpointRow[],
  keep: number,
): readonly CheckpointRow[] {
  const best = bestCheckpoint(checkpoints);
  return checkpoints.filter(
    (checkpoint, age) =>
      age >= keep && !checkpoint.pinned && checkpoint.reason !== 'final' && checkpoint.id !== best?.id,
  );
}

/** The highest score, of equals the newest; of several without a score the newest that was called best. */
export function bestCheckpoint(checkpoints: readonly CheckpointRow[]): CheckpointRow | null {
  let best: CheckpointRow | null = null;
  for (const checkpoint of checkpoints) {
    if (checkpoint.score !== null && (best === null || checkpoint.score > (best.score ?? -Infinity))) {
      best = checkpoint;
    }
  }
  return best ?? checkpoints.find(({ reason }) => reason === 'best') ?? null;
}

/**
 * Where a run goes on: its newest checkpoint that can be read; null: at the beginning, as none was kept yet. What is recorded
 * until then is computed again from there, the same.
 * @param onDamaged told the id of each that had to be passed over.
 * @throws StudioError `run.noCheckpoint` where there were some and none can be read: nobody begins anew unasked.
 */
export async function placeToGoOnFrom(
  store: ExperimentStore,
  runId: string,
  onDamaged: (checkpointId: string) => void,
): Promise<CheckpointRow | null> {
  const checkpoint = await newestUsable(store, runId, onDamaged);
  const { length } = store.checkpoints(runId);
  if (checkpoint === null && length > 0) {
    throw new StudioError('run.noCheckpoint', { run: runId, checkpoints: length });
  }
  return checkpoint;
}

/**
 * The newest checkpoint whose file is whole; null where there is none.
 * @param onDamaged told the id of each that had to be passed over.
 */
export async function newestUsable(
  store: ExperimentStore,
  runId: string,
  onDamaged: (checkpointId: string) => void,
): Promise<CheckpointRow | null> {
  for (const checkpoint of store.checkpoints(runId)) {
    try {
      await verifyCheckpoint(store.folder.checkpoint(runId, checkpoint.fileName));
      return checkpoint;
    } catch (error) {
      const { code } = reportError(error);
      if (code !== 'checkpoint.damaged' && code !== 'checkpoint.unknown') throw error;
      onDamaged(checkpoint.id);
    }
  }
  return null;
}
