/**
 * Elementwise operations and reductions by kernel name, for inner loops where tfjs's own wrappers cost more than the
 * arithmetic. Shapes broadcast as in TensorFlow; both sides are float32. Elsewhere use the tensors' own methods.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { hasTensorFlowKernels, kernel, type Kernel } from './kernels.ts';
import { tf } from './tensorflow.ts';

const FLOAT = { type: 'float32' } as const;

function binary(name: string, plain: (a: Tensor, b: Tensor) => Tensor) {
  const native = kernel(name, { T: FLOAT });
  return <T extends Tensor = Tensor>(a: T, b: Tensor): T =>
    (hasTensorFlowKernels() ? native.one(a, b) : plain(a, b)) as T;
}

function unary(name: string, plain: (x: Tensor) => Tensor) {
  const native = kernel(name, { T: FLOAT });
  return <T extends Tensor = Tensor>(x: T): T => (hasTensorFlowKernels() ? native.one(x) : plain(x)) as T;
}

export const add = binary('AddV2', (a, b) => tf.add(a, b));
export const subtract = binary('Sub', (a, b) => tf.sub(a, b));
export const times = binary('Mul', (a, b) => tf.mul(a, b));
export const divide = binary('RealDiv', (a, b) => tf.div(a, b));
export const maximum = binary('Maximum', (a, b) => tf.maximum(a, b));
/** A boolean tensor: where a < b. */
export const less = binary('Less', (a, b) => tf.less(a, b));
export const exp = unary('Exp', (x) => tf.exp(x));
export const log = unary('Log', (x) => tf.log(x));
export const negative = unary('Neg', (x) => tf.neg(x));
export const square = unary('Square', (x) => tf.square(x));
export const sigmoid = unary('Sigmoid', (x) => tf.sigmoid(x));
export const rsqrt = unary('Rsqrt', (x) => tf.rsqrt(x));
export const tanh = unary('Tanh', (x) => tf.tanh(x));

export const elu = unary('Elu', (x) => tf.elu(x));
export const softplus = unary('Softplus', (x) => x.relu().add(x.abs().neg().exp().add(1).log()));

const ELU_GRADIENT = kernel('EluGrad', { T: FLOAT });

/** Gradient before an ELU (slope 1 below 0 too), from that after it and the ELU's output. */
export function eluGradient<T extends Tensor>(gradient: T, output: T): T {
  if (hasTensorFlowKernels()) return ELU_GRADIENT.one(gradient, output) as T;
  return gradient.mul(output.minimum(0).add(1));
}

const SELECT = kernel('SelectV2', { T: FLOAT });

/** `yes` where the boolean condition holds, else `no`. */
export function select<T extends Tensor>(condition: Tensor, yes: T, no: T): T {
  return (hasTensorFlowKernels() ? SELECT.one(condition, yes, no) : tf.where(condition, yes, no)) as T;
}

const REDUCTION = { T: FLOAT, Tidx: { type: 'int32' }, keep_dims: { bool: true } } as const;
const MAX = kernel('Max', REDUCTION);
const SUM = kernel('Sum', REDUCTION);
const MEAN = kernel('Mean', REDUCTION);

function reduction(native: Kernel, plain: (x: Tensor, axis: number) => Tensor) {
  return <T extends Tensor>(x: T, axis: number): T =>
    (hasTensorFlowKernels() ? native.one(x, tf.scalar(axis, 'int32')) : plain(x, axis)) as T;
}

/** All keep the reduced axis with extent 1. Inside the caller's `tidy`. */
export const maxOver = reduction(MAX, (x, axis) => x.max(axis, true));
export const sumOver = reduction(SUM, (x, axis) => x.sum(axis, true));
export const meanOver = reduction(MEAN, (x, axis) => x.mean(axis, true));
