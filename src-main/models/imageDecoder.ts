/**
 * The transposed convolutions that World Models' V (Ha & Schmidhuber 2018, arXiv:1803.10122) and Dreamer (Hafner et al.
 * 2020, arXiv:1912.01603) both end with: a dense layer to 32 `depth` numbers, from there by kernels of 5, 5, 6 and 6 and
 * stride 2 to a 64x64 image. Forward and gradient by hand over a set's parameters; every function runs inside the
 * caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { at } from '../numerics/at.ts';
import {
  convolve,
  convolveTransposed,
  filterGradient,
  foldFilter,
  relu,
  reluGradient,
  unfoldFilter,
} from '../numerics/convolution.ts';
import {
  addBias,
  biasGradient,
  dense,
  multiply,
  multiplyLeftTransposed,
  multiplyRightTransposed,
} from '../numerics/linear.ts';
import type { ParameterSet, ParameterSpec } from '../numerics/parameters.ts';
import { tidy } from '../numerics/tidy.ts';
import { CHANNELS, convolutionParameters, IMAGE_SIZE, type ConvolutionLayer } from './convolutionLayer.ts';

/** The first, over a single pixel, is a product. */
function bottomLayer(depth: number): ConvolutionLayer {
  return { name: 'decoder/transposed1', size: 5, wide: [5, 4 * depth], narrow: [1, 32 * depth] };
}

/** Narrow to wide, stride 2, ReLU. */
function layers(depth: number): readonly ConvolutionLayer[] {
  return [
    { name: 'decoder/transposed2', size: 5, wide: [13, 2 * depth], narrow: [5, 4 * depth] },
    { name: 'decoder/transposed3', size: 6, wide: [30, depth], narrow: [13, 2 * depth] },
  ];
}

/** To three channels, no ReLU: computed at half the side with four times the channels. */
function topLayer(depth: number): ConvolutionLayer {
  return { name: 'decoder/transposed4', size: 6, wide: [IMAGE_SIZE, CHANNELS], narrow: [30, depth] };
}
const FOLDED = 4 * CHANNELS;

export function imageDecoderParameters(inputs: number, depth: number): ParameterSpec[] {
  return [
    {
      name: 'decoder/dense/kernel',
      shape: [inputs, 32 * depth],
      initialiser: { kind: 'glorotUniform', fanIn: inputs, fanOut: 32 * depth },
    },
    { name: 'decoder/dense/bias', shape: [32 * depth], initialiser: { kind: 'zeros' } },
    ...[bottomLayer(depth), ...layers(depth), topLayer(depth)].flatMap((layer) =>
      convolutionParameters(layer, layer.wide[1]),
    ),
  ];
}

/** What the decoder leaves for its gradient. */
export interface ImageDecoderTrace {
  /** [B, inputs] */
  readonly inputs: Tensor2D;
  /** [B, 32 depth] */
  readonly pixel: Tensor2D;
  /** Output of each transposed convolution but the top. */
  readonly images: readonly Tensor4D[];
  readonly topKernel: Tensor4D;
  /** [B, 32, 32, 12]: the image as it is after `spaceToDepth`. */
  readonly output: Tensor4D;
}

/** @param inputs [B, inputs] */
export function decodeImages(parameters: ParameterSet, depth: number, inputs: Tensor2D): ImageDecoderTrace {
  const batch = inputs.shape[0];
  const pixel = dense(inputs, parameters.get('decoder/dense/kernel'), parameters.get('decoder/dense/bias'));
  const { name, wide } = bottomLayer(depth);
  let x = tidy(() =>
    relu(
      addBias(
        multiplyRightTransposed(pixel, bottomKernel(parameters, depth)).reshape<Tensor4D>([
          batch,
          wide[0],
          wide[0],
          wide[1],
        ]),
        parameters.get(`${name}/bias`),
      ),
    ),
  );
  const images = [x];
  for (const layer of layers(depth)) {
    const [side, channels] = layer.wide;
    const below = x;
    // What comes before each ReLU is disposed at once: these are the largest tensors of all.
    x = tidy(() => {
      const kernel = parameters.get<Tensor4D>(`${layer.name}/kernel`);
      const linear = convolveTransposed(below, kernel, 2, [batch, side, side, channels]);
      return relu(addBias(linear, parameters.get(`${layer.name}/bias`)));
    });
    images.push(x);
  }
  const top = topLayer(depth);
  const topKernel = foldFilter(parameters.get(`${top.name}/kernel`));
  const half = IMAGE_SIZE / 2;
  const output = tidy(() =>
    addBias(
      convolveTransposed(x, topKernel, 1, [batch, half, half, FOLDED]),
      parameters.get(`${top.name}/bias`).tile([4]),
    ),
  );
  return { inputs, pixel, images, topKernel, output };
}

/**
 * Adds the parameters' gradients to `into`, from that of the output [B, 32, 32, 12].
 * @returns the inputs' gradient [B, inputs].
 */
export function decoderGradients(
  parameters: ParameterSet,
  depth: number,
  { inputs, pixel, images, topKernel }: ImageDecoderTrace,
  outputGradient: Tensor4D,
  into: Record<string, Tensor>,
): Tensor2D {
  const top = topLayer(depth);
  const last = at(images, images.length - 1);
  into[`${top.name}/bias`] = biasGradient(outputGradient).reshape([4, CHANNELS]).sum(0);
  into[`${top.name}/kernel`] = tidy(() =>
    unfoldFilter(filterGradient(outputGradient, last, 1, topKernel.shape)),
  );
  let gradient = tidy(() => reluGradient(convolve(outputGradient, topKernel, 1), last));
  const convolutions = layers(depth);
  for (let index = convolutions.length - 1; index >= 0; index--) {
    const { name, size, wide, narrow } = at(convolutions, index);
    const narrower = at(images, index);
    const above = gradient;
    into[`${name}/bias`] = biasGradient(above);
    into[`${name}/kernel`] = filterGradient(above, narrower, 2, [size, size, wide[1], narrow[1]]);
    gradient = tidy(() => reluGradient(convolve(above, parameters.get(`${name}/kernel`), 2), narrower));
    above.dispose();
  }
  const { name, size, wide, narrow } = bottomLayer(depth);
  into[`${name}/bias`] = biasGradient(gradient);
  const flat = gradient.reshape<Tensor2D>([-1, size * size * wide[1]]);
  into[`${name}/kernel`] = multiplyLeftTransposed(flat, pixel).reshape([size, size, wide[1], narrow[1]]);
  const pixelGradient = multiply(flat, bottomKernel(parameters, depth));
  into['decoder/dense/bias'] = biasGradient(pixelGradient);
  into['decoder/dense/kernel'] = multiplyLeftTransposed(inputs, pixelGradient);
  return multiplyRightTransposed(pixelGradient, parameters.get('decoder/dense/kernel'));
}

/** Filter of the bottom as a matrix [5 * 5 * 4 depth, 32 depth]. */
function bottomKernel(parameters: ParameterSet, depth: number): Tensor2D {
  return parameters.get(`${bottomLayer(depth).name}/kernel`).reshape([-1, 32 * depth]);
}
