/**
 * A draw from what the drawing model says of the pen's next movement: a mixture of bivariate Gaussians, and logits of what the pen
 * does there. Temperature as Ha & Eck 2017 (arXiv:1704.03477) sample at it.
 *
 * Of K components a row has 6 K numbers: K logits, then K means of x, K of y, K log deviations of x, K of y, and K numbers whose
 * hyperbolic tangent is the correlation, times `LARGEST_CORRELATION`. Logits of the pen's states follow.
 */
import type { RandomStream } from '../random.ts';

/** Numbers of a row for each component. */
export const COMPONENT_NUMBERS = 6;
/** At 1 the density would be a line's. */
export const LARGEST_CORRELATION = 0.98;

/**
 * A draw from one row's mixture: logits over the temperature, variances times it.
 * @param row at least 6 K numbers @param temperature above 0
 */
export function drawOffset(
  row: ArrayLike<number>,
  mixtures: number,
  temperature: number,
  random: RandomStream,
): readonly [number, number] {
  const of = (part: number, k: number) => row[part * mixtures + k] ?? Number.NaN;
  const k = drawIndex(
    Array.from({ length: mixtures }, (_, index) => of(0, index)),
    temperature,
    random,
  );
  const rho = LARGEST_CORRELATION * Math.tanh(of(5, k));
  const [first, second] = [random.normal(), random.normal()];
  const wide = Math.sqrt(temperature);
  return [
    of(1, k) + wide * Math.exp(of(3, k)) * first,
    of(2, k) + wide * Math.exp(of(4, k)) * (rho * first + Math.sqrt(1 - rho * rho) * second),
  ];
}

/** An index drawn by its logit over the temperature. */
export function drawIndex(logits: readonly number[], temperature: number, random: RandomStream): number {
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp((logit - largest) / temperature));
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return weights.length - 1;
}
