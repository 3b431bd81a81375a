/** FNV-1a, 64 bits, over bytes or the bytes of doubles: tells two states apart, proves that a replay took the same way. */

const OFFSET_HIGH = 0xcbf29ce4;
const OFFSET_LOW = 0x84222325;

/** @returns 16 hex digits. Distinguishes 0 from -0, as the bits do. */
export function hashDoubles(numbers: ArrayLike<number>): string {
  return hashBytes(new Uint8Array(Float64Array.from(numbers).buffer));
}

/** @returns 16 hex digits. */
export function hashBytes(bytes: Uint8Array): string {
  let high = OFFSET_HIGH;
  let low = OFFSET_LOW;
  for (const byte of bytes) {
    low ^= byte;
    // Times the prime 0x100000001b3, in two halves: 0x1b3 times both, and low shifted by 40 bits into high.
    const lowProduct = (low >>> 0) * 0x1b3;
    high = (Math.imul(high, 0x1b3) + (low << 8) + Math.floor(lowProduct / 0x1_0000_0000)) >>> 0;
    low = lowProduct >>> 0;
  }
  return high.toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');
}
