/**
 * Strided convolutions without padding, their transposes and their gradients, NHWC, by kernel name where TensorFlow
 * runs. Filters are [height, width, channels of the wider image, channels of the narrower image], so that a transposed
 * convolution is the input gradient of the convolution with the same filter.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { hasTensorFlowKernels, kernel } from './kernels.ts';
import { tf } from './tensorflow.ts';

type Shape4D = [number, number, number, number];

const FLOAT = { type: 'float32' } as const;
const STRIDES = new Map(
  [1, 2, 4].map((stride) => {
    const attributes = {
      T: FLOAT,
      strides: { ints: [1, stride, stride, 1] },
      padding: { string: 'VALID' },
      data_format: { string: 'NHWC' },
      use_cudnn_on_gpu: { bool: true },
      dilations: { ints: [1, 1, 1, 1] },
    } as const;
    const kernels = {
      forward: kernel('Conv2D', attributes),
      input: kernel('Conv2DBackpropInput', attributes),
      filter: kernel('Conv2DBackpropFilter', attributes),
    };
    return [stride, kernels] as const;
  }),
);
const RELU = kernel('Relu', { T: FLOAT });
const SIGMOID_GRADIENT = kernel('SigmoidGrad', { T: FLOAT });
const SPACE_TO_DEPTH = kernel('SpaceToDepth', {
  T: FLOAT,
  block_size: { int: 2 },
  data_format: { string: 'NHWC' },
});
const RELU_GRADIENT = kernel('ReluGrad', { T: FLOAT });

function strided(stride: number) {
  const kernels = STRIDES.get(stride);
  if (kernels === undefined) throw new Error(`stride is ${stride}, expected 1, 2 or 4`);
  return kernels;
}

export function convolve(x: Tensor4D, filter: Tensor4D, stride: number): Tensor4D {
  if (hasTensorFlowKernels()) return strided(stride).forward.one(x, filter) as Tensor4D;
  return tf.conv2d(x, filter, stride, 'valid');
}

/** The transposed convolution, and the gradient of a convolution by its input. */
export function convolveTransposed(
  y: Tensor4D,
  filter: Tensor4D,
  stride: number,
  outputShape: Shape4D,
): Tensor4D {
  if (hasTensorFlowKernels()) {
    return strided(stride).input.one(tf.tensor1d(outputShape, 'int32'), filter, y) as Tensor4D;
  }
  return tf.conv2dTranspose(y, filter, outputShape, stride, 'valid');
}

/** The gradient by the filter of `convolve(wide)` with incoming gradient `narrow` (or of the transpose, exchanged). */
export function filterGradient(
  wide: Tensor4D,
  narrow: Tensor4D,
  stride: number,
  filterShape: Shape4D,
): Tensor4D {
  if (hasTensorFlowKernels()) {
    return strided(stride).filter.one(wide, tf.tensor1d(filterShape, 'int32'), narrow) as Tensor4D;
  }
  return tf
    .engine()
    .runKernel(
      'Conv2DBackpropFilter',
      { x: wide, dy: narrow },
      { strides: stride, pad: 'valid', dataFormat: 'NHWC', filterShape },
    ) as Tensor4D;
}

export function relu<T extends Tensor>(x: T): T {
  return (hasTensorFlowKernels() ? RELU.one(x) : x.relu()) as T;
}

/** Gradient before a ReLU, from that after it and the ReLU's output. */
export function reluGradient<T extends Tensor>(gradient: T, output: T): T {
  if (hasTensorFlowKernels()) return RELU_GRADIENT.one(gradient, output) as T;
  return gradient.mul(output.step());
}

/** dy y (1 - y): the gradient before a sigmoid, from that after it and the sigmoid's output. */
export function sigmoidGradient<T extends Tensor>(gradient: T, output: T): T {
  if (hasTensorFlowKernels()) return SIGMOID_GRADIENT.one(output, gradient) as T;
  return gradient.mul(output.mul(tf.scalar(1).sub(output)));
}

/** [B, 2 h, 2 w, C] to [B, h, w, 4 C]: each 2x2 block of pixels becomes one, channels ordered row, column, channel. */
export function spaceToDepth(x: Tensor4D): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  if (hasTensorFlowKernels()) return SPACE_TO_DEPTH.one(x) as Tensor4D;
  return x
    .reshape([batch, height / 2, 2, width / 2, 2, channels])
    .transpose([0, 1, 3, 2, 4, 5])
    .reshape([batch, height / 2, width / 2, 4 * channels]);
}

/** The inverse of `spaceToDepth`. */
export function depthToSpace(x: Tensor4D): Tensor4D {
  return tf.depthToSpace(x, 2);
}

/**
 * A filter [2 k, 2 k, C, N] for stride 2 as the filter [k, k, 4 C, N] for stride 1 that does the same on images after
 * `spaceToDepth`. Worth it where the wide image has few channels: TensorFlow's transposed convolution to 3 channels
 * runs at a sixth of its usual speed.
 */
export function foldFilter(filter: Tensor4D): Tensor4D {
  const [size, , channels, outputs] = filter.shape;
  const half = size / 2;
  return filter
    .reshape([half, 2, half, 2, channels, outputs])
    .transpose([0, 2, 1, 3, 4, 5])
    .reshape([half, half, 4 * channels, outputs]);
}

/** The inverse of `foldFilter`. */
export function unfoldFilter(folded: Tensor4D): Tensor4D {
  const [half, , channels, outputs] = folded.shape;
  return folded
    .reshape([half, half, 2, 2, channels / 4, outputs])
    .transpose([0, 2, 1, 3, 4, 5])
    .reshape([2 * half, 2 * half, channels / 4, outputs]);
}

/**
 * Every window of a strided convolution as a row: [positions * B, size * size * C], positions outermost. With a handful
 * of positions a convolution is faster as one product of these rows.
 */
export function windows(x: Tensor4D, size: number, stride: number): Tensor2D {
  const [batch, , , channels] = x.shape;
  const rows = windowCorners(x.shape, size, stride).map(([top, left]) =>
    x.slice([0, top, left, 0], [batch, size, size, channels]),
  );
  return tf.concat4d(rows, 0).reshape([rows.length * batch, size * size * channels]);
}

/** The gradient by the image of `windows`: adds up the rows where windows overlap. */
export function windowsGradient(gradient: Tensor2D, shape: Shape4D, size: number, stride: number): Tensor4D {
  const [batch, height, width, channels] = shape;
  const corners = windowCorners(shape, size, stride);
  const parts = tf.split(
    gradient.reshape<Tensor4D>([corners.length * batch, size, size, channels]),
    corners.length,
    0,
  );
  return tf.addN(
    parts.map((part, index) => {
      const [top, left] = corners[index] ?? [0, 0];
      return part.pad([
        [0, 0],
        [top, height - size - top],
        [left, width - size - left],
        [0, 0],
      ]);
    }),
  );
}

function windowCorners(
  [, height, width]: Shape4D,
  size: number,
  stride: number,
): [top: number, left: number][] {
  const corners: [number, number][] = [];
  for (let top = 0; top + size <= height; top += stride) {
    for (let left = 0; left + size <= width; left += stride) corners.push([top, left]);
  }
  return corners;
}
