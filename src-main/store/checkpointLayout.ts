/**
 * What a checkpoint's file says of itself, checked before anything is read by it: a file may come from anybody, with a right
 * checksum over whatever it claims.
 */
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import type { Checkpoint, Json } from '../../shared/checkpoint.ts';
import { measureJson } from './jsonMeasure.ts';

export const MAGIC = Buffer.from('WMSCKPT1', 'ascii');
export const HASH_BYTES = 32;
/** Magic, and the length of what follows. */
export const START_BYTES = MAGIC.length + 4;

/** Of the JSON. Dreamer's episodes take some hundred bytes each. */
export const MOST_HEADER_BYTES = 64 * 1024 * 1024;
const MOST_DIMENSIONS = 8;
const LONGEST_NAME = 500;

/** Bytes of an element. */
const ELEMENT_BYTES = {
  Float32Array: 4,
  Float64Array: 8,
  Int32Array: 4,
  Uint32Array: 4,
  Uint8Array: 1,
  Float16: 2,
} as const;
export type StoredKind = keyof typeof ELEMENT_BYTES;

/** Free facts beside the checkpoint itself (who, when, why), readable without reading the arrays. */
export type CheckpointDescription = { readonly [key: string]: Json | undefined };

export interface ArrayLayout {
  readonly name: string;
  readonly kind: StoredKind;
  readonly shape: readonly number[];
  /** From the file's beginning. */
  readonly offset: number;
  readonly bytes: number;
}

export interface FileHeader {
  readonly algorithm: string;
  readonly header: Checkpoint['header'];
  readonly description: CheckpointDescription;
  readonly arrays: readonly ArrayLayout[];
}

export function damaged(file: string, reason: string): StudioError {
  return new StudioError('checkpoint.damaged', { file: path.basename(file), reason }, { detail: file });
}

function malformed(file: string, part: string): StudioError {
  return new StudioError(
    'checkpoint.malformed',
    { file: path.basename(file), part: part.slice(0, 80) },
    { detail: file },
  );
}

/**
 * Length of the JSON that follows the first `START_BYTES`.
 * @param fileBytes size of the whole file, or of what there is of it
 * @throws StudioError `checkpoint.damaged`, `checkpoint.malformed`
 */
export function headerLength(start: Buffer, fileBytes: number, file: string): number {
  if (start.length < START_BYTES || !start.subarray(0, MAGIC.length - 1).equals(MAGIC.subarray(0, -1))) {
    throw damaged(file, 'it is not a checkpoint of this studio or was cut short');
  }
  if (start[MAGIC.length - 1] !== MAGIC[MAGIC.length - 1]) {
    throw damaged(file, 'it was written by a newer version of the studio');
  }
  const length = start.readUInt32LE(MAGIC.length);
  if (START_BYTES + length + HASH_BYTES > fileBytes) throw damaged(file, 'it was cut short');
  if (length > MOST_HEADER_BYTES) throw malformed(file, 'header');
  return length;
}

/**
 * Reads and checks the JSON. @param bodyBytes the file without its checksum: no array lies beyond them
 * @throws StudioError `checkpoint.damaged` where it is no JSON, `checkpoint.malformed` with the part that cannot be
 */
export function readLayout(json: Buffer, bodyBytes: number, file: string): FileHeader {
  // What nests deep or is a multiple of its text in memory is nothing that the studio writes.
  if (!measureJson(json).fits) throw malformed(file, 'header');
  let value: unknown;
  try {
    value = JSON.parse(json.toString('utf8'), reviveNumber);
  } catch {
    throw damaged(file, 'its description cannot be read');
  }
  if (!isObject(value)) throw malformed(file, 'header');
  const { algorithm, header, description, arrays } = value;
  if (typeof algorithm !== 'string' || algorithm.length > LONGEST_NAME) throw malformed(file, 'algorithm');
  if (!isObject(header)) throw malformed(file, 'header');
  if (!isObject(description)) throw malformed(file, 'description');
  if (!Array.isArray(arrays)) throw malformed(file, 'arrays');
  const names = new Set<string>();
  return {
    algorithm,
    header: header as FileHeader['header'],
    description: description as CheckpointDescription,
    arrays: arrays.map((each: unknown) => {
      const layout = arrayLayout(each, START_BYTES + json.length, bodyBytes, file);
      if (names.has(layout.name)) throw malformed(file, layout.name);
      names.add(layout.name);
      return layout;
    }),
  };
}

function arrayLayout(value: unknown, from: number, to: number, file: string): ArrayLayout {
  if (!isObject(value)) throw malformed(file, 'arrays');
  const { name, kind, shape, offset } = value;
  if (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME || name in Object.prototype) {
    throw malformed(file, typeof name === 'string' && name !== '' ? name : 'arrays');
  }
  if (typeof kind !== 'string' || !Object.hasOwn(ELEMENT_BYTES, kind)) throw malformed(file, name);
  if (!isShape(shape)) throw malformed(file, name);
  if (!isCount(offset) || offset < from) throw malformed(file, name);
  // Each factor is at most 2^53, and a product beyond the file's bytes is refused whether or not it is exact.
  const bytes = shape.reduce((product, side) => product * side, ELEMENT_BYTES[kind as StoredKind]);
  if (!(offset + bytes <= to)) throw malformed(file, name);
  return { name, kind: kind as StoredKind, shape, offset, bytes };
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= MOST_DIMENSIONS && value.every(isCount);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON has no NaN, infinities or -0: they are written as {"$number": "NaN"}. */
function reviveNumber(_key: string, value: unknown): unknown {
  if (!isObject(value) || !Object.hasOwn(value, '$number')) return value;
  const { $number } = value;
  return typeof $number === 'string' ? Number($number) : value;
}
