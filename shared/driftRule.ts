/** When a dream has drifted away: the one rule of the measurement of trust and of a moment's branches. */

/**
 * What is expected of the far future is the mean, and its error comes near the mean's without ever passing it: within so much of it
 * a dream knows nothing more.
 */
const NEAR_THE_MEAN = 0.95;
/** Once is chance; so many steps in a row is drift. */
const STEPS_IN_A_ROW = 3;
/** Squared error of rounding alone. */
const EXACT = 1e-9;

/** Curves a step each, from the first step after eyes closed. @returns steps that are better than both; null: all */
export function stepsUntilDrift(
  error: readonly number[],
  mean: readonly number[],
  still: readonly number[],
): number | null {
  const worse = error.map(
    (value, step) =>
      value > EXACT &&
      (value >= NEAR_THE_MEAN * (mean[step] ?? Infinity) || value >= (still[step] ?? Infinity)),
  );
  const row = Math.min(STEPS_IN_A_ROW, worse.length);
  const from = worse.findIndex(
    (_, step) => step + row <= worse.length && worse.slice(step, step + row).every((isWorse) => isWorse),
  );
  return from === -1 ? null : from;
}
