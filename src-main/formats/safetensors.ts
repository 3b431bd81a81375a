/**
 * Weights as Hugging Face's safetensors (https://github.com/huggingface/safetensors): the header's length (uint64), a JSON header with
 * type, shape and place of each tensor, then their bytes, little-endian and row-major.
 */
import type { CheckpointArray, TypedArray } from '../../shared/checkpoint.ts';

/** Data begins at a multiple of this, as the format's own writer has it. */
const ALIGNMENT = 8;

/** @param metadata of the whole file; the format takes texts alone */
export function encodeSafetensors(
  arrays: Readonly<Record<string, CheckpointArray>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  // Widest types first, so that each array begins at a multiple of its type's size.
  const ordered = Object.entries(arrays).toSorted(
    ([oneName, one], [otherName, other]) =>
      other.data.BYTES_PER_ELEMENT - one.data.BYTES_PER_ELEMENT || (oneName < otherName ? -1 : 1),
  );
  let bytes = 0;
  const tensors = ordered.map(([name, { shape, data }]) => {
    const begin = bytes;
    bytes += data.byteLength;
    return [name, { dtype: typeName(data), shape, data_offsets: [begin, bytes] }] as const;
  });
  const written = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(tensors) });
  const header = new TextEncoder().encode(written);
  const headerBytes = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;
  const whole = new Uint8Array(8 + headerBytes + bytes);
  new DataView(whole.buffer).setBigUint64(0, BigInt(headerBytes), true);
  whole.fill(' '.charCodeAt(0), 8, 8 + headerBytes);
  whole.set(header, 8);
  let at = 8 + headerBytes;
  for (const [, { data }] of ordered) {
    whole.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return whole;
}

function typeName(data: TypedArray): string {
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof Float64Array) return 'F64';
  if (data instanceof Int32Array) return 'I32';
  if (data instanceof Uint32Array) return 'U32';
  return 'U8';
}
