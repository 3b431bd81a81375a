/** Entry of the worker thread that reads a whole data folder or copies large parts of it, so that the host goes on answering. */
import { parentPort, workerData } from 'node:worker_threads';
import { reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';
import type { Backup, StoreReport } from '../../shared/storage.ts';
import { sentRecipe, type SentRecipe } from '../engine/sentRecipe.ts';
import { keepModel, type KeptModelOrigin } from '../store/keptModel.ts';
import { ExperimentStore } from '../store/experimentStore.ts';
import { checkStore } from '../store/storeCheck.ts';

export type StoreTask =
  | { readonly kind: 'check' | 'backUp'; readonly dataFolder: string }
  | { readonly kind: 'recipe'; readonly dataFolder: string; readonly episodeId: string }
  | ({ readonly kind: 'keepModel' } & ModelToKeep);

/** A checkpoint's file, and where its copy goes. */
export interface ModelToKeep {
  readonly from: string;
  readonly to: string;
  readonly origin: KeptModelOrigin;
}

/** An episode's recipe, and the run that it is of. */
export interface ReadRecipe {
  readonly runId: string;
  readonly recipe: SentRecipe;
}

export type StoreAnswer =
  | { readonly kind: 'checked'; readonly report: StoreReport }
  | { readonly kind: 'backedUp'; readonly backup: Backup }
  | { readonly kind: 'read'; readonly read: ReadRecipe }
  | { readonly kind: 'kept'; readonly checksum: string }
  | { readonly kind: 'failed'; readonly error: ErrorReport };

const port = parentPort;
if (port === null) throw new Error('this is a worker thread’s entry');

/** By a connection of its own, which only reads: beside the host's it is safe. */
function reading<T>(dataFolder: string, use: (store: ExperimentStore) => T): T {
  const store = ExperimentStore.openReadOnly(dataFolder);
  if (store === null) throw new StudioError('store.missing', { folder: dataFolder, date: '' });
  try {
    return use(store);
  } finally {
    store.close();
  }
}

async function answer(task: StoreTask): Promise<StoreAnswer> {
  try {
    switch (task.kind) {
      case 'check':
        return { kind: 'checked', report: await checkStore(task.dataFolder) };
      case 'backUp':
        return { kind: 'backedUp', backup: reading(task.dataFolder, (store) => store.backUp('asked')) };
      case 'recipe': {
        const { runId, recipe } = reading(task.dataFolder, (store) => store.recipe(task.episodeId));
        return { kind: 'read', read: { runId, recipe: sentRecipe(recipe) } };
      }
      case 'keepModel':
        return { kind: 'kept', checksum: await keepModel(task.from, task.to, task.origin) };
    }
  } catch (error) {
    return { kind: 'failed', error: reportError(error) };
  }
}

const answered = await answer(workerData as StoreTask);
port.postMessage(
  answered,
  answered.kind === 'read' ? [answered.read.recipe.actions.buffer as ArrayBuffer] : [],
);
