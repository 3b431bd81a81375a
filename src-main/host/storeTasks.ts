/** What takes as long as reading the whole store does, in a thread of its own. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { errorFromReport } from '../../shared/errors.ts';
import type { Backup, StoreReport } from '../../shared/storage.ts';
import { entryPath } from '../engine/entryPath.ts';
import type { ModelToKeep, ReadRecipe, StoreAnswer, StoreTask } from './storeWorker.ts';

async function ask(
  task: StoreTask,
  signal?: AbortSignal,
): Promise<Exclude<StoreAnswer, { readonly kind: 'failed' }>> {
  const worker = new Worker(entryPath(import.meta.url, './storeWorker.ts'), { workerData: task });
  try {
    // `once` rejects with what the thread fails with before it answers.
    const [answer] = (await once(worker, 'message', signal === undefined ? {} : { signal })) as [StoreAnswer];
    if (answer.kind === 'failed') throw errorFromReport(answer.error);
    return answer;
  } finally {
    await worker.terminate();
  }
}

/** @throws StudioError where the folder cannot be read; AbortError when the signal comes, after which nothing is read any more */
export async function checkInThread(dataFolder: string, signal?: AbortSignal): Promise<StoreReport> {
  const answer = await ask({ kind: 'check', dataFolder }, signal);
  if (answer.kind !== 'checked') throw new Error(`asked for a check, got ${answer.kind}`);
  return answer.report;
}

/** @throws StudioError `store.full`, `store.readOnly` */
export async function backUpInThread(dataFolder: string): Promise<Backup> {
  const answer = await ask({ kind: 'backUp', dataFolder });
  if (answer.kind !== 'backedUp') throw new Error(`asked for a backup, got ${answer.kind}`);
  return answer.backup;
}

/** For a long episode, which takes seconds to read. @throws StudioError `recipe.unreadable`, `recipe.invalid` */
export async function readRecipeInThread(dataFolder: string, episodeId: string): Promise<ReadRecipe> {
  const answer = await ask({ kind: 'recipe', dataFolder, episodeId });
  if (answer.kind !== 'read') throw new Error(`asked for a recipe, got ${answer.kind}`);
  return answer.read;
}

/** @returns the copy's checksum @throws StudioError `checkpoint.*`, `store.*` */
export async function keepModelInThread(model: ModelToKeep): Promise<string> {
  const answer = await ask({ kind: 'keepModel', ...model });
  if (answer.kind !== 'kept') throw new Error(`asked to keep a model, got ${answer.kind}`);
  return answer.checksum;
}
