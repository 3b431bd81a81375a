/**
 * The convolutions that World Models' V (Ha & Schmidhuber 2018, arXiv:1803.10122) and Dreamer (Hafner et al. 2020,
 * arXiv:1912.01603) both begin with: 64x64 images by four 4x4 convolutions of stride 2 to 32 `depth` numbers. Forward
 * and gradient by hand over a set's parameters; every function runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { at } from '../numerics/at.ts';
import {
  convolve,
  convolveTransposed,
  filterGradient,
  relu,
  reluGradient,
  windows,
  windowsGradient,
} from '../numerics/convolution.ts';
import {
  addBias,
  biasGradient,
  dense,
  multiplyLeftTransposed,
  multiplyRightTransposed,
} from '../numerics/linear.ts';
import type { ParameterSet, ParameterSpec } from '../numerics/parameters.ts';
import { tidy } from '../numerics/tidy.ts';
import { convolutionParameters, CHANNELS, IMAGE_SIZE, type ConvolutionLayer } from './convolutionLayer.ts';

/** Wide to narrow, stride 2, ReLU. */
function layers(depth: number): readonly ConvolutionLayer[] {
  return [
    { name: 'encoder/convolution1', size: 4, wide: [IMAGE_SIZE, CHANNELS], narrow: [31, depth] },
    { name: 'encoder/convolution2', size: 4, wide: [31, depth], narrow: [14, 2 * depth] },
    { name: 'encoder/convolution3', size: 4, wide: [14, 2 * depth], narrow: [6, 4 * depth] },
  ];
}

/** The last has four windows only: computed as a product over them. */
function topLayer(depth: number): ConvolutionLayer {
  return { name: 'encoder/convolution4', size: 4, wide: [6, 4 * depth], narrow: [2, 8 * depth] };
}

/** How many numbers an image becomes. */
export function imageEmbeddingSize(depth: number): number {
  return 32 * depth;
}

export function imageEncoderParameters(depth: number): ParameterSpec[] {
  return [...layers(depth), topLayer(depth)].flatMap((layer) =>
    convolutionParameters(layer, layer.narrow[1]),
  );
}

/** What the encoder leaves for its gradient. */
export interface ImageEncoderTrace {
  readonly images: Tensor4D;
  /** Output of each convolution but the top. */
  readonly features: readonly Tensor4D[];
  /** Windows of the top [4 B, 64 depth], its output [4 B, 8 depth], and that in the image's order [B, 32 depth]. */
  readonly rows: Tensor2D;
  readonly top: Tensor2D;
  readonly embedding: Tensor2D;
}

/** @param images [B, 64, 64, 3] */
export function encodeImages(parameters: ParameterSet, depth: number, images: Tensor4D): ImageEncoderTrace {
  const batch = images.shape[0];
  const features: Tensor4D[] = [];
  let x = images;
  for (const { name } of layers(depth)) {
    const below = x;
    // What comes before each ReLU is disposed at once: these are the largest tensors of all.
    x = tidy(() =>
      relu(addBias(convolve(below, parameters.get(`${name}/kernel`), 2), parameters.get(`${name}/bias`))),
    );
    features.push(x);
  }
  const { name, size, narrow } = topLayer(depth);
  const rows = windows(x, size, 2);
  const top = relu(dense(rows, topKernel(parameters, depth), parameters.get(`${name}/bias`)));
  // From [4 B, 8 depth], windows outermost, to the image's order.
  const embedding = top
    .reshape([narrow[0] * narrow[0], batch, narrow[1]])
    .transpose([1, 0, 2])
    .reshape<Tensor2D>([batch, imageEmbeddingSize(depth)]);
  return { images, features, rows, top, embedding };
}

/** Adds the parameters' gradients to `into`, from that of the embedding [B, 32 depth]. */
export function encoderGradients(
  parameters: ParameterSet,
  depth: number,
  { images, features, rows, top }: ImageEncoderTrace,
  embeddingGradient: Tensor2D,
  into: Record<string, Tensor>,
): void {
  const { name, size, wide, narrow } = topLayer(depth);
  const fromEmbedding = embeddingGradient
    .reshape([-1, narrow[0] * narrow[0], narrow[1]])
    .transpose([1, 0, 2])
    .reshape<Tensor2D>([-1, narrow[1]]);
  const topGradient = reluGradient(fromEmbedding, top);
  into[`${name}/bias`] = biasGradient(topGradient);
  into[`${name}/kernel`] = multiplyLeftTransposed(rows, topGradient).reshape([
    size,
    size,
    wide[1],
    narrow[1],
  ]);
  const convolutions = layers(depth);
  let gradient = tidy(() => {
    const rowsGradient = multiplyRightTransposed(topGradient, topKernel(parameters, depth));
    return windowsGradient(rowsGradient, at(features, features.length - 1).shape, size, 2);
  });
  for (let index = convolutions.length - 1; index >= 0; index--) {
    const layer = at(convolutions, index);
    const below = index === 0 ? images : at(features, index - 1);
    const above = gradient;
    const beforeRelu = reluGradient(above, at(features, index));
    above.dispose();
    into[`${layer.name}/bias`] = biasGradient(beforeRelu);
    into[`${layer.name}/kernel`] = filterGradient(below, beforeRelu, 2, [
      layer.size,
      layer.size,
      layer.wide[1],
      layer.narrow[1],
    ]);
    if (index === 0) return;
    gradient = convolveTransposed(beforeRelu, parameters.get(`${layer.name}/kernel`), 2, below.shape);
    beforeRelu.dispose();
  }
}

/** Filter of the top as a matrix for `windows`' rows. */
function topKernel(parameters: ParameterSet, depth: number): Tensor2D {
  const { name, narrow } = topLayer(depth);
  return parameters.get(`${name}/kernel`).reshape([-1, narrow[1]]);
}
