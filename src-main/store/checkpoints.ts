/**
 * A checkpoint as one file (`.wms`), the same on every platform, little-endian:
 *
 *     8 bytes   "WMSCKPT" and the format's number, 1
 *     4 bytes   length of the JSON that follows
 *     JSON      {"algorithm", "header", "description", "arrays": [{"name", "kind", "shape", "offset"}]}
 *     data      each array's bytes, at its offset (a multiple of 64) from the file's beginning
 *     32 bytes  SHA-256 of everything before
 *
 * JSON has no NaN, infinities or -0: they are written as {"$number": "NaN"}. Arrays are stored as they are, bit for bit;
 * single-precision ones whose every value is a half are of kind "Float16" and take two bytes a value: all low bytes, then
 * all high bytes, which compress better apart.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import type { Checkpoint, CheckpointArray, Json, TypedArray } from '../../shared/checkpoint.ts';
import { floatsOf, halvesOf, planesOf } from '../../shared/halfPrecision.ts';
import {
  damaged,
  HASH_BYTES,
  headerLength,
  MAGIC,
  readLayout,
  START_BYTES,
  type CheckpointDescription,
  type FileHeader,
} from './checkpointLayout.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from './privateFiles.ts';
import { storeError, systemErrorCode } from './storeErrors.ts';

export type { CheckpointDescription } from './checkpointLayout.ts';

const ALIGNMENT = 64;

const KINDS = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array } as const;
type Kind = keyof typeof KINDS | 'Float16';

const aligned = (offset: number) => Math.ceil(offset / ALIGNMENT) * ALIGNMENT;

/** An array as it lies in the file. */
interface StoredArray {
  readonly name: string;
  readonly kind: Kind;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

function storedArray(name: string, { shape, data }: CheckpointArray): StoredArray {
  if (elementCount(shape) !== data.length) {
    throw new Error(`checkpoint array ${name} has ${data.length} elements, its shape [${shape.join(', ')}]`);
  }
  const halves = data instanceof Float32Array ? halvesOf(data) : null;
  const kind = halves === null ? kindOf(data) : 'Float16';
  const bytes =
    halves === null ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : planesOf(halves);
  return { name, kind, shape, bytes };
}

function kindOf(data: TypedArray): Kind {
  const kind = (Object.keys(KINDS) as (keyof typeof KINDS)[]).find((name) => data instanceof KINDS[name]);
  if (kind === undefined) throw new Error(`checkpoints cannot hold a ${data.constructor.name}`);
  return kind;
}

/** A copy of its own: aligned, and keeping one array does not keep the file. */
function readArray(kind: Kind, bytes: Uint8Array): TypedArray {
  return kind === 'Float16' ? floatsOf(bytes) : new KINDS[kind](new Uint8Array(bytes).buffer);
}

const elementCount = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);

function packNumbers(value: Json | undefined): Json | undefined {
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return { $number: '-0' };
    return Number.isFinite(value) ? value : { $number: String(value) };
  }
  if (Array.isArray(value)) return value.map((item) => packNumbers(item) ?? null);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, packNumbers(item)]));
  }
  return value;
}

/** The whole header, its offsets settled: their digits decide its own length, so it is laid out until they hold. */
function layOut(
  checkpoint: Checkpoint,
  description: CheckpointDescription,
  arrays: readonly StoredArray[],
): { json: Buffer; offsets: number[] } {
  let start = 0;
  for (;;) {
    let offset = start;
    const offsets = arrays.map(({ bytes }) => {
      const own = aligned(offset);
      offset = own + bytes.byteLength;
      return own;
    });
    const file = {
      algorithm: checkpoint.algorithm,
      header: packNumbers(checkpoint.header),
      description: packNumbers(description),
      arrays: arrays.map(({ name, kind, shape }, i) => ({ name, kind, shape, offset: offsets[i] })),
    };
    const json = Buffer.from(JSON.stringify(file), 'utf8');
    const end = aligned(MAGIC.length + 4 + json.length);
    if (end <= start) return { json, offsets };
    start = end;
  }
}

/**
 * Written to a temporary name, synced, renamed, the folder synced: the file is there whole or not at all.
 * @returns its size in bytes.
 * @throws StudioError `store.full` or `store.readOnly`; nothing is left behind.
 */
