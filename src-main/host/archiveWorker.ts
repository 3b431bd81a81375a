/** Entry of the worker thread that packs and unpacks archives, so that the host goes on answering meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { reportError } from '../../shared/errors.ts';
import { packArchive, unpackArchive, type Archive } from './archive.ts';

export type ArchiveTask =
  | { readonly kind: 'pack'; readonly dataFolder: string; readonly runId: string; readonly studio: string }
  | { readonly kind: 'unpack'; readonly bytes: Uint8Array };

export type ArchiveAnswer =
  | { readonly kind: 'packed'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'unpacked'; readonly archive: Archive }
  | { readonly kind: 'failed'; readonly error: ReturnType<typeof reportError> };

function answer(task: ArchiveTask): ArchiveAnswer {
  try {
    if (task.kind === 'unpack') return { kind: 'unpacked', archive: unpackArchive(task.bytes) };
    const packed = packArchive(task.dataFolder, task.runId, task.studio);
    return { kind: 'packed', bytes: new Uint8Array(packed) };
  } catch (error) {
    return { kind: 'failed', error: reportError(error) };
  }
}

const result = answer(workerData as ArchiveTask);
const owned =
  result.kind === 'packed'
    ? [result.bytes.buffer]
    : result.kind === 'unpacked'
      ? [...new Set(result.archive.checkpoints.map(({ bytes }) => bytes.buffer as ArrayBuffer))]
      : [];
// Moved and not copied: the receiver's thread does no work for them.
parentPort?.postMessage(result, owned);
