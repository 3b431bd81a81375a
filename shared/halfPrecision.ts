/**
 * Half precision (IEEE 754 binary16) for weights on disk: 1 sign bit, 5 of exponent, 10 of fraction. Written with
 * integers, since Float16Array is missing from older Electrons.
 */

const LARGEST = 65504;
/** The least normal half, 2^-14; below it halves are multiples of `STEP`. */
const LEAST_NORMAL = 6.103515625e-5;
const STEP = 5.960464477539063e-8;

const word = new Float32Array(1);
const bits = new Uint32Array(word.buffer);

/** The nearest half, ties to even; what is too large becomes the largest half. */
export function nearestHalf(value: number): number {
  if (Number.isNaN(value) || value === 0) return value;
  if (Math.abs(value) >= LARGEST) return Math.sign(value) * LARGEST;
  if (Math.abs(value) < LEAST_NORMAL) {
    // Dividing by a power of two is exact; adding and taking away 1.5 * 2^52 rounds a double to a whole number.
    const steps = value / STEP + 6755399441055744 - 6755399441055744;
    return steps * STEP;
  }
  word[0] = value;
  const raw = bits[0] ?? 0;
  bits[0] = raw + 0xfff + ((raw >>> 13) & 1);
  bits[0] &= 0xffffe000;
  return word[0];
}

/** Rounds in place. */
export function roundToHalves(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = nearestHalf(values[i] as number);
}

/** @returns the halves' own bits; null where one value is not exactly a half (NaN has bits of its own: it is none). */
export function halvesOf(values: Float32Array): Uint16Array | null {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value) || !Object.is(nearestHalf(value), value)) return null;
    halves[i] = halfBits(value);
  }
  return halves;
}

function halfBits(value: number): number {
  word[0] = value;
  const raw = bits[0] ?? 0;
  const sign = (raw >>> 16) & 0x8000;
  const size = Math.abs(value);
  if (size < LEAST_NORMAL) return sign | (size / STEP);
  return sign | ((((raw >>> 23) & 0xff) - 112) << 10) | ((raw >>> 13) & 0x3ff);
}

/** All low bytes, then all high bytes: they compress better apart. */
export function planesOf(halves: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * halves.length);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] as number;
    bytes[i] = half & 0xff;
    bytes[halves.length + i] = half >> 8;
  }
  return bytes;
}

/** The value of each of the 65,536 halves, made when first needed: millions of weights are then one look-up each. */
let floatOfHalf: Float32Array | null = null;

/** @param planes as `planesOf` gives them */
export function floatsOf(planes: Uint8Array): Float32Array<ArrayBuffer> {
  floatOfHalf ??= Float32Array.from({ length: 65_536 }, (_, half) => floatOf(half));
  const table = floatOfHalf;
  const count = planes.length / 2;
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    values[i] = table[(planes[i] as number) | ((planes[count + i] as number) << 8)] as number;
  }
  return values;
}

function floatOf(half: number): number {
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  const sign = (half & 0x8000) << 16;
  if (exponent === 0) return (sign < 0 ? -1 : 1) * fraction * STEP;
  bits[0] = sign | ((exponent + 112) << 23) | (fraction << 13);
  return word[0] ?? NaN;
}
