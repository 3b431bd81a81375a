/**
 * Entry of the worker thread that packs and unpacks archives, so that the host goes on answering meanwhile. What is
 * unpacked goes over in pieces, one when the last was taken: even reading a large message would hold the host up.
 */
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import type { ImportedEnd, ImportedRow } from '../store/importedRows.ts';
import { syncFolder } from '../store/checkpoints.ts';
import { storeError, systemErrorCode } from '../store/storeErrors.ts';
import { StudioError } from '../../shared/errors.ts';
import { packArchive, type PackOptions } from './archive.ts';
import { ArchiveReader, type CheckpointToStore } from './archiveReader.ts';
import type { ArchivedRun } from './archiveSchema.ts';
import { sourceOfBytes, sourceOfFile } from '../formats/zipReader.ts';

export type ArchiveTask =
  ({ readonly kind: 'pack' } & PackOptions) | { readonly kind: 'unpack'; readonly packed: PackedRun };

/** An archive's bytes, or the path of the file that holds them. */
export type PackedRun = { readonly bytes: Uint8Array } | { readonly file: string };

/** The host's answer to `run`, then its wish for the next piece. */
export type ArchiveWish =
  /**
   * Where each checkpoint of the archive goes, in their order, and the world model that dreams, where it brings one; the folders are
   * there, the files are not.
   */
  | { readonly kind: 'begin'; readonly files: readonly string[]; readonly dream: string }
  | { readonly kind: 'next' };

export type ArchiveAnswer =
  | {
      readonly kind: 'packed';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly leftOut: readonly string[];
    }
  /** First: what the run is, and its checkpoints. */
  | {
      readonly kind: 'run';
      readonly run: ArchivedRun;
      readonly checkpoints: readonly CheckpointToStore[];
      readonly totalBytes: number;
    }
  /** Then what the host is to store, in pieces; nothing to store: so far has it come. */
  | { readonly kind: 'rows'; readonly rows: readonly ImportedRow[]; readonly doneBytes: number }
  | { readonly kind: 'end'; readonly end: ImportedEnd }
  | { readonly kind: 'failed'; readonly error: ErrorReport };

/** A few milliseconds of inserting for the host. */
const ROWS_AT_ONCE = 60;
/** Rows with more than so many numbers go alone. */
const POINTS_AT_ONCE = 250;
/** Checkpoints tell how far they are this often. */
const TELL_BYTES = 4 * 1024 * 1024;

const port = parentPort;
if (port === null) throw new Error('this is a worker thread’s entry');
const task = workerData as ArchiveTask;
const send = (answer: ArchiveAnswer, owned: ArrayBuffer[] = []) => {
  // Buffers are moved and not copied: the receiver's thread does no work for them.
  port.postMessage(answer, owned);
};

const wishes: ArchiveWish[] = [];
let wake: () => void = () => undefined;
port.on('message', (wish: ArchiveWish) => {
  wishes.push(wish);
  wake();
});
async function wish(): Promise<ArchiveWish> {
  for (;;) {
    const next = wishes.shift();
    if (next !== undefined) return next;
    await new Promise<void>((resolve) => (wake = resolve));
  }
}

function openSource(packed: PackedRun) {
  if ('bytes' in packed) return sourceOfBytes(packed.bytes);
  try {
    return sourceOfFile(packed.file);
  } catch (error) {
    const reason = systemErrorCode(error);
    throw new StudioError(
      'import.unreadable',
      { file: path.basename(packed.file), reason },
      { cause: error },
    );
  }
}

async function unpack(packed: PackedRun): Promise<void> {
  const reader = await ArchiveReader.open(openSource(packed));
  const { run, checkpoints, totalBytes } = reader;
  send({ kind: 'run', run, checkpoints, totalBytes });
  const begin = await wish();
  const { files, dream } = begin.kind === 'begin' ? begin : { files: [], dream: '' };
  const answer = async (rows: readonly ImportedRow[]) => {
    await wish();
    send({ kind: 'rows', rows, doneBytes: reader.doneBytes }, rows.flatMap(buffersOf));
  };
  const store = async (stored: AsyncGenerator<void, void, void>, file: string, isLast: boolean) => {
    let told = reader.doneBytes;
    try {
      for await (const _ of stored) {
        if (reader.doneBytes - told < TELL_BYTES) continue;
        told = reader.doneBytes;
        await answer([]);
      }
      if (isLast) await syncFolder(path.dirname(file));
    } catch (error) {
      throw storeError(error, path.dirname(file));
    }
  };
  for (const [index, checkpoint] of checkpoints.entries()) {
    const file = files[index];
    if (file === undefined) throw new Error(`no place for ${checkpoint.fileName}`);
    await store(reader.storeCheckpoint(checkpoint, file), file, index === checkpoints.length - 1);
  }
  if (reader.bringsDream) await store(reader.storeDream(dream), dream, true);
  let piece: ImportedRow[] = [];
  for await (const row of reader.rows()) {
    piece.push(row);
    if (piece.length < ROWS_AT_ONCE && !(row.kind === 'metrics' && row.values.length >= POINTS_AT_ONCE))
      continue;
    await answer(piece);
    piece = [];
  }
  await answer(piece);
  await wish();
  send({ kind: 'end', end: reader.end });
  reader.close();
}

function buffersOf(row: ImportedRow): ArrayBuffer[] {
  const views =
    row.kind === 'metrics'
      ? [row.sequence, row.environmentSteps, row.gradientSteps, row.wallSeconds, row.values]
      : row.kind === 'episode' && row.recipe !== null
        ? [row.recipe]
        : [];
  return views.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}

try {
  if (task.kind === 'pack') {
    const { bytes: packed, leftOut } = packArchive(task);
    const bytes = new Uint8Array(packed);
    send({ kind: 'packed', bytes, leftOut }, [bytes.buffer]);
  } else {
    await unpack(task.packed);
  }
} catch (error) {
  send({ kind: 'failed', error: reportError(error) });
}
port.close();
