/**
 * Diagonal Gaussian mixtures, one for each latent dimension (Bishop 1994; Graves 2013, arXiv:1308.0850): density, its
 * gradient by hand, and sampling with a temperature (Ha & Schmidhuber 2018).
 *
 * Parameters are rows of 3 K Z numbers: K Z logits, then K Z means, then K Z log standard deviations, each ordered by
 * component and then by dimension, so that reductions over components run along the middle axis.
 */
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { add, divide, exp, log, maxOver, negative, square, subtract, sumOver, times } from './elementwise.ts';
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
 * Negative log density of targets [N, Z], and `scale` times its gradient by the rows [N, at least 3 K Z].
 * @returns nll [N, Z], gradient [N, 3 K Z]
 */
export function mixtureLossAndGradient(
  rows: Tensor2D,
  targets: Tensor2D,
  shape: MixtureShape,
  scale = 1,
): { readonly nll: Tensor2D; readonly gradient: Tensor2D } {
  return tidy(() => {
    const count = rows.shape[0];
    const { mixtures, dimensions } = shape;
    const { logits, means, logSigmas } = mixtureParts(rows, shape);
    const half = tf.scalar(0.5);
    const scaled = tf.scalar(scale);

    const inverse = exp(negative(logSigmas));
    const deviation = times(subtract(targets.reshape<Tensor3D>([count, 1, dimensions]), means), inverse);
    const squared = square(deviation);
    // Weights of the components, up to their sum.
    const logWeights = subtract(logits, maxOver(logits, 1));
    const weights = exp(logWeights);
    const weightSum = sumOver(weights, 1);
    // Weighted densities, up to a constant and the largest of them.
    const joint = subtract(subtract(logWeights, logSigmas), times(squared, half));
    const largest = maxOver(joint, 1);
    const densities = exp(subtract(joint, largest));
    const densitySum = sumOver(densities, 1);

    const evidence = add(log(divide(densitySum, weightSum)), largest);
    const nll = subtract(tf.scalar(HALF_LOG_TWO_PI), evidence).reshape<Tensor2D>([count, dimensions]);
    // Dividing the small sums spares a pass over the large arrays.
    const responsibility = times(densities, divide(scaled, densitySum));
    const weighted = times(responsibility, deviation);
    const flat = (tensor: Tensor) => tensor.reshape<Tensor2D>([count, mixtures * dimensions]);
    const gradient = tf.concat2d(
      [
        flat(subtract(times(weights, divide(scaled, weightSum)), responsibility)),
        flat(negative(times(weighted, inverse))),
        flat(subtract(responsibility, times(weighted, deviation))),
      ],
      1,
    );
    return { nll, gradient };
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
    // The largest of logits plus Gumbel noise is a draw of the component.
    const tempered = temperature === 1 ? logits : times(logits, tf.scalar(1 / temperature));
    const score = add(tempered, randomGumbel([count, mixtures, dimensions], random));
    const chosen = score.argMax(1).reshape([count, 1, dimensions]);
    const components = tf.range(0, mixtures, 1, 'int32').reshape([1, mixtures, 1]);
    const mask = chosen.equal(components).cast<Tensor3D>('float32');
    const pick = (values: Tensor3D) => sumOver(times(values, mask), 1).reshape<Tensor2D>([count, dimensions]);
    const noise = times(randomNormal([count, dimensions], random), tf.scalar(Math.sqrt(temperature)));
    return add(pick(means), times(exp(pick(logSigmas)), noise)) as Tensor2D;
  });
}

/** The mixture's mean [N, Z]. For showing only: a dream is sampled. */
export function mixtureMean({ logits, means }: Mixture): Tensor2D {
  return tidy(() => logits.sub(logits.logSumExp(1, true)).exp().mul(means).sum(1) as Tensor2D);
}
