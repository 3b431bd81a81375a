/** Packs and unpacks archives in a worker thread. */
import { Worker } from 'node:worker_threads';
import { errorFromReport } from '../../shared/errors.ts';
import { entryPath } from '../engine/entryPath.ts';
import type { Archive } from './archive.ts';
import type { ArchiveAnswer, ArchiveTask } from './archiveWorker.ts';

function perform(task: ArchiveTask): Promise<ArchiveAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entryPath(import.meta.url, './archiveWorker.ts'), { workerData: task });
    worker.once('message', (answer: ArchiveAnswer) => {
      if (answer.kind === 'failed') reject(errorFromReport(answer.error));
      else resolve(answer);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the archive worker ended with ${code} and without an answer`));
    });
  });
}

export async function packInWorker(
  dataFolder: string,
  runId: string,
  studio: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await perform({ kind: 'pack', dataFolder, runId, studio });
  if (answer.kind !== 'packed') throw new Error(`asked to pack, was ${answer.kind}`);
  return answer.bytes;
}

/** @throws StudioError `import.invalid` */
export async function unpackInWorker(bytes: Uint8Array): Promise<Archive> {
  const answer = await perform({ kind: 'unpack', bytes });
  if (answer.kind !== 'unpacked') throw new Error(`asked to unpack, was ${answer.kind}`);
  return answer.archive;
}
