/**
 * Diagonal Gaussian mixtures, one for each latent dimension (Bishop 1994; Graves 2013, arXiv:1308.0850): density, its
 * gradient by hand, and sampling with a temperature (Ha & Schmidhuber 2018).
 *
 * Parameters are rows of 3 K Z numbers: K Z logits, then K Z means, then K Z log standard deviations, each ordered by
 * component and then by dimension, so that reductions over components run along the middle axis.
 */
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import type { RandomStream } from './random.ts';
import { randomGumbel, randomNormal } from './tensorRandom.ts';
import { tf } from './tensorflow.ts';
import { tidy } from './tidy.ts';

export interface MixtureShape {
  readonly mixtures: number;
  readonly dimensions: number;
}

/** [N, K, Z] each. */
export interface Mixture {
  readonly logits: Tensor3D;
  readonly means: Tensor3D;
  readonly logSigmas: Tensor3D;
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Splits rows [N, at least 3 K Z] into the mixture's parts. */
export function mixtureParts(rows: Tensor2D, { mixtures, dimensions }: MixtureShape): Mixture {
  const width = mixtures * dimensions;
  const count = rows.shape[0];
  const part = (index: number) =>
    rows.slice([0, index * width], [count, width]).reshape<Tensor3D>([count, mixtures, dimensions]);
  return { logits: part(0), means: part(1), logSigmas: part(2) };
}

/** Log density of targets [N, Z] under the mixture: [N, Z] nats. */
export function mixtureLogProbability(mixture: Mixture, targets: Tensor2D): Tensor2D {
  return tidy(() => {
    const { logits, means, logSigmas } = mixture;
    const deviation = targets.expandDims(1).sub(means).mul(logSigmas.neg().exp());
    const logWeights = logits.sub(logits.logSumExp(1, true));
    const joint = logWeights.sub(deviation.square().mul(0.5)).sub(logSigmas).sub(HALF_LOG_TWO_PI);
    return joint.logSumExp(1) as Tensor2D;
  });
}

/**
 * Sum over all elements of the negative log density, and its gradient by the rows.
 * @returns nll [N, Z] and gradient [N, 3 K Z]
 */
export function mixtureLossAndGradient(
  rows: Tensor2D,
  targets: Tensor2D,
  shape: MixtureShape,
): { readonly nll: Tensor2D; readonly gradient: Tensor2D } {
  return tidy(() => {
    const { logits, means, logSigmas } = mixtureParts(rows, shape);
    const inverse = logSigmas.neg().exp();
    const deviation = targets.expandDims(1).sub(means).mul(inverse);
    const logWeights = logits.sub(logits.logSumExp(1, true));
    const squared = deviation.square();
    const joint = logWeights.sub(squared.mul(0.5)).sub(logSigmas);
    const evidence = joint.logSumExp(1, true);
    const responsibility = joint.sub(evidence).exp();
    const flat = (tensor: Tensor) => tensor.reshape([rows.shape[0], -1]);
    const gradient = tf.concat(
      [
        flat(logWeights.exp().sub(responsibility)),
        flat(responsibility.mul(deviation).mul(inverse).neg()),
        flat(responsibility.mul(tf.scalar(1).sub(squared))),
      ],
      1,
    ) as Tensor2D;
    return { nll: tf.scalar(HALF_LOG_TWO_PI).sub(evidence).squeeze([1]) as Tensor2D, gradient };
  });
}

/**
 * A draw [N, Z]: logits divided by the temperature pick a component, whose standard deviation is multiplied by the
 * temperature's square root.
 */
export function sampleMixture(mixture: Mixture, random: RandomStream, temperature = 1): Tensor2D {
  return tidy(() => {
    const { logits, means, logSigmas } = mixture;
    const [count, mixtures, dimensions] = logits.shape;
    const chosen = logits.div(temperature).add(randomGumbel([count, mixtures, dimensions], random));
    const mask = chosen.equal(chosen.max(1, true)).cast('float32');
    const mean = means.mul(mask).sum(1);
    const logSigma = logSigmas.mul(mask).sum(1);
    const noise = randomNormal([count, dimensions], random).mul(Math.sqrt(temperature));
    return mean.add(logSigma.exp().mul(noise)) as Tensor2D;
  });
}

/** The mixture's mean [N, Z]. For showing only: a dream is sampled. */
export function mixtureMean({ logits, means }: Mixture): Tensor2D {
  return tidy(() => logits.sub(logits.logSumExp(1, true)).exp().mul(means).sum(1) as Tensor2D);
}
