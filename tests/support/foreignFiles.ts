/** Archives and checkpoints as somebody might make them: real ones, written anew with anything in them changed. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { packArchive } from '../../src-main/host/archive.ts';
import { writeCheckpoint } from '../../src-main/store/checkpoints.ts';
import type { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { newRun } from '../store/newRun.ts';

export const CHECKPOINT = { environmentSteps: 3, gradientSteps: 2, wallSeconds: 1 };
const AT = '2026-01-02T03:04:05.678Z';

/** A run with some of everything. @returns its archive, packed by the studio */
export async function realArchive(store: ExperimentStore, id = 'real'): Promise<Uint8Array> {
  const created = store.createRun(newRun({ id, name: 'real' }));
  const files = [1, 2].map((number) => `${created.id}-${number}.wms`);
  const records: Parameters<ExperimentStore['record']>[1][number][] = [];
  for (let step = 0; step < 12; step++) {
    const axis = { environmentSteps: step * 10, gradientSteps: step, wallSeconds: step };
    records.push({
      kind: 'metrics',
      axis,
      values: { 'evaluation/return': step, 'loss/all': 1 / (step + 1) },
    });
    const recipe = {
      environment: 'car-racing',
      config: {},
      seed: step,
      actions: [
        [0.1, 0.2, 0.3],
        [1, 0, -0.5],
      ],
    };
    records.push({
      kind: 'episode',
      createdAt: AT,
      episode: {
        purpose: 'training',
        phase: 'collect',
        episodeReturn: step,
        length: 2,
        terminated: false,
        axis,
        ...(step % 4 === 0 ? { recipe } : {}),
      },
    });
  }
  for (const [index, fileName] of files.entries()) {
    const sizeBytes = await writeCheckpoint(
      store.folder.checkpoint(created.id, fileName),
      {
        format: 1,
        algorithm: 'world-models',
        header: { index, figures: { 'vision.error': 0.5 } },
        arrays: {
          'vision/kernel': { shape: [3, 4], data: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)) },
          'search/mean': { shape: [5], data: Float64Array.of(1, 2, 3, 4, 5) },
          empty: { shape: [0, 7], data: new Uint8Array() },
        },
      },
      { id: fileName.slice(0, -4), runId: created.id },
    );
    records.push({
      kind: 'checkpoint',
      checkpoint: {
        id: fileName.slice(0, -4),
        fileName,
        sizeBytes,
        reason: index === 0 ? 'interval' : 'final',
        phase: 'memory',
        score: null,
        axis: CHECKPOINT,
        createdAt: AT,
      },
    });
  }
  records.push({ kind: 'log', entry: { at: AT, level: 'info', key: 'log.started', values: { a: 1 } } });
  records.push({
    kind: 'evaluation',
    evaluation: {
      id: `${created.id}-evaluation-1`,
      checkpointId: `${created.id}-2`,
      seed: 1,
      score: 2,
      scoreDeviation: 0,
      episodes: [{ index: 0, seed: 1, episodeReturn: 2, length: 3, terminated: true }],
      createdAt: AT,
    },
  });
  records.push({
    kind: 'trust',
    trust: {
      id: `${created.id}-trust-1`,
      checkpointId: `${created.id}-2`,
      environmentSteps: CHECKPOINT.environmentSteps,
      gradientSteps: CHECKPOINT.gradientSteps,
      seed: 1,
      episodes: 2,
      result: {
        instrument: 'drift',
        windows: 2,
        spaces: [{ space: 'latents', error: [0.5], mean: [1], still: [1], steps: null, low: 1, high: null }],
      },
      createdAt: AT,
    },
  });
  store.record(created.id, records);
  store.changeRun(created.id, { status: 'paused', startedAt: AT, endedAt: AT });
  const { bytes } = packArchive({
    dataFolder: store.folder.root,
    runId: created.id,
    studio: 'test',
    checkpoints: 'all',
  });
  return bytes;
}

/** The archive with one part written anew; undefined: without it. */
export function withPart(
  archive: Uint8Array,
  part: string,
  change: (bytes: Uint8Array) => Uint8Array | undefined,
): Uint8Array {
  const { [part]: before = new Uint8Array(), ...others } = unzipSync(archive);
  const changed = change(before);
  return zipSync(changed === undefined ? others : { ...others, [part]: new Uint8Array(changed) });
}

/** The same of a part that is JSON, changed as text, so that what is no JavaScript object can be written. */
export function withText(archive: Uint8Array, part: string, change: (text: string) => string): Uint8Array {
  return withPart(archive, part, (bytes) => strToU8(change(strFromU8(bytes))));
}

