/** Packs and unpacks archives in a worker thread. */
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { errorFromReport } from '../../shared/errors.ts';
import { entryPath } from '../engine/entryPath.ts';
import type { RunRecord } from '../store/runRecords.ts';
import type { Archive, PackOptions } from './archive.ts';
import type { ArchiveAnswer, ArchivedFile, ArchiveTask, PackedRun } from './archiveWorker.ts';

export type { PackedRun } from './archiveWorker.ts';

/** One worker with one task; answers come one at a time. */
class ArchiveThread {
  readonly #worker: Worker;

  constructor(task: ArchiveTask) {
    this.#worker = new Worker(entryPath(import.meta.url, './archiveWorker.ts'), { workerData: task });
  }

  ask(): void {
    this.#worker.postMessage('next');
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
        reject(error instanceof Error ? error : new Error(String(error)));
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

/** What was unpacked and checked. */
export interface UnpackedRun {
  readonly run: Archive['run'];
  readonly files: readonly ArchivedFile[];
  /** In their order, in pieces of a few milliseconds' work; once only. */
  readonly records: AsyncIterable<readonly RunRecord[]>;
}

/** @throws StudioError `import.invalid`, `checkpoint.damaged`; or what `use` throws */
export async function unpackInWorker<T>(
  packed: PackedRun,
  use: (unpacked: UnpackedRun) => Promise<T>,
): Promise<T> {
  const thread = new ArchiveThread({ kind: 'unpack', packed });
  try {
    const answer = await thread.answer();
    if (answer.kind !== 'run') throw new Error(`asked to unpack, got ${answer.kind}`);
    return await use({ run: answer.run, files: answer.files, records: pieces(thread) });
  } finally {
    await thread.end();
  }
}

async function* pieces(thread: ArchiveThread): AsyncGenerator<readonly RunRecord[], void, void> {
  for (;;) {
    const answer = thread.answer();
    thread.ask();
    const piece = await answer;
    if (piece.kind !== 'records') throw new Error(`asked for records, got ${piece.kind}`);
    if (piece.records.length === 0) return;
    yield piece.records;
    // The worker's next answer may be there already, and would be taken in the same turn.
    await delay(1);
  }
}
