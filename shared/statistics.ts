/** Means with their deviations and confidence intervals. */

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
