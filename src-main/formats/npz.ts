/** NumPy's files: one array as `.npy` (NEP 1, version 1.0), several as `.npz`, a zip of those. */
import { zipSync } from 'fflate';

export interface NumpyArray {
  /** Row-major. */
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Uint8Array;
  /** Bytes that stand for false and true. */
  readonly isBoolean?: boolean;
}

const MAGIC = '\x93NUMPY\x01\x00';
/** Data begins at a multiple of this. */
const ALIGNMENT = 64;
/** Enough for pictures, and several times as fast as the best. */
const ZIP_LEVEL = 3;

export function encodeNpy({ shape, data, isBoolean = false }: NumpyArray): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${typeName(data, isBoolean)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Magic, the header's length (uint16), the header, which ends with a new line.
  const before = MAGIC.length + 2;
  const headerBytes = Math.ceil((before + text.length + 1) / ALIGNMENT) * ALIGNMENT - before;
  const whole = new Uint8Array(before + headerBytes + data.byteLength);
  const header = `${text.padEnd(headerBytes - 1)}\n`;
  whole.set(Uint8Array.from(MAGIC, (letter) => letter.charCodeAt(0)));
  new DataView(whole.buffer).setUint16(MAGIC.length, headerBytes, true);
  whole.set(new TextEncoder().encode(header), before);
  whole.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), before + headerBytes);
  return whole;
}

export function encodeNpz(arrays: Readonly<Record<string, NumpyArray>>): Uint8Array {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, encodeNpy(array)] as const);
  return zipSync(Object.fromEntries(files), { level: ZIP_LEVEL });
}

function typeName(data: NumpyArray['data'], isBoolean: boolean): string {
  if (isBoolean) return '|b1';
  if (data instanceof Uint8Array) return '|u1';
  return data instanceof Float32Array ? '<f4' : '<f8';
}
