/**
 * V: the convolutional variational autoencoder of World Models (Ha & Schmidhuber 2018, arXiv:1803.10122; VAE: Kingma &
 * Welling 2013, arXiv:1312.6114). Compresses a 64x64 image to N_z numbers. The gradient is by hand: with eager
 * operations an automatic one recomputes and reorders what is known here.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { convolve, convolveTransposed, filterGradient, reluGradient } from '../numerics/convolution.ts';
import {
  addBias,
  biasGradient,
  dense as denseLayer,
  multiply,
  multiplyLeftTransposed,
  multiplyRightTransposed,
} from '../numerics/linear.ts';
import type { Gradients } from '../numerics/optimizers.ts';
import { ParameterSet, type ParameterSpec } from '../numerics/parameters.ts';
import type { RandomStream } from '../numerics/random.ts';
import { randomNormal } from '../numerics/tensorRandom.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';

export const IMAGE_SIZE = 64;
const CHANNELS = 3;
/** Numbers between the convolutions and the latent, on both sides. */
const DENSE = 1024;

interface ConvolutionLayer {
  readonly name: string;
  readonly size: number;
  /** Side and channels of the wider and of the narrower image. */
  readonly wide: readonly [side: number, channels: number];
  readonly narrow: readonly [side: number, channels: number];
}

/** Wide to narrow, stride 2, ReLU. */
const ENCODER: readonly ConvolutionLayer[] = [
  { name: 'encoder/convolution1', size: 4, wide: [64, CHANNELS], narrow: [31, 32] },
  { name: 'encoder/convolution2', size: 4, wide: [31, 32], narrow: [14, 64] },
  { name: 'encoder/convolution3', size: 4, wide: [14, 64], narrow: [6, 128] },
  { name: 'encoder/convolution4', size: 4, wide: [6, 128], narrow: [2, 256] },
];
/** Narrow to wide, stride 2 (the first, over a single pixel, is a product), ReLU but for the last: sigmoid. */
const DECODER: readonly ConvolutionLayer[] = [
  { name: 'decoder/transposed1', size: 5, wide: [5, 128], narrow: [1, DENSE] },
  { name: 'decoder/transposed2', size: 5, wide: [13, 64], narrow: [5, 128] },
  { name: 'decoder/transposed3', size: 6, wide: [30, 32], narrow: [13, 64] },
  { name: 'decoder/transposed4', size: 6, wide: [64, CHANNELS], narrow: [30, 32] },
];

function parameterSpecs(latentSize: number): ParameterSpec[] {
  const convolution = ({ name, size, wide, narrow }: ConvolutionLayer, bias: number): ParameterSpec[] => [
    {
      name: `${name}/kernel`,
      shape: [size, size, wide[1], narrow[1]],
      initialiser: { kind: 'glorotUniform', fanIn: size * size * wide[1], fanOut: size * size * narrow[1] },
    },
    { name: `${name}/bias`, shape: [bias], initialiser: { kind: 'zeros' } },
  ];
  const dense = (name: string, inputs: number, outputs: number, fanOut: number): ParameterSpec[] => [
    {
      name: `${name}/kernel`,
      shape: [inputs, outputs],
      initialiser: { kind: 'glorotUniform', fanIn: inputs, fanOut },
    },
    { name: `${name}/bias`, shape: [outputs], initialiser: { kind: 'zeros' } },
  ];
  return [
    ...ENCODER.flatMap((layer) => convolution(layer, layer.narrow[1])),
    // Mean and log-variance side by side: two dense layers of the paper in one product.
    ...dense('encoder/latent', DENSE, 2 * latentSize, latentSize),
    ...dense('decoder/dense', latentSize, DENSE, DENSE),
    ...DECODER.flatMap((layer) => convolution(layer, layer.wide[1])),
  ];
}

/** [B, N_z] each. */
export interface LatentDistribution {
  readonly mean: Tensor2D;
  readonly logVariance: Tensor2D;
}

export interface VisionLoss {
  /** Scalars, means over the batch: reconstruction + kl is what is minimised (kl after its floor). */
  readonly reconstruction: Tensor;
  readonly kl: Tensor;
  readonly gradients: Gradients;
}

export interface VisionConfig {
  readonly latentSize: number;
}

export class VariationalAutoencoder {
  readonly latentSize: number;
  readonly parameters: ParameterSet;

