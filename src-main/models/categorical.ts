/**
 * Latents of one-hot variables, side by side [N, V C] for V variables of C classes (DreamerV2, Hafner et al. 2021,
 * arXiv:2010.02193). A hundredth of every probability is spread evenly over the classes, so that nothing is ever
 * impossible and no divergence infinite (DreamerV3, arXiv:2301.04104). Gradients by hand. Runs inside the caller's
 * `tf.tidy`.
 */
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { add, log, subtract, times } from '../numerics/elementwise.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';
import type { KlScales } from './diagonalGaussian.ts';

/** The share that is even whatever the network says. */
export const UNIFORM_SHARE = 0.01;

export interface Categorical {
  readonly classes: number;
  /** [N, V C]: what the network says. */
  readonly softmax: Tensor2D;
  /** [N, V C]: logarithms of the probabilities, the even share within. */
  readonly logarithms: Tensor2D;
}

/** @param rows [N, V C] logits */
export function categoricalOf(rows: Tensor2D, classes: number): Categorical {
  return tidy(() => {
    const softmax = apart(rows, classes).softmax().reshape<Tensor2D>(rows.shape);
    return { classes, softmax, logarithms: log(mixed(softmax, classes)) };
  });
}

/** Probabilities, the even share within. */
export function probabilitiesOf({ softmax, classes }: Categorical): Tensor2D {
  return tidy(() => mixed(softmax, classes));
}

/** One-hot: drawn by standard Gumbel noise [N, V C], or the likeliest where there is none. */
export function drawCategorical({ classes, logarithms }: Categorical, noise: Tensor2D | null): Tensor2D {
  return tidy(() => likeliestClasses(noise === null ? logarithms : add(logarithms, noise), classes));
}

/** One-hot by the largest score of each variable; scores [N, V C]. */
export function likeliestClasses(scores: Tensor2D, classes: number): Tensor2D {
  return tidy(() => {
    const chosen: Tensor = apart(scores, classes).argMax(2);
    return tf.oneHot(chosen, classes).cast('float32').reshape<Tensor2D>(scores.shape);
  });
}

/** The logits' gradient from that by the probabilities; straight-through, also from that by what was drawn. */
export function categoricalGradient(softmax: Tensor2D, classes: number, gradient: Tensor2D): Tensor2D {
  return tidy(() => {
    const weighted = times(softmax, gradient);
    const sums = apart(weighted, classes).sum<Tensor3D>(2, true);
    const back = subtract(apart(weighted, classes), times<Tensor3D>(apart(softmax, classes), sums));
    return back.mul(1 - UNIFORM_SHARE).reshape<Tensor2D>(softmax.shape);
  });
}

/** KL(posterior, prior) in nats, summed over variables: [N]. */
export function categoricalKl(posterior: Categorical, prior: Categorical): Tensor {
  return tidy(() =>
    times(probabilitiesOf(posterior), subtract(posterior.logarithms, prior.logarithms)).sum(1),
  );
}

/** The logits' gradients of the divergences' sum, by each side times its scale. */
export function categoricalKlGradient(
  posterior: Categorical,
  prior: Categorical,
  scales: KlScales,
): { readonly posterior: Tensor2D; readonly prior: Tensor2D } {
  return tidy(() => {
    const { classes } = posterior;
    // The derivative of p log p has a 1 beside the logarithm, which no softmax lets through.
    const byPosterior = subtract<Tensor2D>(posterior.logarithms, prior.logarithms);
    const byPrior = subtract<Tensor2D>(posterior.logarithms, prior.logarithms)
      .exp<Tensor2D>()
      .neg<Tensor2D>();
    return {
      posterior: categoricalGradient(posterior.softmax, classes, byPosterior.mul(scales.posterior)),
      prior: categoricalGradient(prior.softmax, classes, byPrior.mul(scales.prior)),
    };
  });
}

function mixed(softmax: Tensor2D, classes: number): Tensor2D {
  return softmax.mul(1 - UNIFORM_SHARE).add(UNIFORM_SHARE / classes);
}

/** [N, V, C] */
function apart(rows: Tensor2D, classes: number): Tensor3D {
  const [count, width] = rows.shape;
  return rows.reshape([count, width / classes, classes]);
}
