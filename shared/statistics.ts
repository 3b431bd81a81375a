/** Means with their deviations and confidence intervals, and what else is said of samples. */
import type { RandomStream } from './random.ts';

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of a sample (n - 1); null for fewer than two. */
export function sampleDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Student's t at 97.5%, by degrees of freedom from 1. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;
const NORMAL_975 = 1.96;

/** For many degrees the next terms of Cornish and Fisher's expansion: right to the third decimal from 30 on. */
export function studentT975(degrees: number): number {
  return T_975[degrees - 1] ?? NORMAL_975 + (NORMAL_975 ** 3 + NORMAL_975) / (4 * degrees);
}

/** Half the width of the 95% confidence interval of a mean over `count` independent values. */
export const confidenceHalfWidth = (deviation: number, count: number): number =>
  (studentT975(count - 1) * deviation) / Math.sqrt(count);

/** A mean with its 95% interval by Student's t; no wider than itself where there is but one value. */
export function meanInterval(values: readonly number[]): Estimated {
  const mean = meanOf(values);
  const deviation = sampleDeviation(values);
  const half = deviation === null ? 0 : confidenceHalfWidth(deviation, values.length);
  return { mean, low: mean - half, high: mean + half };
}

export interface Estimated {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Resamples that intervals are read from. */
const RESAMPLES = 1000;

/**
 * Values of a statistic over samples drawn anew, with replacement, from `count` independent ones; sorted, NaN left out.
 * Efron 1979: the spread of these is about that of the statistic.
 * @param statistic of the samples at these indices
 */
export function bootstrap(
  count: number,
  random: RandomStream,
  statistic: (indices: readonly number[]) => number,
): readonly number[] {
  const drawn = Array.from({ length: RESAMPLES }, () =>
    statistic(Array.from({ length: count }, () => random.integer(count))),
  );
  return drawn.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
}

/** The middle 95% of sorted values; NaN of none. */
export function percentiles95(sorted: readonly number[]): { readonly low: number; readonly high: number } {
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
}

/**
 * Whether estimates know an order: of the pairs whose known intervals lie apart, how many the estimates order alike. Pairs that
 * cannot be told apart have no order to know.
 */
export function pairsInOrder(
  known: readonly Estimated[],
  estimates: readonly number[],
): { readonly pairs: number; readonly alike: number } {
  let [pairs, alike] = [0, 0];
  known.forEach((lower, a) => {
    known.forEach((higher, b) => {
      if (lower.high >= higher.low) return;
      pairs += 1;
      alike += Number((estimates[a] ?? NaN) < (estimates[b] ?? NaN));
    });
  });
  return { pairs, alike };
}