  constructor(config: VisionConfig, random: RandomStream) {
    this.latentSize = config.latentSize;
    this.parameters = new ParameterSet(parameterSpecs(config.latentSize), random);
  }

  /** Images [B, 64, 64, 3] in [0, 1] to the distribution of their latents. */
  encode(images: Tensor4D): LatentDistribution {
    return tidy(() => {
      const [mean, logVariance] = tf.split(this.encodeJoined(images), 2, 1) as [Tensor2D, Tensor2D];
      return { mean, logVariance };
    });
  }

  /** Images as for `encode` to [B, 2 N_z]: means, then log-variances. */
  encodeJoined(images: Tensor4D): Tensor2D {
    assertImages(images);
    return tidy(() => this.#latent(this.#convolutions(images)));
  }

  /** Latents [B, N_z] to images [B, 64, 64, 3] in [0, 1]. */
  decode(latents: Tensor2D): Tensor4D {
    if (latents.shape[1] !== this.latentSize) {
      throw new Error(`latents are [${latents.shape.join(', ')}], expected [B, ${this.latentSize}]`);
    }
    return tidy(() => last(this.#decoder(latents).images));
  }

  /**
   * Loss and gradients of one batch. Squared error summed over an image plus KL floored at `klTolerance` a dimension.
   * Everything returned is the caller's.
   */
  loss(images: Tensor4D, random: RandomStream, klTolerance: number): VisionLoss {
    assertImages(images);
    return tidy(() => {
      const batch = images.shape[0];
      const features = this.#convolutions(images);
      const latent = this.#latent(features);
      const [mean, logVariance] = tf.split(latent, 2, 1) as [Tensor2D, Tensor2D];
      const deviation = logVariance.mul(0.5).exp();
      const noise = randomNormal([batch, this.latentSize], random);
      const latents = mean.add<Tensor2D>(deviation.mul(noise));
      const { dense, images: decoded } = this.#decoder(latents);
      const output = last(decoded);

      const difference = output.sub(images);
      const reconstruction = difference.square().sum().div(batch);
      const variance = logVariance.exp();
      const klOf = mean.square().add(variance).sub(logVariance).sub(1).sum(1).mul(0.5);
      const floor = klTolerance * this.latentSize;
      const kl = klOf.maximum(floor).mean();

      // d(squared error)/d(before the sigmoid), then down the decoder.
      const gradients: Record<string, Tensor> = {};
      const beforeSigmoid = difference
        .mul(output)
        .mul<Tensor4D>(tf.scalar(1).sub(output))
        .mul<Tensor4D>(2 / batch);
      const latentGradient = this.#decoderGradient(latents, dense, decoded, beforeSigmoid, gradients);
      // A KL below its floor has no gradient.
      const active = klOf.greater(floor).cast('float32').div(batch).expandDims(1);
      const meanGradient = latentGradient.add(mean.mul(active));
      const logVarianceGradient = latentGradient
        .mul(noise)
        .mul(deviation)
        .add(variance.sub(1).mul(active))
        .mul(0.5);
      this.#encoderGradient(
        images,
        features,
        tf.concat([meanGradient, logVarianceGradient], 1) as Tensor2D,
        gradients,
      );
      return { reconstruction, kl, gradients };
    });
  }

  dispose(): void {
    this.parameters.dispose();
  }

  #convolutions(images: Tensor4D): Tensor4D[] {
    const outputs: Tensor4D[] = [];
    let x = images;
    for (const { name } of ENCODER) {
      x = addBias(convolve(x, this.parameters.get(`${name}/kernel`), 2), this.#bias(name)).relu();
      outputs.push(x);
    }
    return outputs;
  }

  #latent(features: readonly Tensor4D[]): Tensor2D {
    const flat = last(features).reshape<Tensor2D>([-1, DENSE]);
    return denseLayer(flat, this.parameters.get('encoder/latent/kernel'), this.#bias('encoder/latent'));
  }

  #decoder(latents: Tensor2D): { readonly dense: Tensor2D; readonly images: readonly Tensor4D[] } {
    const batch = latents.shape[0];
    const dense: Tensor2D = denseLayer(
      latents,
      this.parameters.get('decoder/dense/kernel'),
      this.#bias('decoder/dense'),
    );
    const images: Tensor4D[] = [];
    let x: Tensor4D = dense.reshape([batch, 1, 1, DENSE]);
    for (const layer of DECODER) {
      const { name, wide, narrow } = layer;
      const kernel = this.parameters.get<Tensor4D>(`${name}/kernel`);
      const shape: [number, number, number, number] = [batch, wide[0], wide[0], wide[1]];
      const linear: Tensor4D =
        narrow[0] === 1
          ? multiplyRightTransposed(dense, kernel.reshape([-1, DENSE])).reshape(shape)
          : convolveTransposed(x, kernel, 2, shape);
      const biased = addBias(linear, this.#bias(name));
      x = layer === last(DECODER) ? biased.sigmoid() : biased.relu();
      images.push(x);
    }
    return { dense, images };
  }

  #decoderGradient(
    latents: Tensor2D,
    dense: Tensor2D,
    images: readonly Tensor4D[],
    beforeSigmoid: Tensor4D,
    gradients: Record<string, Tensor>,
  ): Tensor2D {
    let gradient = beforeSigmoid;
    let denseGradient: Tensor2D | null = null;
    for (let index = DECODER.length - 1; index >= 0; index--) {
      const layer = at(DECODER, index);
      const { name, size, wide, narrow } = layer;
      const kernel = this.parameters.get<Tensor4D>(`${name}/kernel`);
      gradients[`${name}/bias`] = biasGradient(gradient);
      if (index === 0) {
        const flat = gradient.reshape<Tensor2D>([-1, size * size * wide[1]]);
        gradients[`${name}/kernel`] = flat
          .matMul(dense, true, false)
          .reshape([size, size, wide[1], narrow[1]]);
        denseGradient = multiply(flat, kernel.reshape([-1, DENSE]));
      } else {
        const input = at(images, index - 1);
        gradients[`${name}/kernel`] = filterGradient(gradient, input, 2, [size, size, wide[1], narrow[1]]);
        gradient = reluGradient(convolve(gradient, kernel, 2), input);
      }
    }
    if (denseGradient === null) throw new Error('the decoder has no layers');
    gradients['decoder/dense/bias'] = biasGradient(denseGradient);
    gradients['decoder/dense/kernel'] = multiplyLeftTransposed(latents, denseGradient);
    return multiplyRightTransposed(denseGradient, this.parameters.get('decoder/dense/kernel'));
  }

  #encoderGradient(
    input: Tensor4D,
    features: readonly Tensor4D[],
    latentGradient: Tensor2D,
    gradients: Record<string, Tensor>,
  ): void {
    const top = last(features);
    const flat = top.reshape<Tensor2D>([-1, DENSE]);
    gradients['encoder/latent/bias'] = biasGradient(latentGradient);
    gradients['encoder/latent/kernel'] = multiplyLeftTransposed(flat, latentGradient);
    let gradient: Tensor4D = multiplyRightTransposed(
      latentGradient,
      this.parameters.get('encoder/latent/kernel'),
    ).reshape(top.shape);
    for (let index = ENCODER.length - 1; index >= 0; index--) {
      const { name, size, wide, narrow } = at(ENCODER, index);
      gradient = reluGradient(gradient, at(features, index));
      gradients[`${name}/bias`] = biasGradient(gradient);
      const below = index === 0 ? input : at(features, index - 1);
      gradients[`${name}/kernel`] = filterGradient(below, gradient, 2, [size, size, wide[1], narrow[1]]);
      if (index > 0) {
        gradient = convolveTransposed(gradient, this.parameters.get(`${name}/kernel`), 2, below.shape);
      }
    }
  }

  #bias(name: string): Tensor1D {
    return this.parameters.get(`${name}/bias`);
  }
}

function assertImages(images: Tensor4D): void {
  const [, height, width, channels] = images.shape;
  if (images.shape.length !== 4 || height !== IMAGE_SIZE || width !== IMAGE_SIZE || channels !== CHANNELS) {
    throw new Error(
      `images are [${images.shape.join(', ')}], expected [B, ${IMAGE_SIZE}, ${IMAGE_SIZE}, ${CHANNELS}]`,
    );
  }
}

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`no element ${index} of ${values.length}`);
  return value;
}

function last<T>(values: readonly T[]): T {
  return at(values, values.length - 1);
}
