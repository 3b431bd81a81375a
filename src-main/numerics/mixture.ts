/**
 * Diagonal Gaussian mixtures, one for each latent dimension (Bishop 1994; Graves 2013, arXiv:1308.0850): density, its
 * gradient by hand, and sampling with a temperature (Ha & Schmidhuber 2018).
 *
 * Parameters are rows of 3 K Z numbers: K Z logits, then K Z means, then K Z log standard deviations, each ordered by
 * component and then by dimension, so that reductions over components run along the middle axis.
 */
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import {
  add,
  divide,
  exp,
  less,
  log,
  maximum,
  maxOver,
  negative,
  select,
  square,
  subtract,
  sumOver,
  times,
} from './elementwise.ts';
import { hasTensorFlowKernels, kernel } from './kernels.ts';
import type { RandomStream } from './random.ts';
import { randomNormal, randomUniform } from './tensorRandom.ts';
import { tf } from './tensorflow.ts';
import { tidy } from './tidy.ts';

export interface MixtureShape {
  readonly mixtures: number;
  readonly dimensions: number;
}

/** K tensors [N, Z] each: components apart, so that what runs over them needs no reduction and no broadcast. */
export interface Mixture {
  readonly logits: readonly Tensor2D[];
  readonly means: readonly Tensor2D[];
  readonly logSigmas: readonly Tensor2D[];
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
const SPLIT = { T: { type: 'float32' }, Tlen: { type: 'int32' } } as const;

/** Splits rows [N, 3 K Z + more] into the mixture's parts, and what stands after them ([N, 1] each). */
export function mixtureParts(
  rows: Tensor2D,
  { mixtures, dimensions }: MixtureShape,
): { readonly mixture: Mixture; readonly others: readonly Tensor2D[] } {
  const own = 3 * mixtures;
  const others = rows.shape[1] - own * dimensions;
  const sizes = [...new Array<number>(own).fill(dimensions), ...new Array<number>(others).fill(1)];
  const parts = tidy(() =>
    hasTensorFlowKernels()
      ? kernel('SplitV', { ...SPLIT, num_split: { int: sizes.length } }).many(
          sizes.length,
          rows,
          tf.tensor1d(sizes, 'int32'),
          tf.scalar(1, 'int32'),
        )
      : tf.split(rows, sizes, 1),
  ) as Tensor2D[];
  return {
    mixture: {
      logits: parts.slice(0, mixtures),
      means: parts.slice(mixtures, 2 * mixtures),
      logSigmas: parts.slice(2 * mixtures, own),
    },
    others: parts.slice(own),
  };
}

/** Log density of targets [N, Z] under the mixture: [N, Z] nats. */
export function mixtureLogProbability({ logits, means, logSigmas }: Mixture, targets: Tensor2D): Tensor2D {
  return tidy(() => {
    const joint = logits.map((logit, k) => {
      const logSigma = at(logSigmas, k);
      const deviation = targets.sub(at(means, k)).div(logSigma.exp());
      return logit.sub(deviation.square().mul(0.5)).sub<Tensor2D>(logSigma);
    });
    const normaliser = tf
      .stack([...logits], 0)
      .logSumExp(0)
      .add(HALF_LOG_TWO_PI);
    return tf.stack(joint, 0).logSumExp(0).sub<Tensor2D>(normaliser);
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
    const width = mixtures * dimensions;
    const part = (index: number) =>
      rows.slice([0, index * width], [count, width]).reshape<Tensor3D>([count, mixtures, dimensions]);
    const [logits, means, logSigmas] = [part(0), part(1), part(2)];
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
    const flat = (tensor: Tensor) => tensor.reshape<Tensor2D>([count, width]);
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

/** One for all rows, or one a row. */
export type Temperature = number | readonly number[];

/**
 * A draw [N, Z]: logits divided by the temperature pick a component, whose standard deviation is multiplied by the
 * temperature's square root.
 */
export function sampleMixture(
  mixture: Mixture,
  random: RandomStream,
  temperature: Temperature = 1,
): Tensor2D {
  return tidy(() => {
    const { means, logSigmas } = mixture;
    const shape = at(means, 0).shape;
    // One uniform number a dimension falls into one of the weights laid end to end.
    const ends: Tensor2D[] = [];
    for (const weight of unnormalisedWeights(mixture, temperature)) {
      const before = ends.at(-1);
      ends.push(before === undefined ? weight : add(before, weight));
    }
    const lastIndex = ends.length - 1;
    const point = times(randomUniform(shape, random), at(ends, lastIndex));
    let mean = at(means, lastIndex);
    let logSigma = at(logSigmas, lastIndex);
    for (let k = lastIndex - 1; k >= 0; k--) {
      const before = less(point, at(ends, k));
      mean = select(before, at(means, k), mean);
      logSigma = select(before, at(logSigmas, k), logSigma);
    }
    const noise = times(randomNormal(shape, random), ofTemperature(temperature, Math.sqrt));
    return add(mean, times(exp(logSigma), noise)) as Tensor2D;
  });
}

/** The mixture's mean [N, Z]. For showing only: a dream is sampled. */
export function mixtureMean(mixture: Mixture): Tensor2D {
  return tidy(() => {
    const weights = unnormalisedWeights(mixture, 1);
    const weighted = weights.map((weight, k) => times(weight, at(mixture.means, k)));
    return divide(tf.addN(weighted), tf.addN(weights)) as Tensor2D;
  });
}

/** Weights of the components [N, Z] each, up to a common factor. Inside the caller's `tidy`. */
function unnormalisedWeights({ logits }: Mixture, temperature: Temperature): Tensor2D[] {
  const inverse = ofTemperature(temperature, (degree) => 1 / degree);
  const tempered = temperature === 1 ? [...logits] : logits.map((logit) => times(logit, inverse));
  const largest = tempered.reduce((most, logit) => maximum(most, logit));
  return tempered.map((logit) => exp(subtract(logit, largest)));
}

/** A scalar, or [N, 1]. */
function ofTemperature(temperature: Temperature, factor: (degree: number) => number): Tensor {
  return typeof temperature === 'number'
    ? tf.scalar(factor(temperature))
    : tf.tensor2d(temperature.map(factor), [temperature.length, 1]);
}

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`no component ${index} among ${values.length}`);
  return value;
}
