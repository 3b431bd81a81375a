/** Several seeds' curves as one: their mean, and the range from the lowest to the highest. */
import { thinned } from './thinned.ts';

export interface SeedCurve {
  /** Growing. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface SeedBand {
  readonly x: Float64Array;
  readonly mean: Float64Array;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
}

/** More would be lost in a chart's pixels. */
const MOST_POINTS = 400;

/**
 * At every x that some seed was measured at, over the seeds that reach it, each drawn straight between its own points.
 * So where one seed ends before the others, the rest goes on with fewer.
 */
export function seedBand(curves: readonly SeedCurve[]): SeedBand {
  const seeds = curves.map(finitePoints).filter(({ x }) => x.length > 0);
  const all = [...new Set(seeds.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const x = thinned(all, MOST_POINTS);
  const mean = new Float64Array(x.length);
  const minimum = new Float64Array(x.length);
  const maximum = new Float64Array(x.length);
  x.forEach((at, index) => {
    const values = seeds.flatMap((seed) => {
      const value = valueAt(seed, at);
      return value === null ? [] : [value];
    });
    mean[index] = values.reduce((sum, value) => sum + value, 0) / values.length;
    minimum[index] = Math.min(...values);
    maximum[index] = Math.max(...values);
  });
  return { x: Float64Array.from(x), mean, minimum, maximum };
}

interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

function finitePoints({ x, y }: SeedCurve): Points {
  const kept = Array.from(x, (_, index) => index).filter(
    (index) => Number.isFinite(x[index]) && Number.isFinite(y[index]),
  );
  return { x: kept.map((index) => x[index] ?? 0), y: kept.map((index) => y[index] ?? 0) };
}

/** Null outside of what was measured. */
function valueAt({ x, y }: Points, at: number): number | null {
  const first = x[0];
  const last = x.at(-1);
  if (first === undefined || last === undefined || at < first || at > last) return null;
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((x[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const right = x[low] ?? at;
  const left = x[low - 1];
  if (right === at || left === undefined) return y[low] ?? null;
  const share = (at - left) / (right - left);
  return (y[low - 1] ?? 0) * (1 - share) + (y[low] ?? 0) * share;
}
