/**
 * Entry of the worker thread that packs and unpacks archives, so that the host goes on answering meanwhile. What is
 * unpacked goes over in pieces, one when the last was taken: even reading a large message would hold the host up.
 */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import type { RunRecord } from '../store/runRecords.ts';
import { packArchive, unpackArchive, type Archive, type PackOptions } from './archive.ts';
import { recordsOf } from './archiveRecords.ts';

export type ArchiveTask =
  ({ readonly kind: 'pack' } & PackOptions) | { readonly kind: 'unpack'; readonly packed: PackedRun };

/** An archive's bytes, or the path of the file that holds them. */
export type PackedRun = { readonly bytes: Uint8Array } | { readonly file: string };

/** The host asks for the next piece by sending anything. */
export type ArchiveAnswer =
  | {
      readonly kind: 'packed';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly leftOut: readonly string[];
    }
  /** First: what the run is, and its files. */
  | { readonly kind: 'run'; readonly run: Archive['run']; readonly files: readonly ArchivedFile[] }
  /** Then its records, in their order; empty: that was all. */
  | { readonly kind: 'records'; readonly records: readonly RunRecord[] }
  | { readonly kind: 'failed'; readonly error: ErrorReport };

export interface ArchivedFile {
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A few milliseconds of inserting for the host. */
const RECORDS_AT_ONCE = 60;

const port = parentPort;
if (port === null) throw new Error('this is a worker thread’s entry');
const task = workerData as ArchiveTask;
const send = (answer: ArchiveAnswer, owned: ArrayBuffer[] = []) => {
  // Buffers are moved and not copied: the receiver's thread does no work for them.
  port.postMessage(answer, owned);
};

try {
  if (task.kind === 'pack') {
    const { bytes: packed, leftOut } = packArchive(task);
    const bytes = new Uint8Array(packed);
    send({ kind: 'packed', bytes, leftOut }, [bytes.buffer]);
  } else {
    const archive = unpackArchive('file' in task.packed ? readFileSync(task.packed.file) : task.packed.bytes);
    const files = archive.checkpoints.map(({ fileName, bytes }) => ({
      fileName,
      bytes: new Uint8Array(bytes),
    }));
    const records = recordsOf(archive);
    let next = 0;
    port.on('message', () => {
      const piece = records.slice(next, next + RECORDS_AT_ONCE);
      next += piece.length;
      send({ kind: 'records', records: piece });
      if (piece.length === 0) port.close();
    });
    send(
      { kind: 'run', run: archive.run, files },
      files.map(({ bytes }) => bytes.buffer),
    );
  }
} catch (error) {
  send({ kind: 'failed', error: reportError(error) });
  port.close();
}
