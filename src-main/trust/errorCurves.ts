/** Errors of windows as curves over the horizon. Windows of one episode are alike, so what is drawn anew for intervals is episodes. */
import type { WindowErrors } from './openLoop.ts';
import type { Window } from './heldOut.ts';

/** Where fewer of the windows still run than this share, a mean over them would be another curve. */
const SHARE_STILL_RUNNING = 0.25;

/** Sums and counts a step, one pair an episode. */
export interface ErrorSums {
  readonly sums: readonly Float64Array[];
  readonly counts: readonly Float64Array[];
  /** Steps of the curve. */
  readonly horizon: number;
}

export function errorSums(windows: readonly Window[], errors: WindowErrors): ErrorSums {
  const longest = Math.max(0, ...windows.map(({ steps }) => steps));
  const episodes = [...new Set(windows.map(({ episode }) => episode))];
  const sums = episodes.map(() => new Float64Array(longest));
  const counts = episodes.map(() => new Float64Array(longest));
  windows.forEach(({ episode }, index) => {
    const at = episodes.indexOf(episode);
    errors[index]?.forEach((error, step) => {
      const [sum, count] = [sums[at], counts[at]];
      if (sum === undefined || count === undefined) return;
      sum[step] = (sum[step] ?? 0) + error;
      count[step] = (count[step] ?? 0) + 1;
    });
  });
  const running = Array.from({ length: longest }, (_, step) =>
    counts.reduce((sum, count) => sum + (count[step] ?? 0), 0),
  );
  const least = Math.max(1, SHARE_STILL_RUNNING * windows.length);
  const short = running.findIndex((count) => count < least);
  return { sums, counts, horizon: short === -1 ? longest : short };
}

/** Mean error a step over some of the episodes, which may occur more than once; NaN where none of them lasts so long. */
export function curveOf({ sums, counts, horizon }: ErrorSums, episodes?: readonly number[]): number[] {
  const chosen = episodes ?? sums.map((_, index) => index);
  return Array.from({ length: horizon }, (_, step) => {
    let [sum, count] = [0, 0];
    for (const episode of chosen) {
      sum += sums[episode]?.[step] ?? 0;
      count += counts[episode]?.[step] ?? 0;
    }
    return sum / count;
  });
}
