/**
 * How a head's output stands for one number: as it is (Dreamer, arXiv:1912.01603), on a symlog scale, or as a choice among
 * bins on that scale, taught by two-hot targets (Hafner et al. 2023, arXiv:2301.04104v1). The gradient of imagined
 * returns passes through the number, so bins are even in symlog, where it stays moderate, and their mean is taken
 * there. Every function runs inside the caller's `tf.tidy`.
 */
import type { Rank, Tensor, Tensor2D } from '@tensorflow/tfjs';
import { subtract, times } from '../numerics/elementwise.ts';
import { multiply } from '../numerics/linear.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';

export type ScalarKind = 'plain' | 'symlog' | 'two-hot';

/** Bins, and where on the symlog scale the outermost are: numbers up to about 5e8 either way. */
export const BINS = 255;
export const OUTERMOST_BIN = 20;
const BIN_WIDTH = (2 * OUTERMOST_BIN) / (BINS - 1);
/** Each from its index: steps added up would drift. */
const PLACES = Float32Array.from({ length: BINS }, (_, bin) => bin * BIN_WIDTH - OUTERMOST_BIN);

/** How many numbers the network puts out. */
export function scalarOutputs(kind: ScalarKind): number {
  return kind === 'two-hot' ? BINS : 1;
}

/** sign(x) ln(1 + |x|): near 0 as x itself, far off its logarithm. */
export function symlog<T extends Tensor>(x: T): T {
  return tidy(() => x.sign().mul<T>(x.abs().log1p()));
}

/** The inverse of `symlog`. */
export function symexp<T extends Tensor>(x: T): T {
  return tidy(() => x.sign().mul<T>(x.abs().expm1()));
}

/** Weight 1 shared by the two bins about each number of a symlog scale [N, 1], so that their mean is the number: [N, BINS]. */
export function twoHot(scaled: Tensor2D): Tensor2D {
  return tidy(() => {
    const place = scaled
      .add(OUTERMOST_BIN)
      .div<Tensor2D>(BIN_WIDTH)
      .clipByValue(0, BINS - 1);
    const distance = place.sub<Tensor2D>(tf.range(0, BINS).reshape([1, BINS])).abs();
    return tf.scalar(1).sub<Tensor2D>(distance).maximum(0);
  });
}

/** What a network's rows [N, scalarOutputs] say, and what the gradient needs of them. */
export type ScalarReading = {
  /** [N, 1] */
  readonly value: Tensor2D;
} & (
  | { readonly kind: 'plain' }
  /** [N, 1] */
  | { readonly kind: 'symlog'; readonly scaled: Tensor2D }
  /** [N, BINS] each; [N, 1]: the bins' mean on the symlog scale. */
  | {
      readonly kind: 'two-hot';
      readonly probabilities: Tensor2D;
      readonly logarithms: Tensor2D;
      readonly scaled: Tensor2D;
    }
);

export function readScalar(kind: ScalarKind, rows: Tensor2D): ScalarReading {
  switch (kind) {
    case 'plain':
      return { kind, value: rows };
    case 'symlog':
      return { kind, value: symexp<Tensor2D>(rows), scaled: rows };
    case 'two-hot':
      return tidy(() => {
        const logarithms = rows.logSoftmax<Tensor2D>(1);
        const probabilities = logarithms.exp<Tensor2D>();
        const scaled = multiply(probabilities, bins());
        return { kind, value: symexp<Tensor2D>(scaled), probabilities, logarithms, scaled };
      });
  }
}

/** The rows' gradient [N, scalarOutputs] from that of the number [N, 1]. */
export function scalarGradient(reading: ScalarReading, gradient: Tensor2D): Tensor2D {
  if (reading.kind === 'plain') return gradient;
  return tidy(() => {
    const { scaled } = reading;
    const byScaled = gradient.mul<Tensor2D>(scaled.abs().exp());
    if (reading.kind === 'symlog') return byScaled;
    const off = bins().reshape<Tensor2D>([1, BINS]).sub<Tensor2D>(scaled);
    return reading.probabilities.mul<Tensor2D>(off).mul<Tensor2D>(byScaled);
  });
}

export interface ScalarLoss {
  /** Scalar: the weighted losses' sum; without weights the mean. */
  readonly loss: Tensor;
  /** [N, scalarOutputs] */
  readonly gradient: Tensor2D;
}

/**
 * Half the squared error, on the head's own scale; with bins the cross-entropy, in nats, with two-hot targets.
 * @param targets [N, 1] @param weights [N, 1]; null: each row counts 1 / N
 */
export function scalarLoss(reading: ScalarReading, targets: Tensor2D, weights: Tensor2D | null): ScalarLoss {
  return tidy(() => {
    const count = targets.shape[0];
    switch (reading.kind) {
      case 'plain':
        return halfSquared(subtract(reading.value, targets), weights);
      case 'symlog':
        return halfSquared(subtract(reading.scaled, symlog(targets)), weights);
      case 'two-hot': {
        const wanted = twoHot(symlog(targets));
        const losses = wanted.mul(reading.logarithms).sum<Tensor2D>(1, true).neg<Tensor2D>();
        const error = subtract<Tensor2D>(reading.probabilities, wanted);
        const share = weights ?? tf.fill<Rank.R2>([count, 1], 1 / count);
        return { loss: losses.mul(share).sum(), gradient: times(error, share) };
      }
    }
  });
}

function halfSquared(difference: Tensor2D, weights: Tensor2D | null): ScalarLoss {
  const count = difference.shape[0];
  if (weights === null) {
    const loss = difference
      .square()
      .sum()
      .mul(0.5 / count);
    return { loss, gradient: difference.mul<Tensor2D>(1 / count) };
  }
  const gradient = difference.mul<Tensor2D>(weights);
  return { loss: gradient.mul(difference).sum().mul(0.5), gradient };
}

/** [BINS, 1], on the symlog scale. */
function bins(): Tensor2D {
  return tf.tensor2d(PLACES, [BINS, 1]);
}
