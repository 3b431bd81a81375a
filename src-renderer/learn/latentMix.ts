/** Between two codes, and how far one picture is from another. */

/** A share `towards` of the way from one code to another, number by number. */
export function latentMix(from: readonly number[], to: readonly number[], towards: number): number[] {
  return from.map((number, index) => (1 - towards) * number + towards * (to[index] ?? 0));
}

/** Mean squared difference of two pictures of the same size, of values from 0 to 1. @param bytes 0 to 255 */
export function pictureError(bytes: ArrayLike<number>, others: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at++) {
    const difference = ((bytes[at] ?? 0) - (others[at] ?? 0)) / 255;
    sum += difference * difference;
  }
  return sum / Math.max(1, bytes.length);
}
