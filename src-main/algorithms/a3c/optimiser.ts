/**
 * RMSProp and Adam over plain arrays, whose statistics all workers share (Mnih et al. 2016, arXiv:1602.01783, supplement 8): not in
 * TensorFlow, because only plain memory can be one and the same to several threads.
 */
import type { A3cConfig } from '../../../shared/algorithms/a3c/config.ts';

/** Equally long, the shared ones. */
export interface OptimisedArrays {
  readonly values: Float32Array;
  /** Adam's mean of gradients; empty for RMSProp. */
  readonly means: Float32Array;
  /** The mean of squared gradients. */
  readonly squares: Float32Array;
}

export type OptimiserSettings = Pick<A3cConfig['learning'], 'optimiser' | 'rmspropDecay' | 'rmspropEpsilon'>;

const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Joint Euclidean norm. */
export function normOf(gradient: Float32Array): number {
  let squares = 0;
  // A loop over places: one over the values takes five times as long.
  for (let i = 0; i < gradient.length; i++) {
    const value = gradient[i] ?? 0;
    squares += value * value;
  }
  return Math.sqrt(squares);
}

/** What a gradient is multiplied by, so that its norm is at most `limit`. @param limit 0: none */
export function clipScale(norm: number, limit: number): number {
  return limit > 0 && norm > limit ? limit / norm : 1;
}

/** Falls in a straight line from the whole rate to 0 at the end of the run, where the config anneals. */
export function learningRateAt(
  { learning, schedule }: Pick<A3cConfig, 'learning' | 'schedule'>,
  environmentSteps: number,
): number {
  const left = Math.max(0, 1 - environmentSteps / schedule.environmentSteps);
  return learning.learningRate * (learning.annealed ? left : 1);
}

/**
 * One update in place. Without locks: where another thread writes too, one of both may be lost for single numbers.
 * @param scale the gradient is multiplied by it @param updates made so far, with this one
 */
export function applyGradient(
  arrays: OptimisedArrays,
  gradient: Float32Array,
  { rate, scale, updates }: { readonly rate: number; readonly scale: number; readonly updates: number },
  settings: OptimiserSettings,
): void {
  if (settings.optimiser === 'adam') adam(arrays, gradient, rate, scale, updates);
  else rmsprop(arrays, gradient, rate, scale, settings);
}

function rmsprop(
  { values, squares }: OptimisedArrays,
  gradient: Float32Array,
  rate: number,
  scale: number,
  { rmspropDecay: decay, rmspropEpsilon: epsilon }: OptimiserSettings,
): void {
  for (let i = 0; i < values.length; i++) {
    const slope = scale * (gradient[i] ?? 0);
    const square = decay * (squares[i] ?? 0) + (1 - decay) * slope * slope;
    squares[i] = square;
    values[i] = (values[i] ?? 0) - (rate * slope) / Math.sqrt(square + epsilon);
  }
}

function adam(
  { values, means, squares }: OptimisedArrays,
  gradient: Float32Array,
  rate: number,
  scale: number,
  updates: number,
): void {
  const { beta1, beta2, epsilon } = ADAM;
  const step = (rate * Math.sqrt(1 - integerPower(beta2, updates))) / (1 - integerPower(beta1, updates));
  for (let i = 0; i < values.length; i++) {
    const slope = scale * (gradient[i] ?? 0);
    const mean = beta1 * (means[i] ?? 0) + (1 - beta1) * slope;
    const square = beta2 * (squares[i] ?? 0) + (1 - beta2) * slope * slope;
    means[i] = mean;
    squares[i] = square;
    values[i] = (values[i] ?? 0) - (step * mean) / (Math.sqrt(square) + epsilon);
  }
}

/** Math.pow differs between V8 versions. */
function integerPower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
