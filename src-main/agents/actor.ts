/**
 * Dreamer's action model (Hafner et al. 2020, arXiv:1912.01603): from rows of a network's output to an action drawn
 * so that a gradient passes through the draw. Continuous actions are a Gaussian squashed by tanh; discrete ones are
 * one-hot, with the gradient of their probabilities (straight-through, Bengio et al. 2013, arXiv:1308.3432). Runs
 * inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { softplus } from '../numerics/elementwise.ts';
import { rowsAt } from '../numerics/linear.ts';
import type { RandomStream } from '../numerics/random.ts';
import { randomGumbel, randomNormal } from '../numerics/tensorRandom.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';

export interface ActionShape {
  readonly kind: 'box' | 'discrete';
  /** Numbers an action, in [-1, 1] or one-hot. */
  readonly size: number;
}

/** Means never leave (-5, 5): beyond it tanh has no slope left. */
const MEAN_BOUND = 5;
const MINIMUM_DEVIATION = 1e-4;
/** What a fresh network's 0 becomes a deviation of 5 with: the inverse of softplus at 5. */
const INITIAL_RAW_DEVIATION = Math.log(Math.exp(5) - 1);

/** How many numbers the network puts out for an action. */
export function actorOutputs({ kind, size }: ActionShape): number {
  return kind === 'box' ? 2 * size : size;
}

/** What an action leaves for its gradient. */
export type ActionTrace = { readonly action: Tensor2D } & (
  | {
      readonly kind: 'box';
      readonly mean: Tensor2D;
      /** Before softplus, shifted. */
      readonly raw: Tensor2D;
      readonly noise: Tensor2D;
    }
  | { readonly kind: 'discrete'; readonly probabilities: Tensor2D }
);

/** What a draw takes: standard normal for a box, standard Gumbel for a discrete space; [N, size]. */
export function actionNoise(shape: ActionShape, count: number, random: RandomStream): Tensor2D {
  const extents = [count, shape.size];
  return (shape.kind === 'box' ? randomNormal(extents, random) : randomGumbel(extents, random)) as Tensor2D;
}

/** @param rows [N, actorOutputs] @param noise see `actionNoise` */
export function drawAction(shape: ActionShape, rows: Tensor2D, noise: Tensor2D): ActionTrace {
  return tidy(() => {
    if (shape.kind === 'discrete') {
      return {
        kind: 'discrete',
        action: oneHotOfLargest(rows.add<Tensor2D>(noise)),
        probabilities: rows.softmax<Tensor2D>(1),
      };
    }
    const { mean, raw, deviation } = squashed(rows);
    return { kind: 'box', action: mean.add<Tensor2D>(deviation.mul(noise)).tanh(), mean, raw, noise };
  });
}

/** The network's gradient [N, actorOutputs] from that of the action. */
export function actionGradient(trace: ActionTrace, gradient: Tensor2D): Tensor2D {
  return tidy(() => {
    if (trace.kind === 'discrete') {
      const weighted = trace.probabilities.mul<Tensor2D>(gradient);
      return weighted.sub<Tensor2D>(trace.probabilities.mul(weighted.sum(1, true)));
    }
    const beforeTanh = gradient.mul<Tensor2D>(tf.scalar(1).sub(trace.action.square()));
    const slope = tf.scalar(1).sub(trace.mean.div(MEAN_BOUND).square());
    const raw = beforeTanh.mul(trace.noise).mul<Tensor2D>(trace.raw.sigmoid());
    return tf.concat2d([beforeTanh.mul<Tensor2D>(slope), raw], 1);
  });
}

/** Draws that the authors take to find the likeliest action of a squashed Gaussian, whose mode has no formula. */
const MODE_DRAWS = 100;

/**
 * What is done when nothing is explored: the likeliest class, or as in the authors' code the likeliest of 100 draws.
 */
export function likeliestAction(shape: ActionShape, rows: Tensor2D, random: RandomStream): Tensor2D {
  return tidy(() => {
    if (shape.kind === 'discrete') return oneHotOfLargest(rows);
    const [count, size] = [rows.shape[0], shape.size];
    const { mean, deviation } = squashed(rows);
    const noise = randomNormal([MODE_DRAWS, count, size], random);
    const draws = mean.add(deviation.mul(noise));
    // Log density up to what is the same for all draws; log(1 - tanh^2 x) = 2 (log 2 - x - softplus(-2 x)).
    const density = noise
      .square()
      .mul(-0.5)
      .add(draws.add(softplus(draws.mul(-2))).mul(2))
      .sum(2);
    const best = density
      .argMax(0)
      .mul(count)
      .add(tf.range(0, count, 1, 'int32'));
    const all = draws.reshape<Tensor2D>([MODE_DRAWS * count, size]);
    return rowsAt(all, best.cast<Tensor1D>('int32')).tanh();
  });
}

function squashed(rows: Tensor2D): {
  readonly mean: Tensor2D;
  readonly raw: Tensor2D;
  readonly deviation: Tensor2D;
} {
  const [linear, offset] = tf.split(rows, 2, 1) as [Tensor2D, Tensor2D];
  const raw = offset.add<Tensor2D>(INITIAL_RAW_DEVIATION);
  return {
    mean: linear.div(MEAN_BOUND).tanh().mul<Tensor2D>(MEAN_BOUND),
    raw,
    deviation: softplus(raw).add<Tensor2D>(MINIMUM_DEVIATION),
  };
}

function oneHotOfLargest(scores: Tensor2D): Tensor2D {
  const largest: Tensor = scores.argMax(1);
  return tf.oneHot(largest, scores.shape[1]).cast<Tensor2D>('float32');
}
