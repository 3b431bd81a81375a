/** Clears experiments that have ended of what nothing shown depends on: old checkpoints, frames. Looked at before it is done. */
import { rm } from 'node:fs/promises';
import type { Clearing, ClearingPreview } from '../../shared/storage.ts';
import type { CheckpointRow } from '../store/checkpointTable.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { checkpointsToDrop } from './checkpointRetention.ts';
import { pauses } from './pieces.ts';
import { folderBytes } from './storage.ts';

interface Going {
  readonly checkpoints: readonly CheckpointRow[];
  readonly caches: readonly { readonly runId: string; readonly bytes: number }[];
}

/** @param isActive whether a run trains or soon will: it keeps everything. */
async function whatGoes(
  store: ExperimentStore,
  { keepCheckpoints, caches }: Clearing,
  isActive: (runId: string) => boolean,
): Promise<Going> {
  const checkpoints: CheckpointRow[] = [];
  const frames: { runId: string; bytes: number }[] = [];
  const pause = pauses();
  for (const page of store.runPages()) {
    for (const { id, status } of page) {
      await pause();
      // Others had their turn: it may be gone for good, or train.
      if (!store.hasRun(id) || isActive(id) || status === 'queued' || !store.folder.mayUse(id)) continue;
      if (keepCheckpoints !== null) {
        checkpoints.push(...checkpointsToDrop(store.checkpoints(id), keepCheckpoints));
      }
      const bytes = caches ? await folderBytes(store.folder.cache(id)) : 0;
      if (bytes > 0) frames.push({ runId: id, bytes });
    }
  }
  return { checkpoints, caches: frames };
}

const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

export async function previewClearing(
  store: ExperimentStore,
  clearing: Clearing,
  isActive: (runId: string) => boolean,
): Promise<ClearingPreview> {
  const { checkpoints, caches } = await whatGoes(store, clearing, isActive);
  return {
    checkpoints: checkpoints.length,
    checkpointBytes: sum(checkpoints.map(({ sizeBytes }) => sizeBytes)),
    caches: caches.length,
    cacheBytes: sum(caches.map(({ bytes }) => bytes)),
  };
}

/** @param changed told of each run that has less now. @returns the bytes that were freed. */
export async function clear(
  store: ExperimentStore,
  clearing: Clearing,
  isActive: (runId: string) => boolean,
  changed: (runId: string) => void,
): Promise<number> {
  const { checkpoints, caches } = await whatGoes(store, clearing, isActive);
  let freed = 0;
  for (const { id, runId, fileName, sizeBytes } of checkpoints) {
    // It may have begun to train since.
    if (isActive(runId)) continue;
    store.removeCheckpoints([id]);
    await rm(store.folder.checkpoint(runId, fileName), { force: true });
    freed += sizeBytes;
    changed(runId);
  }
  for (const { runId, bytes } of caches) {
    if (isActive(runId)) continue;
    await rm(store.folder.cache(runId), { recursive: true, force: true });
    store.changeRun(runId, { cacheBytes: 0 });
    freed += bytes;
    changed(runId);
  }
  return freed;
}
