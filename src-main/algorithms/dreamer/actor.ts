/**
 * Dreamer's action model (Hafner et al. 2020, arXiv:1912.01603): from rows of a network's output to an action drawn
 * so that a gradient passes through the draw. Continuous actions are a Gaussian squashed by tanh, or as in DreamerV3
 * (Hafner et al. 2023, arXiv:2301.04104) one whose mean alone is; discrete ones are one-hot, with the gradient of their
 * probabilities (straight-through, Bengio et al. 2013, arXiv:1308.3432). Runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { softplus } from '../../numerics/elementwise.ts';
import { rowsAt } from '../../numerics/linear.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { randomGumbel, randomNormal } from '../../numerics/tensorRandom.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';

export interface ActionShape {
  readonly kind: 'box' | 'discrete';
  /** Numbers an action, in [-1, 1] or one-hot. */
  readonly size: number;
  /** Of a box; squashed, as in the paper, where absent. */
  readonly distribution?: BoxDistribution;
  /** Of a choice: how much of it is even, whatever the network says (DreamerV3: 0.01); nothing, as in the paper, where absent. */
  readonly unimix?: number;
}

/**
 * `squashed`: tanh of a Gaussian, whose gradient dies away where the Gaussian lies far from 0. `bounded`: a Gaussian around a
 * mean in (-1, 1), of a deviation that never is small, shortened into the bounds after the draw.
 */
export type BoxDistribution = 'squashed' | 'bounded';

/** Means never leave (-5, 5): beyond it tanh has no slope left. */
const MEAN_BOUND = 5;
const MINIMUM_DEVIATION = 1e-4;
/** What a fresh network's 0 becomes a deviation of 5 with: the inverse of softplus at 5. */
const INITIAL_RAW_DEVIATION = Math.log(Math.exp(5) - 1);
/** Between them are the deviations of a bounded Gaussian: 0.1 + 0.9 sigmoid(x + 2), as DreamerV3 has them. */
const BOUNDED_DEVIATIONS = [0.1, 1] as const;
const BOUNDED_SHIFT = 2;
/** Entropy of a Gaussian of deviation 1, nats. */
const UNIT_ENTROPY = 0.5 * Math.log(2 * Math.PI * Math.E);
/** What a standard Gaussian's log density is short of -x^2 / 2. */
const LOG_ROOT_TAU = 0.5 * Math.log(2 * Math.PI);
/** Below it a probability adds nothing to an entropy. */
const SMALLEST_PROBABILITY = 1e-30;

/** How many numbers the network puts out for an action. */
export function actorOutputs({ kind, size }: ActionShape): number {
  return kind === 'box' ? 2 * size : size;
}

/** What an action leaves for its gradient. */
export type ActionTrace = { readonly action: Tensor2D } & (BoxTrace | DiscreteTrace);

interface BoxTrace {
  readonly kind: BoxDistribution;
  readonly mean: Tensor2D;
  readonly deviation: Tensor2D;
  readonly noise: Tensor2D;
  /** Of the mean and of the deviation, by the network's output. */
  readonly slopes: { readonly mean: Tensor2D; readonly deviation: Tensor2D };
  /** Of the action, by what was drawn. */
  readonly slope: Tensor2D;
}

interface DiscreteTrace {
  readonly kind: 'discrete';
  readonly probabilities: Tensor2D;
  /** What of the probabilities is the network's; null: all. */
  readonly mixed: { readonly softmax: Tensor2D; readonly share: number } | null;
}

/** What a draw takes: standard normal for a box, standard Gumbel for a discrete space; [N, size]. */
export function actionNoise(shape: ActionShape, count: number, random: RandomStream): Tensor2D {
  const extents = [count, shape.size];
  return (shape.kind === 'box' ? randomNormal(extents, random) : randomGumbel(extents, random)) as Tensor2D;
}

