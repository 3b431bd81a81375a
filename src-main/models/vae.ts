/**
 * V: the convolutional variational autoencoder of World Models (Ha & Schmidhuber 2018, arXiv:1803.10122; VAE: Kingma &
 * Welling 2013, arXiv:1312.6114). Compresses a 64x64 image to N_z numbers. The gradient is by hand: with eager
 * operations an automatic one recomputes and reorders what is known here.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import {
  convolve,
  convolveTransposed,
  depthToSpace,
  filterGradient,
  foldFilter,
  relu,
  reluGradient,
  sigmoidGradient,
  spaceToDepth,
  unfoldFilter,
  windows,
  windowsGradient,
} from '../numerics/convolution.ts';
import {
  addBias,
  biasGradient,
  dense,
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
];
/** The last of the encoder has four windows only: computed as a product over them. */
const ENCODER_TOP = { name: 'encoder/convolution4', size: 4, wide: [6, 128], narrow: [2, 256] } as const;
/** The first of the decoder, over a single pixel, is a product too. */
const DECODER_BOTTOM = { name: 'decoder/transposed1', size: 5, wide: [5, 128], narrow: [1, DENSE] } as const;
/** Narrow to wide, stride 2, ReLU. */
const DECODER: readonly ConvolutionLayer[] = [
  { name: 'decoder/transposed2', size: 5, wide: [13, 64], narrow: [5, 128] },
  { name: 'decoder/transposed3', size: 6, wide: [30, 32], narrow: [13, 64] },
];
/** Sigmoid. To three channels: computed at half the side with four times the channels. */
const DECODER_TOP = { name: 'decoder/transposed4', size: 6, wide: [64, CHANNELS], narrow: [30, 32] } as const;
const FOLDED = 4 * CHANNELS;

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
    ...[...ENCODER, ENCODER_TOP].flatMap((layer) => convolution(layer, layer.narrow[1])),
    // Mean and log-variance side by side: two dense layers of the paper in one product.
    ...dense('encoder/latent', DENSE, 2 * latentSize, latentSize),
    ...dense('decoder/dense', latentSize, DENSE, DENSE),
    ...[DECODER_BOTTOM, ...DECODER, DECODER_TOP].flatMap((layer) => convolution(layer, layer.wide[1])),
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
    return tidy(() => this.#encoder(images).latent);
  }

  /** Latents [B, N_z] to images [B, 64, 64, 3] in [0, 1]. */
  decode(latents: Tensor2D): Tensor4D {
    if (latents.shape[1] !== this.latentSize) {
      throw new Error(`latents are [${latents.shape.join(', ')}], expected [B, ${this.latentSize}]`);
    }
    return tidy(() => depthToSpace(this.#decoder(latents).output));
  }

  /**
   * Loss and gradients of one batch. Squared error summed over an image plus KL floored at `klTolerance` a dimension.
   * Everything returned is the caller's.
   */
  loss(images: Tensor4D, random: RandomStream, klTolerance: number): VisionLoss {
    assertImages(images);
    return tidy(() => {
      const batch = images.shape[0];
      const encoder = this.#encoder(images);
      const [mean, logVariance] = tf.split(encoder.latent, 2, 1) as [Tensor2D, Tensor2D];
      const deviation = logVariance.mul<Tensor2D>(0.5).exp();
      const noise = randomNormal([batch, this.latentSize], random);
      const latents = mean.add<Tensor2D>(deviation.mul(noise));
      const decoder = this.#decoder(latents);

      const difference = decoder.output.sub<Tensor4D>(spaceToDepth(images));
      const reconstruction = difference.square().sum().div(batch);
      const variance = logVariance.exp();
      const klOf = mean.square().add(variance).sub(logVariance).sub(1).sum(1).mul(0.5);
      const floor = klTolerance * this.latentSize;
      const kl = klOf.maximum(floor).mean();

      const gradients: Record<string, Tensor> = {};
      const outputGradient = sigmoidGradient(difference.mul<Tensor4D>(2 / batch), decoder.output);
      const latentGradient = this.#decoderGradient(latents, decoder, outputGradient, gradients);
      // A KL below its floor has no gradient.
      const active = klOf.greater(floor).cast('float32').div(batch).expandDims(1);
      const meanGradient = latentGradient.add(mean.mul(active));
      const logVarianceGradient = latentGradient
        .mul(noise)
        .mul(deviation)
        .add(variance.sub(1).mul(active))
        .mul(0.5);
      const joined = tf.concat([meanGradient, logVarianceGradient], 1) as Tensor2D;
      this.#encoderGradient(images, encoder, joined, gradients);
      return { reconstruction, kl, gradients };
    });
  }

  dispose(): void {
    this.parameters.dispose();
  }

  #encoder(images: Tensor4D): EncoderTrace {
    const batch = images.shape[0];
    const features: Tensor4D[] = [];
    let x = images;
    for (const { name } of ENCODER) {
      x = relu(addBias(convolve(x, this.parameters.get(`${name}/kernel`), 2), this.#bias(name)));
      features.push(x);
    }
    const { name, size, narrow } = ENCODER_TOP;
    const rows = windows(x, size, 2);
    const top = relu(dense(rows, this.#topKernel(), this.#bias(name)));
    // From [4 B, 256], windows outermost, to the image's order.
    const flat = top
      .reshape([narrow[0] * narrow[0], batch, narrow[1]])
      .transpose([1, 0, 2])
      .reshape<Tensor2D>([batch, DENSE]);
    const latent = dense(flat, this.parameters.get('encoder/latent/kernel'), this.#bias('encoder/latent'));
    return { features, rows, top, flat, latent };
  }

  /** Filter of the encoder's top as a matrix for `windows`' rows. */
  #topKernel(): Tensor2D {
    return this.parameters.get(`${ENCODER_TOP.name}/kernel`).reshape([-1, ENCODER_TOP.narrow[1]]);
  }

  /** Filter of the decoder's bottom as a matrix [5 * 5 * 128, 1024]. */
  #bottomKernel(): Tensor2D {
    return this.parameters.get(`${DECODER_BOTTOM.name}/kernel`).reshape([-1, DENSE]);
  }

  #decoder(latents: Tensor2D): DecoderTrace {
    const batch = latents.shape[0];
    const input = dense(latents, this.parameters.get('decoder/dense/kernel'), this.#bias('decoder/dense'));
    const { name, wide } = DECODER_BOTTOM;
    let x = multiplyRightTransposed(input, this.#bottomKernel()).reshape<Tensor4D>([
      batch,
      wide[0],
      wide[0],
      wide[1],
    ]);
    x = relu(addBias(x, this.#bias(name)));
    const images = [x];
    for (const layer of DECODER) {
      const [side, channels] = layer.wide;
      const kernel = this.parameters.get<Tensor4D>(`${layer.name}/kernel`);
      x = relu(
        addBias(convolveTransposed(x, kernel, 2, [batch, side, side, channels]), this.#bias(layer.name)),
      );
      images.push(x);
    }
    const topKernel = foldFilter(this.parameters.get(`${DECODER_TOP.name}/kernel`));
    const half = DECODER_TOP.wide[0] / 2;
    const linear = convolveTransposed(x, topKernel, 1, [batch, half, half, FOLDED]);
    const output = addBias(linear, this.#bias(DECODER_TOP.name).tile([4])).sigmoid();
    return { input, images, topKernel, output };
  }

  #decoderGradient(
    latents: Tensor2D,
    { input, images, topKernel }: DecoderTrace,
    outputGradient: Tensor4D,
    gradients: Record<string, Tensor>,
  ): Tensor2D {
    const below = at(images, images.length - 1);
    gradients[`${DECODER_TOP.name}/bias`] = biasGradient(outputGradient).reshape([4, CHANNELS]).sum(0);
    const folded = filterGradient(outputGradient, below, 1, topKernel.shape);
    gradients[`${DECODER_TOP.name}/kernel`] = unfoldFilter(folded);
    let gradient = reluGradient(convolve(outputGradient, topKernel, 1), below);
    for (let index = DECODER.length - 1; index >= 0; index--) {
      const { name, size, wide, narrow } = at(DECODER, index);
      const narrower = at(images, index);
      gradients[`${name}/bias`] = biasGradient(gradient);
      gradients[`${name}/kernel`] = filterGradient(gradient, narrower, 2, [size, size, wide[1], narrow[1]]);
      gradient = reluGradient(convolve(gradient, this.parameters.get(`${name}/kernel`), 2), narrower);
    }
    const { name, size, wide } = DECODER_BOTTOM;
    gradients[`${name}/bias`] = biasGradient(gradient);
    const flat = gradient.reshape<Tensor2D>([-1, size * size * wide[1]]);
    gradients[`${name}/kernel`] = multiplyLeftTransposed(flat, input).reshape([size, size, wide[1], DENSE]);
    const inputGradient = multiply(flat, this.#bottomKernel());
    gradients['decoder/dense/bias'] = biasGradient(inputGradient);
    gradients['decoder/dense/kernel'] = multiplyLeftTransposed(latents, inputGradient);
    return multiplyRightTransposed(inputGradient, this.parameters.get('decoder/dense/kernel'));
  }

  #encoderGradient(
    images: Tensor4D,
    { features, rows, top, flat }: EncoderTrace,
    latentGradient: Tensor2D,
    gradients: Record<string, Tensor>,
  ): void {
    gradients['encoder/latent/bias'] = biasGradient(latentGradient);
    gradients['encoder/latent/kernel'] = multiplyLeftTransposed(flat, latentGradient);
    const { name, size, wide, narrow } = ENCODER_TOP;
    const fromLatent = multiplyRightTransposed(latentGradient, this.parameters.get('encoder/latent/kernel'))
      .reshape([-1, narrow[0] * narrow[0], narrow[1]])
      .transpose([1, 0, 2])
      .reshape<Tensor2D>([-1, narrow[1]]);
    const topGradient = reluGradient(fromLatent, top);
    gradients[`${name}/bias`] = biasGradient(topGradient);
    gradients[`${name}/kernel`] = multiplyLeftTransposed(rows, topGradient).reshape([
      size,
      size,
      wide[1],
      narrow[1],
    ]);
    const rowsGradient = multiplyRightTransposed(topGradient, this.#topKernel());
    let gradient = windowsGradient(rowsGradient, at(features, features.length - 1).shape, size, 2);
    for (let index = ENCODER.length - 1; index >= 0; index--) {
      const layer = at(ENCODER, index);
      gradient = reluGradient(gradient, at(features, index));
      gradients[`${layer.name}/bias`] = biasGradient(gradient);
      const below = index === 0 ? images : at(features, index - 1);
      gradients[`${layer.name}/kernel`] = filterGradient(below, gradient, 2, [
        layer.size,
        layer.size,
        layer.wide[1],
        layer.narrow[1],
      ]);
      if (index > 0) {
        gradient = convolveTransposed(gradient, this.parameters.get(`${layer.name}/kernel`), 2, below.shape);
      }
    }
  }

  #bias(name: string): Tensor1D {
    return this.parameters.get(`${name}/bias`);
  }
}

/** What the encoder leaves for its gradient. */
interface EncoderTrace {
  /** Output of each convolution but the top. */
  readonly features: readonly Tensor4D[];
  /** Windows of the top [4 B, 2048], its output [4 B, 256], and that in the image's order [B, 1024]. */
  readonly rows: Tensor2D;
  readonly top: Tensor2D;
  readonly flat: Tensor2D;
  /** [B, 2 N_z] */
  readonly latent: Tensor2D;
}

/** What the decoder leaves for its gradient. */
interface DecoderTrace {
  /** [B, 1024] */
  readonly input: Tensor2D;
  /** Output of each transposed convolution but the top. */
  readonly images: readonly Tensor4D[];
  readonly topKernel: Tensor4D;
  /** [B, 32, 32, 12]: the image after `spaceToDepth`. */
  readonly output: Tensor4D;
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
