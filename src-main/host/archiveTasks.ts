/** Packs and unpacks archives in a worker thread. */
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { errorFromReport, StudioError } from '../../shared/errors.ts';
import { entryPath } from '../engine/entryPath.ts';
import type { ImportedEnd, ImportedRow } from '../store/importedRows.ts';
import { systemErrorCode } from '../store/storeErrors.ts';
import type { PackOptions } from './archive.ts';
import type { CheckpointToStore } from './archiveReader.ts';
import type { ArchivedRun } from './archiveSchema.ts';
import type { ArchiveAnswer, ArchiveTask, ArchiveWish, PackedRun } from './archiveWorker.ts';

export type { PackedRun } from './archiveWorker.ts';

/** What the reader may keep of JavaScript's memory: with the host and its buffers it stays below 600 MB. */
const READER_MEGABYTES = 256;
const READER_NEW_MEGABYTES = 16;

/** One worker with one task; answers come one at a time. */
class ArchiveThread {
  readonly #worker: Worker;

  constructor(task: ArchiveTask) {
    this.#worker = new Worker(entryPath(import.meta.url, './archiveWorker.ts'), {
      workerData: task,
      ...(task.kind === 'unpack'
        ? {
            resourceLimits: {
              maxOldGenerationSizeMb: READER_MEGABYTES,
              maxYoungGenerationSizeMb: READER_NEW_MEGABYTES,
            },
          }
        : {}),
    });
  }

  ask(wish: ArchiveWish): void {
    this.#worker.postMessage(wish);
  }

  /** @throws StudioError what the task failed with. */
  answer(): Promise<Exclude<ArchiveAnswer, { readonly kind: 'failed' }>> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      };
      const onMessage = (answer: ArchiveAnswer) => {
        settle();
        if (answer.kind === 'failed') reject(errorFromReport(answer.error));
        else resolve(answer);
      };
      const onError = (error: unknown) => {
        settle();
        if (systemErrorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
          reject(new StudioError('import.outOfMemory', { megabytes: READER_MEGABYTES }, { cause: error }));
        } else reject(error instanceof Error ? error : new Error(String(error)));
      };
      const onExit = (code: number) => {
        settle();
        reject(new Error(`the archive worker ended with ${code} and without an answer`));
      };
      this.#worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** @returns the file, and the damaged checkpoints that are not in it. */
export async function packInWorker(
  options: PackOptions,
): Promise<{ readonly file: Uint8Array<ArrayBuffer>; readonly leftOut: readonly string[] }> {
  const thread = new ArchiveThread({ kind: 'pack', ...options });
  try {
    const answer = await thread.answer();
    if (answer.kind !== 'packed') throw new Error(`asked to pack, got ${answer.kind}`);
    return { file: answer.bytes, leftOut: answer.leftOut };
  } finally {
    await thread.end();
  }
}

/** A run that was read and checked; its checkpoints and rows come when they are asked for. */
export interface UnpackedRun {
  readonly run: ArchivedRun;
  readonly checkpoints: readonly CheckpointToStore[];
  readonly totalBytes: number;
  /**
   * Writes the checkpoints to these new files, in their order, and the model that dreams to `dream`, then gives the rows, in pieces of a few milliseconds' work; once
   * only. Pieces without rows tell how far it has come.
   */
  unpackInto(files: readonly string[], dream: string): AsyncGenerator<UnpackedPiece, ImportedEnd, void>;
}

export interface UnpackedPiece {
  readonly rows: readonly ImportedRow[];
  readonly doneBytes: number;
}

/**
 * @param use the worker has ended, and writes no more, before what this throws is passed on by `cleanUp`
 * @throws StudioError `import.*`, `checkpoint.damaged`, `checkpoint.malformed`, `store.*`; or what `use` throws
 */
export async function unpackInWorker<T>(
  packed: PackedRun,
  use: (unpacked: UnpackedRun) => Promise<T>,
): Promise<T> {
  const thread = new ArchiveThread({ kind: 'unpack', packed });
  try {
    const answer = await thread.answer();
    if (answer.kind !== 'run') throw new Error(`asked to unpack, got ${answer.kind}`);
    const { run, checkpoints, totalBytes } = answer;
    return await use({
      run,
      checkpoints,
      totalBytes,
      unpackInto: (files, dream) => pieces(thread, files, dream),
    });
  } finally {
    await thread.end();
  }
}

async function* pieces(
  thread: ArchiveThread,
  files: readonly string[],
  dream: string,
): AsyncGenerator<UnpackedPiece, ImportedEnd, void> {
  thread.ask({ kind: 'begin', files, dream });
  for (;;) {
    const answer = thread.answer();
    thread.ask({ kind: 'next' });
    const piece = await answer;
    if (piece.kind === 'end') return piece.end;
    if (piece.kind !== 'rows') throw new Error(`asked for rows, got ${piece.kind}`);
    yield piece;
    // The worker's next answer may be there already, and would be taken in the same turn.
    await delay(1);
  }
}
