/**
 * Diagonal Gaussians as Dreamer's RSSM has them: rows [N, 2 S] of means, then of raw deviations, which a softplus and a
 * minimum make positive; their divergence and its gradient by hand. Runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { add, softplus, times } from '../numerics/elementwise.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';

/** [N, S] each. */
export interface Gaussian {
  readonly mean: Tensor2D;
  readonly deviation: Tensor2D;
}

/** A Gaussian with what its deviation was before softplus. */
export interface RawGaussian extends Gaussian {
  readonly raw: Tensor2D;
}

/** 0.1 in Dreamer: a latent never becomes quite certain. */
export const MINIMUM_DEVIATION = 0.1;

export function gaussianOf(rows: Tensor2D): RawGaussian {
  return tidy(() => {
    const [mean, raw] = tf.split(rows, 2, 1) as [Tensor2D, Tensor2D];
    return { mean, raw, deviation: add(softplus(raw), tf.scalar(MINIMUM_DEVIATION)) };
  });
}

/** The rows' gradient [N, 2 S] from those of mean and deviation. */
export function rowsGradient(gaussian: RawGaussian, gradient: Gaussian): Tensor2D {
  return tidy(() =>
    tf.concat2d([gradient.mean, times(gradient.deviation, gaussian.raw.sigmoid<Tensor2D>())], 1),
  );
}

/** mean + deviation * noise; the mean alone where there is no noise. */
export function drawGaussian({ mean, deviation }: Gaussian, noise: Tensor2D | null): Tensor2D {
  return noise === null ? mean.clone() : tidy(() => add(mean, times(deviation, noise)));
}

/** KL(posterior, prior) in nats, summed over dimensions: [N]. */
export function gaussianKl(posterior: Gaussian, prior: Gaussian): Tensor {
  return tidy(() => {
    const variance = prior.deviation.square().mul(2);
    return posterior.deviation
      .square()
      .add(posterior.mean.sub(prior.mean).square())
      .div(variance)
      .add(prior.deviation.div(posterior.deviation).log())
      .sub(0.5)
      .sum(1);
  });
}

export interface KlGradient {
  readonly posterior: Gaussian;
  readonly prior: Gaussian;
}

/** Scalars, or [N, 1] a row each: what the divergence's gradient counts by either side. */
export interface KlScales {
  readonly posterior: Tensor;
  readonly prior: Tensor;
}

/** The gradient of the divergences' sum, by each side times its scale. */
export function gaussianKlGradient(posterior: Gaussian, prior: Gaussian, scales: KlScales): KlGradient {
  return tidy(() => {
    const difference = posterior.mean.sub<Tensor2D>(prior.mean);
    const inverse = tf.scalar(1).div(prior.deviation);
    const squared = inverse.square();
    const pull = difference.mul<Tensor2D>(squared);
    const spread = posterior.deviation.square().add(difference.square()).mul(squared);
    return {
      posterior: {
        mean: pull.mul<Tensor2D>(scales.posterior),
        deviation: posterior.deviation
          .mul(squared)
          .sub(tf.scalar(1).div(posterior.deviation))
          .mul<Tensor2D>(scales.posterior),
      },
      prior: {
        mean: pull.mul<Tensor2D>(scales.prior).neg<Tensor2D>(),
        deviation: tf.scalar(1).sub(spread).mul(inverse).mul<Tensor2D>(scales.prior),
      },
    };
  });
}