export async function writeCheckpoint(
  file: string,
  checkpoint: Checkpoint,
  description: CheckpointDescription = {},
): Promise<number> {
  const arrays = Object.entries(checkpoint.arrays).map(([name, array]) => storedArray(name, array));
  const { json, offsets } = layOut(checkpoint, description, arrays);
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
    const handle = await open(temporary, 'wx', PRIVATE_FILE);
    let position = 0;
    try {
      const hash = createHash('sha256');
      const write = async (bytes: Uint8Array) => {
        hash.update(bytes);
        await handle.writeFile(bytes);
        position += bytes.byteLength;
      };
      const length = Buffer.alloc(4);
      length.writeUInt32LE(json.length);
      await write(Buffer.concat([MAGIC, length, json]));
      for (const [i, { bytes }] of arrays.entries()) {
        await write(Buffer.alloc((offsets[i] ?? position) - position));
        await write(bytes);
      }
      await handle.writeFile(hash.digest());
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(folder);
    return position + HASH_BYTES;
  } catch (error) {
    await rm(temporary, { force: true });
    throw storeError(error, folder);
  }
}

/** Makes a rename last through a power cut. Windows cannot open folders and needs no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Which arrays are wanted, by name: what a run needs to go on is several times what playing it needs. */
export type WantedArrays = (name: string) => boolean;

/**
 * @throws StudioError `checkpoint.unknown` where the file is gone, `checkpoint.damaged` where a single bit is wrong,
 * `checkpoint.malformed` where it was written wrong.
 */
export async function readCheckpoint(
  file: string,
  wanted?: WantedArrays,
): Promise<{ readonly checkpoint: Checkpoint; readonly description: CheckpointDescription }> {
  let bytes: Buffer;
  try {
    // At once: in pieces, as `readFile` of fs/promises reads, each would wait for its turn on a busy machine.
    bytes = readFileSync(file);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') {
      throw new StudioError('checkpoint.unknown', { checkpoint: path.basename(file) }, { cause: error });
    }
    throw error;
  }
  return decodeCheckpoint(bytes, file, wanted);
}

/** The same from memory; `file` is only named in errors. */
export function decodeCheckpoint(
  bytes: Buffer,
  file: string,
  wanted: WantedArrays = () => true,
): { checkpoint: Checkpoint; description: CheckpointDescription } {
  const body = bytes.subarray(0, Math.max(0, bytes.length - HASH_BYTES));
  headerLength(bytes.subarray(0, START_BYTES), bytes.length, file);
  const found = createHash('sha256').update(body).digest();
  if (!found.equals(bytes.subarray(body.length))) {
    throw damaged(file, 'its checksum does not match, so it was cut short or changed');
  }
  const header = parseHeader(body, bytes.length, file);
  const arrays: Record<string, CheckpointArray> = {};
  for (const { name, kind, shape, offset, bytes: size } of header.arrays) {
    if (!wanted(name)) continue;
    arrays[name] = { shape, data: readArray(kind, body.subarray(offset, offset + size)) };
  }
  return {
    checkpoint: { format: 1, algorithm: header.algorithm, header: header.header, arrays },
    description: header.description,
  };
}

/** @param fileBytes of the whole file, where these are only its beginning */
function parseHeader(bytes: Buffer, fileBytes: number, file: string): FileHeader {
  const length = headerLength(bytes.subarray(0, START_BYTES), fileBytes, file);
  return readLayout(bytes.subarray(START_BYTES, START_BYTES + length), fileBytes - HASH_BYTES, file);
}

/** Who, when and why, without reading the arrays or checking the sum. */
export async function describeCheckpoint(file: string): Promise<{
  readonly algorithm: string;
  readonly description: CheckpointDescription;
  readonly sizeBytes: number;
}> {
  const handle = await open(file, 'r');
  try {
    const start = Buffer.alloc(START_BYTES);
    const { bytesRead } = await handle.read(start, 0, start.length, 0);
    const { size } = await handle.stat();
    if (bytesRead < start.length) throw damaged(file, 'it was cut short');
    const whole = Buffer.alloc(start.length + headerLength(start, size, file));
    await handle.read(whole, 0, whole.length, 0);
    const { algorithm, description } = parseHeader(whole, size, file);
    return { algorithm, description, sizeBytes: size };
  } finally {
    await handle.close();
  }
}

/**
 * Checks a whole file without holding it in memory or the thread for long.
 * @throws as `readCheckpoint`.
 */
export async function verifyCheckpoint(file: string): Promise<void> {
  let held = Buffer.alloc(0);
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      const bytes = Buffer.concat([held, chunk as Buffer]);
      const body = Math.max(0, bytes.length - HASH_BYTES);
      hash.update(bytes.subarray(0, body));
      held = bytes.subarray(body);
    }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') {
      throw new StudioError('checkpoint.unknown', { checkpoint: path.basename(file) }, { cause: error });
    }
    throw error;
  }
  if (!hash.digest().equals(held)) {
    throw damaged(file, 'its checksum does not match, so it was cut short or changed');
  }
}
