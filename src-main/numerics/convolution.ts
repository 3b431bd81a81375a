/**
 * Strided convolutions without padding, their transposes and their gradients, NHWC, by kernel name where TensorFlow
 * runs. Filters are [height, width, channels of the wider image, channels of the narrower image], so that a transposed
 * convolution is the input gradient of the convolution with the same filter.
 */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { hasTensorFlowKernels, kernel } from './kernels.ts';
import { tf } from './tensorflow.ts';

type Shape4D = [number, number, number, number];

const FLOAT = { type: 'float32' } as const;
const STRIDES = [1, 2].map((stride) => {
  const attributes = {
    T: FLOAT,
    strides: { ints: [1, stride, stride, 1] },
    padding: { string: 'VALID' },
    data_format: { string: 'NHWC' },
    use_cudnn_on_gpu: { bool: true },
    dilations: { ints: [1, 1, 1, 1] },
  } as const;
  return {
    forward: kernel('Conv2D', attributes),
    input: kernel('Conv2DBackpropInput', attributes),
    filter: kernel('Conv2DBackpropFilter', attributes),
  };
});
const RELU_GRADIENT = kernel('ReluGrad', { T: FLOAT });

function strided(stride: number) {
  const kernels = STRIDES[stride - 1];
  if (kernels === undefined) throw new Error(`stride is ${stride}, expected 1 or 2`);
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

/** Gradient before a ReLU, from that after it and the ReLU's output. */
export function reluGradient<T extends Tensor>(gradient: T, output: T): T {
  if (hasTensorFlowKernels()) return RELU_GRADIENT.one(gradient, output) as T;
  return gradient.mul(output.step());
}
