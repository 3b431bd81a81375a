/** How wide the names of experiments are as the table writes them. */

/** Of a long list the first that are shown decide: to measure them all would be felt. */
export const MOST_MEASURED = 200;
/** Around a name in its cell, its picture and its star among it. */
const AROUND = 64;

/** @param measure pixels of a text @returns pixels that the longest of them needs, with what stands around it */
export function nameWidth(names: readonly string[], measure: (text: string) => number): number {
  return AROUND + Math.max(0, ...names.map(measure));
}
