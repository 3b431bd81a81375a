/** A 64-bit hash of numbers: two FNV-1a lanes over their 32-bit words, so that any change of a last digit shows. */

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

/** @returns 16 hex digits. */
export function hashNumbers(groups: readonly ArrayLike<number>[]): string {
  let low = 0x811c9dc5;
  let high = 0x9dc5811c;
  const mix = (word: number) => {
    low = Math.imul(low ^ word, 0x01000193);
    high = Math.imul(high ^ ((word << 16) | (word >>> 16)), 0x01000193);
    high ^= low >>> 15;
  };
  for (const group of groups) {
    mix(group.length);
    for (let i = 0; i < group.length; i++) {
      scratch[0] = group[i] ?? NaN;
      mix(words[0] ?? 0);
      mix(words[1] ?? 0);
    }
  }
  const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
  return hex(high) + hex(low);
}