export function withJson(
  archive: Uint8Array,
  part: string,
  change: (value: Record<string, unknown> & Record<string, unknown>[]) => unknown,
): Uint8Array {
  return withText(archive, part, (text) => JSON.stringify(change(JSON.parse(text) as never)));
}

interface CheckpointHeader {
  algorithm: unknown;
  header: unknown;
  description: unknown;
  arrays: { name: unknown; kind: unknown; shape: unknown; offset: unknown }[];
}

/** A checkpoint's file with its JSON changed, and a right sum over what became of it. */
export function withHeader(
  checkpoint: Uint8Array,
  change: (header: CheckpointHeader) => unknown,
): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(checkpoint);
  const length = bytes.readUInt32LE(8);
  const header = JSON.parse(bytes.toString('utf8', 12, 12 + length)) as CheckpointHeader;
  const json = Buffer.from(JSON.stringify(change(header)));
  // The arrays stay where they are as long as the JSON fits before them.
  const before = Buffer.alloc(Math.max(12 + length, 12 + json.length));
  bytes.copy(before, 0, 0, 8);
  before.writeUInt32LE(json.length, 8);
  json.copy(before, 12);
  return withSum(Buffer.concat([before, bytes.subarray(12 + length, -32)]));
}

/** A checkpoint of these bytes, with their sum. */
export function withSum(body: Uint8Array): Buffer<ArrayBuffer> {
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

/** Values that stand where others should. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    '__proto__',
    'constructor',
    '../../x',
    '\u0000',
    0,
    -1,
    0.5,
    1e308,
    2 ** 53,
    [],
    {},
    [[]],
    'x'.repeat(1000),
    '2026-13-45',
    'nul',
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** One place in a JSON value, or its key, or its presence, changed. @param path numbers that choose a way down */
export function mutated(value: unknown, path: readonly number[], odd: unknown): unknown {
  const [choice = 0, ...rest] = path;
  if (typeof value !== 'object' || value === null || path.length === 0) return odd;
  if (Array.isArray(value)) {
    if (value.length === 0) return [odd];
    const at = choice % value.length;
    if (rest.length === 0 && choice % 5 === 0) return [...value.slice(0, at), ...value.slice(at + 1)];
    if (rest.length === 0 && choice % 5 === 1) return [...value, value[at]];
    return value.map((item: unknown, index) => (index === at ? mutated(item, rest, odd) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return odd;
  const at = choice % entries.length;
  return Object.fromEntries(
    entries.flatMap(([key, item], index): [string, unknown][] => {
      if (index !== at) return [[key, item]];
      if (rest.length === 0 && choice % 7 === 0) return [];
      if (rest.length === 0 && choice % 7 === 1) return [[typeof odd === 'string' ? odd : 'odd', item]];
      return [[key, mutated(item, rest, odd)]];
    }),
  );
}

export interface ZipPart {
  readonly name: string;
  /** Asked for twice where it is a function: once to know its size, once to write it. */
  readonly content: () => Iterable<Uint8Array>;
  readonly deflated?: boolean;
  /** What the directory says instead of the truth. */
  readonly declared?: { readonly bytes?: number; readonly packedBytes?: number; readonly offset?: number };
}

/** Writes a zip of any size to a file without holding it, with a directory that may lie. */
export function writeZip(file: string, parts: readonly ZipPart[]): void {
  const handle = openSync(file, 'w');
  let position = 0;
  const write = (bytes: Uint8Array) => {
    writeSync(handle, bytes);
    position += bytes.length;
  };
  const directory: Buffer[] = [];
  for (const { name, content, deflated = false, declared = {} } of parts) {
    const offset = position;
    const nameBytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(deflated ? 8 : 0, 8);
    local.writeUInt16LE(nameBytes.length, 26);
    write(local);
    write(nameBytes);
    const from = position;
    let bytes = 0;
    let sum = 0;
    const count = (piece: Uint8Array) => {
      bytes += piece.length;
      sum = crc32(piece, sum);
    };
    if (deflated) {
      const pieces: Uint8Array[] = [];
      for (const piece of content()) {
        count(piece);
        pieces.push(piece);
      }
      write(deflateRawSync(Buffer.concat(pieces), { level: 1 }));
    } else {
      for (const piece of content()) {
        count(piece);
        write(piece);
      }
    }
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(deflated ? 8 : 0, 10);
    entry.writeUInt32LE(sum, 16);
    entry.writeUInt32LE(declared.packedBytes ?? position - from, 20);
    entry.writeUInt32LE(declared.bytes ?? bytes, 24);
    entry.writeUInt16LE(nameBytes.length, 28);
    entry.writeUInt32LE(declared.offset ?? offset, 42);
    directory.push(entry, nameBytes);
  }
  const whole = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(whole.length, 12);
  end.writeUInt32LE(position, 16);
  write(whole);
  write(end);
  closeSync(handle);
}