/** @param rows [N, actorOutputs] @param noise see `actionNoise` */
export function drawAction(shape: ActionShape, rows: Tensor2D, noise: Tensor2D): ActionTrace {
  return tidy(() => {
    if (shape.kind === 'discrete') {
      const { unimix = 0, size } = shape;
      const softmax = rows.softmax<Tensor2D>(1);
      if (unimix === 0) {
        const action = oneHotOfLargest(rows.add<Tensor2D>(noise));
        return { kind: 'discrete', action, probabilities: softmax, mixed: null };
      }
      const share = 1 - unimix;
      const probabilities = softmax.mul<Tensor2D>(share).add<Tensor2D>(unimix / size);
      const action = oneHotOfLargest(probabilities.log<Tensor2D>().add<Tensor2D>(noise));
      return { kind: 'discrete', action, probabilities, mixed: { softmax, share } };
    }
    const gaussian = gaussianOf(shape, rows);
    const drawn = gaussian.mean.add<Tensor2D>(gaussian.deviation.mul(noise));
    if (gaussian.kind === 'squashed') {
      const action = drawn.tanh();
      return { ...gaussian, action, noise, slope: tf.scalar(1).sub<Tensor2D>(action.square()) };
    }
    // Shortened as one that has the gradient all the same: outside the bounds too it is told to come back.
    const slope = drawn.abs<Tensor2D>().maximum<Tensor2D>(1).reciprocal<Tensor2D>();
    return { ...gaussian, action: drawn.mul(slope), noise, slope };
  });
}

/** The network's gradient [N, actorOutputs] from that of the action. */
export function actionGradient(trace: ActionTrace, gradient: Tensor2D): Tensor2D {
  return tidy(() => {
    if (trace.kind === 'discrete') return byProbabilities(trace, gradient);
    const drawn = gradient.mul<Tensor2D>(trace.slope);
    return tf.concat2d([drawn.mul(trace.slopes.mean), drawn.mul(trace.noise).mul(trace.slopes.deviation)], 1);
  });
}

/** The network's gradient from that of the probabilities. */
function byProbabilities({ probabilities, mixed }: DiscreteTrace, gradient: Tensor2D): Tensor2D {
  const softmax = mixed?.softmax ?? probabilities;
  const weighted = softmax.mul<Tensor2D>(gradient);
  const back = weighted.sub<Tensor2D>(softmax.mul(weighted.sum(1, true)));
  return mixed === null ? back : back.mul<Tensor2D>(mixed.share);
}

/**
 * How undecided the action model was, [N], nats: exact for a bounded Gaussian (before it is shortened) and for classes,
 * of a squashed one the draw's own estimate.
 */
export function actionEntropy(trace: ActionTrace): Tensor1D {
  return tidy(() => {
    if (trace.kind === 'discrete')
      return trace.probabilities.mul(logarithm(trace)).sum<Tensor1D>(1).neg<Tensor1D>();
    const { kind, mean, deviation, noise } = trace;
    const gaussian = deviation.log().add(UNIT_ENTROPY);
    if (kind === 'bounded') return gaussian.sum(1);
    const squashing = logSlope(mean.add(deviation.mul(noise))).add(2 * Math.LN2);
    return gaussian.add(squashing).sum(1);
  });
}

/** The network's gradient [N, actorOutputs] of `actionEntropy`. */
export function entropyGradient(trace: ActionTrace): Tensor2D {
  return tidy(() => {
    if (trace.kind === 'discrete') {
      const { probabilities, mixed } = trace;
      const logarithms = logarithm(trace);
      // The derivative of p log p has a 1 beside the logarithm, which no softmax lets through.
      if (mixed !== null) return byProbabilities(trace, logarithms.neg());
      const mean = probabilities.mul(logarithms).sum(1, true);
      return probabilities.mul<Tensor2D>(mean.sub(logarithms));
    }
    const { kind, mean, deviation, noise, action, slopes } = trace;
    const byDeviation = deviation.reciprocal<Tensor2D>();
    if (kind === 'bounded') return tf.concat2d([tf.zerosLike(mean), byDeviation.mul(slopes.deviation)], 1);
    // The logarithm of tanh's slope falls by 2 tanh.
    const byDraw = action.mul<Tensor2D>(-2);
    const rows = byDeviation.add(byDraw.mul(noise)).mul<Tensor2D>(slopes.deviation);
    return tf.concat2d([byDraw.mul(slopes.mean), rows], 1);
  });
}

/**
 * Of what was drawn, [N], nats; as a number that depends on the action model by its distribution alone. Of a box it is the
 * Gaussian's density before squashing or shortening: what comes after adds nothing that the action model can change.
 */
