/** Matrix products and biases over rows, by kernel name where TensorFlow runs. */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { hasTensorFlowKernels, kernel } from './kernels.ts';
import { tf } from './tensorflow.ts';
import { tidy } from './tidy.ts';

const FLOAT = { type: 'float32' } as const;
const product = (left: boolean, right: boolean) =>
  kernel('MatMul', { T: FLOAT, transpose_a: { bool: left }, transpose_b: { bool: right } });
const PLAIN = product(false, false);
const LEFT_TRANSPOSED = product(true, false);
const RIGHT_TRANSPOSED = product(false, true);
const BIAS_ADD = kernel('BiasAdd', { T: FLOAT, data_format: { string: 'NHWC' } });
const BIAS_GRADIENT = kernel('BiasAddGrad', { T: FLOAT, data_format: { string: 'NHWC' } });
const INT = { type: 'int32' } as const;
const GATHER = kernel('GatherV2', { Tparams: FLOAT, Tindices: INT, Taxis: INT, batch_dims: { int: 0 } });

/** a b */
export function multiply(a: Tensor2D, b: Tensor2D): Tensor2D {
  return (hasTensorFlowKernels() ? PLAIN.one(a, b) : tf.matMul(a, b)) as Tensor2D;
}

/** a^T b */
export function multiplyLeftTransposed(a: Tensor2D, b: Tensor2D): Tensor2D {
  return (hasTensorFlowKernels() ? LEFT_TRANSPOSED.one(a, b) : tf.matMul(a, b, true, false)) as Tensor2D;
}

/** a b^T */
export function multiplyRightTransposed(a: Tensor2D, b: Tensor2D): Tensor2D {
  return (hasTensorFlowKernels() ? RIGHT_TRANSPOSED.one(a, b) : tf.matMul(a, b, false, true)) as Tensor2D;
}

/** Adds [C] to the last axis of [..., C]. */
export function addBias<T extends Tensor>(x: T, bias: Tensor1D): T {
  return (hasTensorFlowKernels() ? BIAS_ADD.one(x, bias) : x.add(bias)) as T;
}

/** Sum over all axes but the last: what a bias's gradient is. */
export function biasGradient(gradient: Tensor): Tensor1D {
  if (hasTensorFlowKernels()) return BIAS_GRADIENT.one(gradient) as Tensor1D;
  return tidy(() => gradient.reshape([-1, gradient.shape.at(-1) ?? 1]).sum(0));
}

/** The rows at the given places, an int32 tensor that nobody checks: tfjs's own `gather` reads it back to do so. */
export function rowsAt(x: Tensor2D, places: Tensor1D): Tensor2D {
  if (!hasTensorFlowKernels()) return x.gather(places);
  return tidy(() => GATHER.one(x, places, tf.scalar(0, 'int32')) as Tensor2D);
}

/** x kernel + bias */
export function dense(x: Tensor2D, weights: Tensor2D, bias: Tensor1D): Tensor2D {
  return tidy(() => addBias(multiply(x, weights), bias));
}
