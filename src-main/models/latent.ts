/**
 * What a latent is drawn from: a diagonal Gaussian (Dreamer, arXiv:1912.01603), or a row of one-hot variables whose
 * gradient is that of their probabilities (straight-through; DreamerV2, Hafner et al. 2021, arXiv:2010.02193). The RSSM
 * knows of either only what is here. Every function runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { times } from '../numerics/elementwise.ts';
import type { RandomStream } from '../numerics/random.ts';
import { randomGumbel, randomNormal } from '../numerics/tensorRandom.ts';
import { tf } from '../numerics/tensorflow.ts';
import {
  categoricalGradient,
  categoricalKl,
  categoricalKlGradient,
  categoricalOf,
  drawCategorical,
  likeliestClasses,
  type Categorical,
} from './categorical.ts';
import {
  drawGaussian,
  gaussianKl,
  gaussianKlGradient,
  gaussianOf,
  rowsGradient,
  type KlScales,
  type RawGaussian,
} from './diagonalGaussian.ts';

export type LatentShape =
  | { readonly kind: 'gaussian'; readonly size: number }
  | { readonly kind: 'categorical'; readonly variables: number; readonly classes: number };

/** Rows of a network's output as a distribution. */
export type Belief =
  | { readonly kind: 'gaussian'; readonly of: RawGaussian }
  | { readonly kind: 'categorical'; readonly of: Categorical };

/** S: numbers a latent. */
export function latentSize(shape: LatentShape): number {
  return shape.kind === 'gaussian' ? shape.size : shape.variables * shape.classes;
}

/** How many numbers a network puts out for a latent. */
export function latentOutputs(shape: LatentShape): number {
  return shape.kind === 'gaussian' ? 2 * shape.size : shape.variables * shape.classes;
}

/** What a draw takes: standard normal for a Gaussian, standard Gumbel for classes; [N, S]. */
export function latentNoise(shape: LatentShape, count: number, random: RandomStream): Tensor2D {
  const extents = [count, latentSize(shape)];
  return (
    shape.kind === 'gaussian' ? randomNormal(extents, random) : randomGumbel(extents, random)
  ) as Tensor2D;
}

/** @param rows [N, latentOutputs] */
export function beliefOf(shape: LatentShape, rows: Tensor2D): Belief {
  return shape.kind === 'gaussian'
    ? { kind: 'gaussian', of: gaussianOf(rows) }
    : { kind: 'categorical', of: categoricalOf(rows, shape.classes) };
}

/** One below the other; all are of one kind. */
export function joinedBeliefs(beliefs: readonly Belief[]): Belief {
  const [first] = beliefs;
  if (first === undefined) throw new Error('no beliefs to join');
  if (first.kind === 'gaussian') {
    const all = beliefs.flatMap((belief) => (belief.kind === 'gaussian' ? [belief.of] : []));
    const joined = (part: (of: RawGaussian) => Tensor2D) => tf.concat2d(all.map(part), 0);
    return {
      kind: 'gaussian',
      of: {
        mean: joined(({ mean }) => mean),
        deviation: joined(({ deviation }) => deviation),
        raw: joined(({ raw }) => raw),
      },
    };
  }
  const all = beliefs.flatMap((belief) => (belief.kind === 'categorical' ? [belief.of] : []));
  const joined = (part: (of: Categorical) => Tensor2D) => tf.concat2d(all.map(part), 0);
  return {
    kind: 'categorical',
    of: {
      classes: first.of.classes,
      softmax: joined(({ softmax }) => softmax),
      logarithms: joined(({ logarithms }) => logarithms),
    },
  };
}

/** [N, S]. @param noise see `latentNoise`; null: a Gaussian's mean, or the likeliest classes */
export function drawLatent(belief: Belief, noise: Tensor2D | null): Tensor2D {
  return belief.kind === 'gaussian' ? drawGaussian(belief.of, noise) : drawCategorical(belief.of, noise);
}

/** What could have been drawn, nearest to any numbers [N, S]; a new tensor. */
export function nearestLatent(shape: LatentShape, numbers: Tensor2D): Tensor2D {
  return shape.kind === 'gaussian' ? numbers.clone() : likeliestClasses(numbers, shape.classes);
}

/** The rows' gradient [N, latentOutputs] from that of what was drawn. */
export function drawGradient(belief: Belief, noise: Tensor2D | null, gradient: Tensor2D): Tensor2D {
  if (belief.kind === 'categorical')
    return categoricalGradient(belief.of.softmax, belief.of.classes, gradient);
  const deviation = noise === null ? tf.zerosLike(gradient) : gradient.mul<Tensor2D>(noise);
  return rowsGradient(belief.of, { mean: gradient, deviation });
}

/** What `slopedGradient` needs of any number of draws, [N, S]: computed at once, taken apart step by step. */
export function drawSlopes(belief: Belief, noise: Tensor2D): Tensor2D {
  if (belief.kind === 'categorical') return belief.of.softmax;
  return times(noise, belief.of.raw.sigmoid<Tensor2D>());
}

/** `drawGradient` by way of `drawSlopes`. */
export function slopedGradient(shape: LatentShape, slopes: Tensor2D, gradient: Tensor2D): Tensor2D {
  if (shape.kind === 'categorical') return categoricalGradient(slopes, shape.classes, gradient);
  return tf.concat2d([gradient, times(gradient, slopes)], 1);
}

/** KL(posterior, prior) in nats, summed over a latent: [N]. */
export function divergence(posterior: Belief, prior: Belief): Tensor {
  if (posterior.kind === 'gaussian' && prior.kind === 'gaussian') return gaussianKl(posterior.of, prior.of);
  if (posterior.kind === 'categorical' && prior.kind === 'categorical')
    return categoricalKl(posterior.of, prior.of);
  throw differentKinds(posterior, prior);
}

/** Of the rows that posterior and prior were made of, [N, latentOutputs] each. */
export interface DivergenceGradient {
  readonly posterior: Tensor2D;
  readonly prior: Tensor2D;
}

/** The gradient of the divergences' sum, by each side times its scale. */
export function divergenceGradient(posterior: Belief, prior: Belief, scales: KlScales): DivergenceGradient {
  if (posterior.kind === 'gaussian' && prior.kind === 'gaussian') {
    const gradient = gaussianKlGradient(posterior.of, prior.of, scales);
    return {
      posterior: rowsGradient(posterior.of, gradient.posterior),
      prior: rowsGradient(prior.of, gradient.prior),
    };
  }
  if (posterior.kind === 'categorical' && prior.kind === 'categorical')
    return categoricalKlGradient(posterior.of, prior.of, scales);
  throw differentKinds(posterior, prior);
}

function differentKinds(posterior: Belief, prior: Belief): Error {
  return new Error(`posterior is ${posterior.kind}, prior ${prior.kind}, expected one kind`);
}
