/**
 * Layer normalisation (Ba et al. 2016, arXiv:1607.06450): each row is shifted and stretched to mean 0 and variance 1,
 * then scaled and offset by learnt numbers; its gradient by hand. Every function runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { add, elu, eluGradient, meanOver, rsqrt, square, subtract, times } from './elementwise.ts';
import { biasGradient } from './linear.ts';
import type { ParameterSet, ParameterSpec } from './parameters.ts';
import { tf } from './tensorflow.ts';
import { tidy } from './tidy.ts';

/** Added to the variance: DreamerV3's. */
const SMALLEST_VARIANCE = 1e-3;

/** [U] each; owned by the parameter set. */
export interface NormWeights {
  readonly scale: Tensor1D;
  readonly offset: Tensor1D;
}

export interface NormTrace {
  /** [N, U]: before scale and offset. */
  readonly normalised: Tensor2D;
  /** [N, 1]: one over the deviation. */
  readonly inverse: Tensor2D;
}

export function normParameters(name: string, units: number): ParameterSpec[] {
  return [
    { name: `${name}/scale`, shape: [units], initialiser: { kind: 'ones' } },
    { name: `${name}/offset`, shape: [units], initialiser: { kind: 'zeros' } },
  ];
}

export function normWeights(parameters: ParameterSet, name: string): NormWeights {
  return { scale: parameters.get(`${name}/scale`), offset: parameters.get(`${name}/offset`) };
}

export function layerNorm(
  { scale, offset }: NormWeights,
  x: Tensor2D,
  smallestVariance = SMALLEST_VARIANCE,
): NormTrace & { readonly output: Tensor2D } {
  return tidy(() => {
    const centred = subtract<Tensor2D>(x, meanOver(x, 1));
    const variance = meanOver(square<Tensor2D>(centred), 1);
    const inverse = rsqrt<Tensor2D>(add(variance, tf.scalar(smallestVariance)));
    const normalised = times(centred, inverse);
    return { normalised, inverse, output: add<Tensor2D>(times(normalised, scale), offset) };
  });
}

/** The gradient by x, from that by the output. */
export function layerNormBackward({ scale }: NormWeights, trace: NormTrace, gradient: Tensor2D): Tensor2D {
  return tidy(() => {
    const { normalised, inverse } = trace;
    const scaled = times<Tensor2D>(gradient, scale);
    const along = times<Tensor2D>(normalised, meanOver(times(scaled, normalised), 1));
    return times(subtract(subtract(scaled, meanOver(scaled, 1)), along), inverse);
  });
}

/** Adds the gradients of scale and offset to `into`, from that by the output, for any number of rows. */
export function layerNormGradients(
  name: string,
  normalised: Tensor2D,
  gradient: Tensor2D,
  into: Record<string, Tensor>,
): void {
  into[`${name}/scale`] = tidy(() => biasGradient(times(gradient, normalised)));
  into[`${name}/offset`] = biasGradient(gradient);
}

/** A hidden layer's output: ELU (Clevert et al. 2015, arXiv:1511.07289), after a layer norm where there is one. */
export interface Activated {
  readonly output: Tensor2D;
  /** Null without a norm. */
  readonly norm: NormTrace | null;
}

export function activate(linear: Tensor2D, norm: NormWeights | null): Activated {
  if (norm === null) return { output: elu(linear), norm: null };
  return tidy(() => {
    const { output, normalised, inverse } = layerNorm(norm, linear);
    return { output: elu(output), norm: { normalised, inverse } };
  });
}

export interface ActivationGradient {
  /** By the layer's linear output. */
  readonly linear: Tensor2D;
  /** By what the ELU read: what `layerNormGradients` takes. Without a norm the very same tensor. */
  readonly beforeElu: Tensor2D;
}

export function activationGradient(
  { output, norm: trace }: Activated,
  norm: NormWeights | null,
  gradient: Tensor2D,
): ActivationGradient {
  const beforeElu = eluGradient(gradient, output);
  if (norm === null || trace === null) return { linear: beforeElu, beforeElu };
  return { linear: layerNormBackward(norm, trace, beforeElu), beforeElu };
}