export function logProbability(trace: ActionTrace): Tensor1D {
  return tidy(() => {
    if (trace.kind === 'discrete') return trace.action.mul(logarithm(trace)).sum<Tensor1D>(1);
    const { deviation, noise } = trace;
    const density = noise.square().mul(-0.5).sub(deviation.log()).sub(LOG_ROOT_TAU);
    return density.sum<Tensor1D>(1);
  });
}

/** The network's gradient [N, actorOutputs] of `logProbability`, the draw held fixed. */
export function logProbabilityGradient(trace: ActionTrace): Tensor2D {
  return tidy(() => {
    if (trace.kind === 'discrete') {
      const { action, probabilities, mixed } = trace;
      if (mixed === null) return action.sub<Tensor2D>(probabilities);
      return byProbabilities(trace, action.div<Tensor2D>(probabilities));
    }
    const { deviation, noise, slopes } = trace;
    const byDeviation = noise.square().sub(1).div<Tensor2D>(deviation);
    return tf.concat2d([noise.div(deviation).mul(slopes.mean), byDeviation.mul(slopes.deviation)], 1);
  });
}

function logarithm({ probabilities }: DiscreteTrace): Tensor2D {
  return probabilities.maximum<Tensor2D>(SMALLEST_PROBABILITY).log();
}

/** log(1 - tanh^2 x) = 2 (log 2 - x - softplus(-2 x)), without the constant. */
function logSlope(drawn: Tensor): Tensor {
  return drawn.add(softplus(drawn.mul(-2))).mul(-2);
}

/** Draws that the authors take to find the likeliest action of a squashed Gaussian, whose mode has no formula. */
const MODE_DRAWS = 100;

/**
 * What is done when nothing is explored: the likeliest class, a bounded Gaussian's mean, or as in the authors' code the
 * likeliest of 100 draws of a squashed one.
 */
export function likeliestAction(shape: ActionShape, rows: Tensor2D, random: RandomStream): Tensor2D {
  return tidy(() => {
    if (shape.kind === 'discrete') return oneHotOfLargest(rows);
    const [count, size] = [rows.shape[0], shape.size];
    const { kind, mean, deviation } = gaussianOf(shape, rows);
    if (kind === 'bounded') return mean;
    const noise = randomNormal([MODE_DRAWS, count, size], random, 1);
    const draws = mean.add(deviation.mul(noise));
    // Log density up to what is the same for all draws.
    const density = noise.square().mul(-0.5).sub(logSlope(draws)).sum(2);
    const best = density
      .argMax(0)
      .mul(count)
      .add(tf.range(0, count, 1, 'int32'));
    const all = draws.reshape<Tensor2D>([MODE_DRAWS * count, size]);
    return rowsAt(all, best.cast<Tensor1D>('int32')).tanh();
  });
}

function gaussianOf(
  { distribution = 'squashed' }: ActionShape,
  rows: Tensor2D,
): Pick<BoxTrace, 'kind' | 'mean' | 'deviation' | 'slopes'> {
  const [linear, offset] = tf.split(rows, 2, 1) as [Tensor2D, Tensor2D];
  if (distribution === 'bounded') {
    const [least, most] = BOUNDED_DEVIATIONS;
    const mean = linear.tanh();
    const share = offset.add<Tensor2D>(BOUNDED_SHIFT).sigmoid();
    return {
      kind: distribution,
      mean,
      deviation: share.mul<Tensor2D>(most - least).add(least),
      slopes: {
        mean: tf.scalar(1).sub<Tensor2D>(mean.square()),
        deviation: share.mul<Tensor2D>(tf.scalar(1).sub(share)).mul(most - least),
      },
    };
  }
  const raw = offset.add<Tensor2D>(INITIAL_RAW_DEVIATION);
  const mean = linear.div(MEAN_BOUND).tanh().mul<Tensor2D>(MEAN_BOUND);
  return {
    kind: distribution,
    mean,
    deviation: softplus(raw).add<Tensor2D>(MINIMUM_DEVIATION),
    slopes: {
      mean: tf.scalar(1).sub<Tensor2D>(mean.div(MEAN_BOUND).square()),
      deviation: raw.sigmoid<Tensor2D>(),
    },
  };
}

function oneHotOfLargest(scores: Tensor2D): Tensor2D {
  const largest: Tensor = scores.argMax(1);
  return tf.oneHot(largest, scores.shape[1]).cast<Tensor2D>('float32');
}
