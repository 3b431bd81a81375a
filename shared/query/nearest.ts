/** What was probably meant by a word that nothing is called. */

/** Letters to put in, take out, change or swap. Damerau 1964, between neighbours only. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}

/** @returns the nearest of the known words, by the whole or by its last part; empty where none is near */
export function nearest(typed: string, known: readonly string[]): string {
  const word = typed.toLowerCase();
  let best = '';
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const whole = candidate.toLowerCase();
    const end = whole.slice(whole.lastIndexOf('.') + 1);
    const far = Math.min(distance(word, whole), distance(word, end) + (end === whole ? 0 : 0.5));
    if (far < least) {
      least = far;
      best = candidate;
    }
  }
  return best;
}
