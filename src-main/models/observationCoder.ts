/**
 * What Dreamer sees, as numbers and back: images by the convolutions that V has too, the environment's own state vectors by
 * dense layers, or both, whose embeddings stand side by side as in DreamerV3 (arXiv:2301.04104). All are modelled as Gaussians of variance 1, so that the loss is half the squared error.
 * Every function runs inside the caller's `tf.tidy`.
 */
import type { Rank, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { at } from '../numerics/at.ts';
import { spaceToDepth } from '../numerics/convolution.ts';
import {
  activate,
  activationGradient,
  layerNormGradients,
  normParameters,
  normWeights,
  type Activated,
} from '../numerics/layerNorm.ts';
import { mlpBackward, mlpForward, mlpParameters, mlpWeightGradients } from '../numerics/mlp.ts';
import type { MlpShape, MlpTrace } from '../numerics/mlp.ts';
import type { ParameterSet, ParameterSpec } from '../numerics/parameters.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';
import { assertImages } from './convolutionLayer.ts';
import { decodeImages, decoderGradients, imageDecoderParameters } from './imageDecoder.ts';
import { coarseImages, WHOLE_BITS } from './coarseImages.ts';
import type { RandomStream } from '../numerics/random.ts';
import type { ImageEncoderTrace } from './imageEncoder.ts';
import {
  encodeImages,
  encoderGradients,
  imageEmbeddingSize,
  imageEncoderParameters,
} from './imageEncoder.ts';
import { symexp, symlog } from './scalarHead.ts';
import type { ObservationBatch } from './worldModel.ts';

/** 64x64 images under the name `image`; `depth` channels after the first convolution (paper: 32); 8 `bits` or fewer. */
export interface PixelShape {
  readonly kind: 'pixels';
  readonly depth: number;
  readonly bits?: number;
}

/** Named vectors, side by side in this order; `layers` dense layers of `units` each way. */
export interface VectorShape {
  readonly kind: 'vector';
  readonly fields: readonly { readonly name: string; readonly size: number }[];
  readonly layers: number;
  readonly units: number;
  /** The layers are normalised before their ELU. */
  readonly norm?: boolean;
  /** Read and modelled on a symlog scale (DreamerV3, arXiv:2301.04104), so that fast joints do not outweigh slow ones. */
  readonly symlog?: boolean;
}

/** Losses add up, as the log-likelihoods of independent parts. */
export interface JointShape {
  readonly kind: 'both';
  readonly pixels: PixelShape;
  readonly vector: VectorShape;
}

export type ObservationShape = PixelShape | VectorShape | JointShape;

export function embeddingSize(shape: ObservationShape): number {
  switch (shape.kind) {
    case 'pixels':
      return imageEmbeddingSize(shape.depth);
    case 'vector':
      return shape.units;
    case 'both':
      return embeddingSize(shape.pixels) + embeddingSize(shape.vector);
  }
}

export function encoderParameters(shape: ObservationShape): ParameterSpec[] {
  if (shape.kind === 'both') return [...encoderParameters(shape.pixels), ...encoderParameters(shape.vector)];
  if (shape.kind === 'pixels') return imageEncoderParameters(shape.depth);
  const layers = mlpParameters(vectorEncoder(shape));
  return shape.norm ? [...layers, ...normParameters(EMBEDDING_NORM, shape.units)] : layers;
}

export function decoderParameters(shape: ObservationShape, features: number): ParameterSpec[] {
  if (shape.kind === 'both') {
    return [...decoderParameters(shape.pixels, features), ...decoderParameters(shape.vector, features)];
  }
  return shape.kind === 'pixels'
    ? imageDecoderParameters(features, shape.depth)
    : mlpParameters(vectorDecoder(shape, features));
}

export type EncodedObservation = { readonly embedding: Tensor2D } & (
  | { readonly kind: 'pixels'; readonly trace: ImageEncoderTrace }
  | { readonly kind: 'vector'; readonly trace: MlpTrace; readonly activated: Activated }
  | { readonly kind: 'both'; readonly pixels: EncodedObservation; readonly vector: EncodedObservation }
);

/** @returns embedding [N, E] and what its gradient needs. */
export function encodeObservation(
  parameters: ParameterSet,
  shape: ObservationShape,
  observation: ObservationBatch,
): EncodedObservation {
  if (shape.kind === 'both') {
    const pixels = encodeObservation(parameters, shape.pixels, observation);
    const vector = encodeObservation(parameters, shape.vector, observation);
    const embedding = tf.concat2d([pixels.embedding, vector.embedding], 1);
    return { kind: 'both', pixels, vector, embedding };
  }
  if (shape.kind === 'pixels') {
    const trace = encodeImages(parameters, shape.depth, centred(observation));
    return { kind: 'pixels', trace, embedding: trace.embedding };
  }
  const trace = mlpForward(parameters, vectorEncoder(shape), joinedFields(shape, observation));
  const activated = activate(trace.output, embeddingNorm(parameters, shape));
  return { kind: 'vector', trace, activated, embedding: activated.output };
}

/** Adds the encoder's gradients to `into`, from that of the embedding. */
export function encodingGradients(
  parameters: ParameterSet,
  shape: ObservationShape,
  encoded: EncodedObservation,
  gradient: Tensor2D,
  into: Record<string, Tensor>,
): void {
  if (encoded.kind === 'both') {
    if (shape.kind !== 'both') return;
    const sizes = [embeddingSize(shape.pixels), embeddingSize(shape.vector)];
    const [ofPixels, ofVector] = tf.split(gradient, sizes, 1) as [Tensor2D, Tensor2D];
    encodingGradients(parameters, shape.pixels, encoded.pixels, ofPixels, into);
    encodingGradients(parameters, shape.vector, encoded.vector, ofVector, into);
  } else if (encoded.kind === 'pixels') {
    if (shape.kind === 'pixels') encoderGradients(parameters, shape.depth, encoded.trace, gradient, into);
  } else if (shape.kind === 'vector') {
    const { activated, trace } = encoded;
    const back = activationGradient(activated, embeddingNorm(parameters, shape), gradient);
    if (activated.norm !== null) {
      layerNormGradients(EMBEDDING_NORM, activated.norm.normalised, back.beforeElu, into);
    }
    mlpWeightGradients(parameters, vectorEncoder(shape), trace, back.linear, into);
  }
}

export interface Reconstruction {
  /** Scalar: half the squared error, summed over an observation, mean over them. */
  readonly loss: Tensor;
  /** [N, F] */
  readonly featureGradient: Tensor2D;
}

/**
 * Images decoded at once. What their decoding leaves for its gradient are the largest tensors of all; piece by piece the
 * paper's 2,500 images take a fifth less memory.
 */
const IMAGES_AT_ONCE = 512;

export interface ReconstructionOptions {
  /** The decoder's gradients are added to it. */
  readonly into: Record<string, Tensor>;
  /** All gradients are multiplied by it, the loss is not. */
  readonly scale: number;
}

/** Decodes features [N, F] and compares with what was seen. */
export function reconstruct(
  parameters: ParameterSet,
  shape: ObservationShape,
  features: Tensor2D,
  observation: ObservationBatch,
  { into, scale }: ReconstructionOptions,
): Reconstruction {
  const count = features.shape[0];
  if (shape.kind === 'both') {
    const pixels = reconstruct(parameters, shape.pixels, features, observation, { into, scale });
    const vector = reconstruct(parameters, shape.vector, features, observation, { into, scale });
    return {
      loss: pixels.loss.add(vector.loss),
      featureGradient: pixels.featureGradient.add<Tensor2D>(vector.featureGradient),
    };
  }
  if (shape.kind === 'pixels') {
    const images = named(observation, 'image') as Tensor4D;
    return reconstructImages(parameters, shape.depth, features, images, { into, scale });
  }
  const decoder = vectorDecoder(shape, features.shape[1]);
  const trace = mlpForward(parameters, decoder, features);
  const difference = trace.output.sub<Tensor2D>(joinedFields(shape, observation));
  const { loss, gradient } = squaredError(difference, count, scale);
  return { loss, featureGradient: mlpBackward(parameters, decoder, trace, gradient, into) };
}

function reconstructImages(
  parameters: ParameterSet,
  depth: number,
  features: Tensor2D,
  images: Tensor4D,
  { into, scale }: ReconstructionOptions,
): Reconstruction {
  const count = features.shape[0];
  const pieces = Array.from({ length: Math.ceil(count / IMAGES_AT_ONCE) }, (_, piece) => {
    const first = piece * IMAGES_AT_ONCE;
    const size = Math.min(IMAGES_AT_ONCE, count - first);
    return tidy(() => {
      const trace = decodeImages(parameters, depth, rowsFrom(features, first, size));
      // Only its gradient is needed any longer, and the next tensors are as large.
      const { loss, gradient } = tidy(() => {
        const seen = spaceToDepth(centred({ image: rowsFrom(images, first, size) }));
        return squaredError(trace.output.sub<Tensor4D>(seen), count, scale);
      });
      trace.output.dispose();
      const own: Record<string, Tensor> = {};
      return { loss, featureGradient: decoderGradients(parameters, depth, trace, gradient, own), own };
    });
  });
  for (const name of Object.keys(at(pieces, 0).own)) {
    into[name] = sum(pieces.flatMap(({ own: { [name]: gradient } }) => gradient ?? []));
  }
  return {
    loss: sum(pieces.map(({ loss }) => loss)),
    featureGradient: tf.concat2d(
      pieces.map(({ featureGradient }) => featureGradient),
      0,
    ),
  };
}

function rowsFrom<T extends Tensor2D | Tensor4D>(rows: T, first: number, size: number): T {
  return size === rows.shape[0] ? rows : tf.slice<Rank, T>(rows, first, size);
}

function sum(tensors: readonly Tensor[]): Tensor {
  return tensors.length === 1 ? at(tensors, 0) : tf.addN([...tensors]);
}

/** The observation expected from features [N, F]: under `image` in [0, 1], the vectors by name. */
export function decodeObservation(
  parameters: ParameterSet,
  shape: ObservationShape,
  features: Tensor2D,
): ObservationBatch {
  if (shape.kind === 'both') {
    return {
      ...decodeObservation(parameters, shape.pixels, features),
      ...decodeObservation(parameters, shape.vector, features),
    };
  }
  if (shape.kind === 'pixels') {
    const { output } = decodeImages(parameters, shape.depth, features);
    return { image: tf.depthToSpace(output, 2).add(0.5).clipByValue(0, 1) };
  }
  const { output } = mlpForward(parameters, vectorDecoder(shape, features.shape[1]), features);
  const parts = tf.split(
    shape.symlog ? symexp(output) : output,
    shape.fields.map(({ size }) => size),
    1,
  );
  return Object.fromEntries(shape.fields.map(({ name }, index) => [name, parts[index] ?? output] as const));
}

/** Half of it, summed over an observation and averaged over `count` of them, and its gradient by the difference, scaled. */
function squaredError<T extends Tensor>(
  difference: T,
  count: number,
  scale: number,
): { readonly loss: Tensor; readonly gradient: T } {
  return tidy(() => ({
    loss: difference
      .square()
      .sum()
      .mul(0.5 / count),
    gradient: tf.div<T>(difference, count / scale),
  }));
}

/**
 * What of an observation is read: images of fewer bits where the shape has them (see coarseImages.ts), else the same tensors.
 * Whoever learns or acts names the stream of the noise.
 */
export function readObservation(
  shape: ObservationShape,
  observation: ObservationBatch,
  random: RandomStream | null,
): ObservationBatch {
  const { bits = WHOLE_BITS } = pixelsOf(shape) ?? {};
  if (bits === WHOLE_BITS) return observation;
  return { ...observation, image: coarseImages(named(observation, 'image') as Tensor4D, bits, random) };
}

/** Null where no picture is observed. */
function pixelsOf(shape: ObservationShape): PixelShape | null {
  if (shape.kind === 'both') return shape.pixels;
  return shape.kind === 'pixels' ? shape : null;
}

/** The authors shift images by -0.5. */
function centred(observation: ObservationBatch): Tensor4D {
  const image = named(observation, 'image') as Tensor4D;
  assertImages(image);
  return image.sub(0.5);
}

/** On the scale that they are modelled on. */
function joinedFields(shape: VectorShape, observation: ObservationBatch): Tensor2D {
  const parts = shape.fields.map(({ name, size }) => {
    const part = named(observation, name);
    if (part.shape.length !== 2 || part.shape[1] !== size) {
      throw new Error(`${name} is [${part.shape.join(', ')}], expected [B, ${size}]`);
    }
    return part as Tensor2D;
  });
  const joined = tf.concat2d(parts, 1);
  return shape.symlog ? symlog(joined) : joined;
}

function named(observation: ObservationBatch, name: string): Tensor {
  const tensor = observation[name];
  if (tensor === undefined) {
    throw new Error(`observation has ${Object.keys(observation).join(', ')}, expected ${name}`);
  }
  return tensor;
}

function vectorSize({ fields }: VectorShape): number {
  return fields.reduce((sum, { size }) => sum + size, 0);
}

const EMBEDDING_NORM = 'encoder/output/norm';

function embeddingNorm(parameters: ParameterSet, { norm }: VectorShape) {
  return norm ? normWeights(parameters, EMBEDDING_NORM) : null;
}

/** Its output goes through an ELU too. */
function vectorEncoder(shape: VectorShape): MlpShape {
  const { layers, units, norm = false } = shape;
  return { name: 'encoder', inputs: vectorSize(shape), layers: layers - 1, units, outputs: units, norm };
}

function vectorDecoder(shape: VectorShape, features: number): MlpShape {
  const { layers, units, norm = false } = shape;
  return { name: 'decoder', inputs: features, layers, units, outputs: vectorSize(shape), norm };
}
