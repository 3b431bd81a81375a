/**
 * Reads NumPy's files, which may come from anybody: single arrays of an `.npz` (NEP 1), by name. Sizes are held against a budget
 * before anything is unpacked.
 */
import { readDirectory, unpacked, type ByteSource, type ZipEntry } from './zipReader.ts';

/** Of one file, unpacked: an hour of pictures of 64x64 at 20 a second is 0.9 GB. */
export const MOST_NPZ_BYTES = 1024 * 1024 * 1024;
const MOST_ARRAYS = 1000;
const LONGEST_HEADER = 65_536;
const MOST_DIMENSIONS = 8;

export interface ReadArray {
  /** Row-major. */
  readonly shape: readonly number[];
  /** Whole numbers of 8 bytes as doubles. */
  readonly data: Uint8Array | Float32Array | Float64Array;
  readonly kind: 'float' | 'integer' | 'boolean';
}

/** What is wrong with one, for whoever names the file. */
export class NumpyFault extends Error {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  constructor(what: string, expected: string, found: string) {
    super(`${what}: ${found}, expected ${expected}`);
    this.what = what;
    this.expected = expected;
    this.found = found;
  }
}

/** Arrays by name, unpacked when they are asked for. */
export class NpzReader {
  readonly #source: ByteSource;
  readonly #entries = new Map<string, ZipEntry>();

  /** @param source stays the caller's @throws StudioError `import.*` where it is no zip, NumpyFault where it would be too large */
  constructor(source: ByteSource) {
    this.#source = source;
    let bytes = 0;
    for (const entry of readDirectory(source, MOST_ARRAYS)) {
      bytes += entry.bytes;
      if (entry.name.endsWith('.npy')) this.#entries.set(entry.name.slice(0, -'.npy'.length), entry);
    }
    if (bytes > MOST_NPZ_BYTES) throw new NumpyFault('size', `at most ${MOST_NPZ_BYTES} bytes`, `${bytes}`);
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Null where there is none of that name. @throws StudioError `import.damagedPart`, NumpyFault */
  async read(name: string): Promise<ReadArray | null> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return null;
    const whole = new Uint8Array(entry.bytes);
    let at = 0;
    for await (const piece of unpacked(this.#source, entry)) {
      whole.set(piece, at);
      at += piece.length;
    }
    return decodeNpy(name, whole);
  }
}

/** @param whole its memory is taken over @throws NumpyFault */
export function decodeNpy(name: string, whole: Uint8Array<ArrayBuffer>): ReadArray {
  const fault = (expected: string, found: string) => new NumpyFault(name, expected, found);
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  const isNumpy = whole.length >= 12 && Buffer.from(whole.subarray(0, 6)).toString('latin1') === '\x93NUMPY';
  if (!isNumpy) throw fault('a NumPy array', 'something else');
  const long = whole[6] !== 1;
  const start = long ? 12 : 10;
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > LONGEST_HEADER || start + length > whole.length)
    throw fault('a NumPy header', `${length} bytes`);
  const header = Buffer.from(whole.subarray(start, start + length)).toString('latin1');
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const shapeText = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (descr === undefined || shapeText === undefined) throw fault('plain numbers', header.slice(0, 80));
  if (/'fortran_order':\s*True/.test(header)) throw fault('rows first', 'columns first (Fortran order)');
  const shape = shapeText.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  const type = TYPES[descr];
  if (type === undefined) throw fault(`numbers (${Object.keys(TYPES).join(', ')})`, descr.slice(0, 40));
  const count = shape.reduce((product, extent) => product * extent, 1);
  const fits = shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
  const bytes = whole.length - start - length;
  if (!fits || shape.length > MOST_DIMENSIONS || count * type.bytes !== bytes)
    throw fault(`${count * type.bytes} bytes for the shape (${shapeText.slice(0, 80)})`, `${bytes}`);
  return { shape, kind: type.kind, data: type.read(whole.slice(start + length).buffer, count) };
}

interface NumberType {
  readonly bytes: number;
  readonly kind: ReadArray['kind'];
  read(buffer: ArrayBuffer, count: number): ReadArray['data'];
}

const plainType = (
  bytes: number,
  kind: ReadArray['kind'],
  read: (buffer: ArrayBuffer) => ArrayLike<number | bigint>,
): NumberType => ({
  bytes,
  kind,
  read: (buffer) => Float64Array.from(read(buffer) as ArrayLike<number>, Number),
});

const bytesType = (kind: ReadArray['kind']): NumberType => ({
  bytes: 1,
  kind,
  read: (buffer) => new Uint8Array(buffer),
});

const TYPES: Readonly<Record<string, NumberType>> = {
  '|b1': bytesType('boolean'),
  '|u1': bytesType('integer'),
  '|i1': plainType(1, 'integer', (buffer) => new Int8Array(buffer)),
  '<u2': plainType(2, 'integer', (buffer) => new Uint16Array(buffer)),
  '<i2': plainType(2, 'integer', (buffer) => new Int16Array(buffer)),
  '<u4': plainType(4, 'integer', (buffer) => new Uint32Array(buffer)),
  '<i4': plainType(4, 'integer', (buffer) => new Int32Array(buffer)),
  '<u8': plainType(8, 'integer', (buffer) => new BigUint64Array(buffer)),
  '<i8': plainType(8, 'integer', (buffer) => new BigInt64Array(buffer)),
  '<f2': plainType(2, 'float', (buffer) => halves(new Uint16Array(buffer))),
  '<f4': { bytes: 4, kind: 'float', read: (buffer) => new Float32Array(buffer) },
  '<f8': { bytes: 8, kind: 'float', read: (buffer) => new Float64Array(buffer) },
};

/** IEEE 754 half precision. */
function halves(words: Uint16Array): Float64Array {
  return Float64Array.from(words, (word) => {
    const sign = word & 0x8000 ? -1 : 1;
    const exponent = (word >> 10) & 0x1f;
    const fraction = word & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
