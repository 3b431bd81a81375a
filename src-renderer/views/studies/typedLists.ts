/** Lists as people type them: values with commas, seeds with ranges, numbers. Pure. */

import { LARGEST_SEED } from '../../../shared/seed.ts';

/** More would be a slip of the finger. */
const LONGEST_RANGE = 100;

/** `0.1, 0.5 1` to its parts; a comma inside a number is none: thousands are not grouped here. */
export function splitValues(text: string): readonly string[] {
  return text.split(/[,;\s]+/).filter((part) => part !== '');
}

/** Null where it is no number. */
export function readNumber(text: string): number | null {
  const number = Number(text.trim());
  return text.trim() !== '' && Number.isFinite(number) ? number : null;
}

/** `1, 2, 5-8`; null where a part is no seed, is there twice, or there is none. */
export function readSeeds(text: string): readonly number[] | null {
  const seeds: number[] = [];
  for (const part of splitValues(text)) {
    const match = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part);
    if (match === null) return null;
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (last < first || last - first >= LONGEST_RANGE || last > LARGEST_SEED) return null;
    for (let seed = first; seed <= last; seed++) seeds.push(seed);
  }
  const unique = new Set(seeds).size === seeds.length;
  return seeds.length > 0 && seeds.length <= LONGEST_RANGE && unique ? seeds : null;
}
