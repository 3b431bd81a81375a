/**
 * The GRU of DreamerV2 (Hafner et al. 2021, arXiv:2010.02193) and V3: gates and candidate are one product, normalised together;
 * the reset gate acts after it; and the update gate begins nearly shut, so that what is remembered stays by itself. Gradient by
 * hand. In the kernel's columns: reset, candidate, update. Everything runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { add, sigmoid, square, subtract, tanh, times } from './elementwise.ts';
import {
  layerNorm,
  layerNormBackward,
  layerNormGradients,
  type NormTrace,
  type NormWeights,
} from './layerNorm.ts';
import { multiply, multiplyLeftTransposed, multiplyRightTransposed } from './linear.ts';
import { tf } from './tensorflow.ts';
import { tidy } from './tidy.ts';

/** Added to the update gate before its sigmoid. */
const UPDATE_BIAS = -1;

export interface NormedGruWeights {
  /** [I + H, 3 H]: rows of the input, then of the hidden state. */
  readonly kernel: Tensor2D;
  /** Of all 3 H. */
  readonly norm: NormWeights;
}

/** What one step leaves for its gradient: [B, I] and [B, H]. */
export interface NormedGruTrace {
  readonly input: Tensor2D;
  readonly previous: Tensor2D;
  readonly norm: NormTrace;
  readonly reset: Tensor2D;
  /** The candidate before reset and tanh. */
  readonly product: Tensor2D;
  readonly candidate: Tensor2D;
  readonly update: Tensor2D;
  /** The step's result: update * candidate + (1 - update) * previous. */
  readonly hidden: Tensor2D;
}

export interface NormedGruGradient {
  /** [B, I] */
  readonly input: Tensor2D;
  /** [B, H] */
  readonly previous: Tensor2D;
  /** [B, 3 H]: before the norm, and after its scale and offset. */
  readonly linear: Tensor2D;
  readonly normed: Tensor2D;
}

/** @param input [B, I] @param previous [B, H] */
export function normedGruStep(
  { kernel, norm }: NormedGruWeights,
  input: Tensor2D,
  previous: Tensor2D,
): NormedGruTrace {
  return tidy(() => {
    const { output, normalised, inverse } = layerNorm(
      norm,
      multiply(tf.concat2d([input, previous], 1), kernel),
    );
    const [forReset, product, forUpdate] = tf.split(output, 3, 1) as [Tensor2D, Tensor2D, Tensor2D];
    const reset = sigmoid(forReset);
    const candidate = tanh(times<Tensor2D>(reset, product));
    const update = sigmoid(add<Tensor2D>(forUpdate, tf.scalar(UPDATE_BIAS)));
    const hidden = add<Tensor2D>(previous, times(update, subtract(candidate, previous)));
    return { input, previous, norm: { normalised, inverse }, reset, product, candidate, update, hidden };
  });
}

/** @param hiddenGradient [B, H] */
export function normedGruBackward(
  { kernel, norm }: NormedGruWeights,
  trace: NormedGruTrace,
  hiddenGradient: Tensor2D,
): NormedGruGradient {
  return tidy(() => {
    const { input, previous: before, reset, product, candidate, update } = trace;
    const one = tf.scalar(1);
    const slope = (gate: Tensor2D) => times<Tensor2D>(gate, subtract(one, gate));
    const byCandidate = times<Tensor2D>(times(hiddenGradient, update), subtract(one, square(candidate)));
    const byUpdate = times<Tensor2D>(times(hiddenGradient, subtract(candidate, before)), slope(update));
    const normed = tf.concat2d(
      [times<Tensor2D>(times(byCandidate, product), slope(reset)), times(byCandidate, reset), byUpdate],
      1,
    );
    const linear = layerNormBackward(norm, trace.norm, normed);
    const [byInput, byPrevious] = tf.split(
      multiplyRightTransposed(linear, kernel),
      [input.shape[1], before.shape[1]],
      1,
    ) as [Tensor2D, Tensor2D];
    const kept = times<Tensor2D>(hiddenGradient, subtract(one, update));
    return { input: byInput, previous: add<Tensor2D>(byPrevious, kept), linear, normed };
  });
}

/** Adds the weights' gradients to `into`, for rows of any number of steps, one below the other. */
export function normedGruGradients(
  name: string,
  { input, previous, normalised }: Pick<NormedGruTrace, 'input' | 'previous'> & Pick<NormTrace, 'normalised'>,
  { linear, normed }: Pick<NormedGruGradient, 'linear' | 'normed'>,
  into: Record<string, Tensor>,
): void {
  into[`${name}/kernel`] = tidy(() => multiplyLeftTransposed(tf.concat2d([input, previous], 1), linear));
  layerNormGradients(`${name}/norm`, normalised, normed, into);
}
