/** Entry of the worker thread that reads a whole data folder or copies its database, so that the host goes on answering. */
import { parentPort, workerData } from 'node:worker_threads';
import { reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';
import type { Backup, StoreReport } from '../../shared/storage.ts';
import { ExperimentStore } from '../store/experimentStore.ts';
import { checkStore } from '../store/storeCheck.ts';

export interface StoreTask {
  readonly kind: 'check' | 'backUp';
  readonly dataFolder: string;
}

export type StoreAnswer =
  | { readonly kind: 'checked'; readonly report: StoreReport }
  | { readonly kind: 'backedUp'; readonly backup: Backup }
  | { readonly kind: 'failed'; readonly error: ErrorReport };

const port = parentPort;
if (port === null) throw new Error('this is a worker thread’s entry');

/** By a connection of its own, which only reads: beside the host's it is safe. */
function backUp(dataFolder: string): Backup {
  const store = ExperimentStore.openReadOnly(dataFolder);
  if (store === null) throw new StudioError('store.missing', { folder: dataFolder, date: '' });
  try {
    return store.backUp('asked');
  } finally {
    store.close();
  }
}

async function answer({ kind, dataFolder }: StoreTask): Promise<StoreAnswer> {
  try {
    return kind === 'check'
      ? { kind: 'checked', report: await checkStore(dataFolder) }
      : { kind: 'backedUp', backup: backUp(dataFolder) };
  } catch (error) {
    return { kind: 'failed', error: reportError(error) };
  }
}

port.postMessage(await answer(workerData as StoreTask));
