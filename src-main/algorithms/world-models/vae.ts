/**
 * V: the convolutional variational autoencoder of World Models (Ha & Schmidhuber 2018, arXiv:1803.10122; VAE: Kingma &
 * Welling 2013, arXiv:1312.6114). Compresses a 64x64 image to N_z numbers. The gradient is by hand: with eager
 * operations an automatic one recomputes and reorders what is known here.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { depthToSpace, sigmoidGradient, spaceToDepth } from '../../numerics/convolution.ts';
import {
  biasGradient,
  dense,
  multiplyLeftTransposed,
  multiplyRightTransposed,
} from '../../numerics/linear.ts';
import type { Gradients } from '../../numerics/optimizers.ts';
import { ParameterSet, type ParameterSource, type ParameterSpec } from '../../numerics/parameters.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { randomNormal } from '../../numerics/tensorRandom.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import { assertImages } from '../../models/convolutionLayer.ts';
import { decodeImages, decoderGradients, imageDecoderParameters } from '../../models/imageDecoder.ts';
import {
  encodeImages,
  encoderGradients,
  imageEmbeddingSize,
  imageEncoderParameters,
  type ImageEncoderTrace,
} from '../../models/imageEncoder.ts';

export { IMAGE_SIZE } from '../../models/convolutionLayer.ts';

/** Channels after the first convolution. */
const DEPTH = 32;

function parameterSpecs(latentSize: number): ParameterSpec[] {
  const embedding = imageEmbeddingSize(DEPTH);
  return [
    ...imageEncoderParameters(DEPTH),
    // Mean and log-variance side by side: two dense layers of the paper in one product.
    {
      name: 'encoder/latent/kernel',
      shape: [embedding, 2 * latentSize],
      initialiser: { kind: 'glorotUniform', fanIn: embedding, fanOut: latentSize },
    },
    { name: 'encoder/latent/bias', shape: [2 * latentSize], initialiser: { kind: 'zeros' } },
    ...imageDecoderParameters(latentSize, DEPTH),
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

  constructor(config: VisionConfig, source: ParameterSource) {
    this.latentSize = config.latentSize;
    this.parameters = new ParameterSet(parameterSpecs(config.latentSize), source);
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
    return tidy(() => this.#latent(encodeImages(this.parameters, DEPTH, images)));
  }

  /** Latents [B, N_z] to images [B, 64, 64, 3] in [0, 1]. */
  decode(latents: Tensor2D): Tensor4D {
    if (latents.shape[1] !== this.latentSize) {
      throw new Error(`latents are [${latents.shape.join(', ')}], expected [B, ${this.latentSize}]`);
    }
    return tidy(() => depthToSpace(decodeImages(this.parameters, DEPTH, latents).output.sigmoid()));
  }

  /**
   * Loss and gradients of one batch. Squared error summed over an image plus KL floored at `klTolerance` a dimension.
   * Everything returned is the caller's.
   */
  loss(images: Tensor4D, random: RandomStream, klTolerance: number): VisionLoss {
    assertImages(images);
    return tidy(() => {
      const batch = images.shape[0];
      const encoder = encodeImages(this.parameters, DEPTH, images);
      const [mean, logVariance] = tf.split(this.#latent(encoder), 2, 1) as [Tensor2D, Tensor2D];
      const deviation = logVariance.mul<Tensor2D>(0.5).exp();
      const noise = randomNormal([batch, this.latentSize], random);
      const latents = mean.add<Tensor2D>(deviation.mul(noise));
      const decoder = decodeImages(this.parameters, DEPTH, latents);
      const output = decoder.output.sigmoid();

      const difference = output.sub<Tensor4D>(spaceToDepth(images));
      const reconstruction = difference.square().sum().div(batch);
      const variance = logVariance.exp();
      const klOf = mean.square().add(variance).sub(logVariance).sub(1).sum(1).mul(0.5);
      const floor = klTolerance * this.latentSize;
      const kl = klOf.maximum(floor).mean();

      const gradients: Record<string, Tensor> = {};
      const outputGradient = sigmoidGradient(difference.mul<Tensor4D>(2 / batch), output);
      const latentGradient = decoderGradients(this.parameters, DEPTH, decoder, outputGradient, gradients);
      // A KL below its floor has no gradient.
      const active = klOf.greater(floor).cast('float32').div(batch).expandDims(1);
      const meanGradient = latentGradient.add(mean.mul(active));
      const logVarianceGradient = latentGradient
        .mul(noise)
        .mul(deviation)
        .add(variance.sub(1).mul(active))
        .mul(0.5);
      const joined = tf.concat([meanGradient, logVarianceGradient], 1) as Tensor2D;
      this.#latentGradients(encoder, joined, gradients);
      return { reconstruction, kl, gradients };
    });
  }

  dispose(): void {
    this.parameters.dispose();
  }

  #latent({ embedding }: ImageEncoderTrace): Tensor2D {
    const { parameters } = this;
    return dense(embedding, parameters.get('encoder/latent/kernel'), parameters.get('encoder/latent/bias'));
  }

  #latentGradients(encoder: ImageEncoderTrace, gradient: Tensor2D, gradients: Record<string, Tensor>): void {
    gradients['encoder/latent/bias'] = biasGradient(gradient);
    gradients['encoder/latent/kernel'] = multiplyLeftTransposed(encoder.embedding, gradient);
    const fromLatent = multiplyRightTransposed(gradient, this.parameters.get('encoder/latent/kernel'));
    encoderGradients(this.parameters, DEPTH, encoder, fromLatent, gradients);
  }
}
