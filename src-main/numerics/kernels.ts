/**
 * TensorFlow kernels by name. tfjs wraps few of them, and each eager operation costs about 20 microseconds, so the
 * models' inner steps call fused ones directly. Only the `tensorflow` backend has them: callers carry a plain tfjs
 * form for wasm and choose by `hasTensorFlowKernels()`.
 */
import type { DataType, Tensor } from '@tensorflow/tfjs';
import { tf } from './tensorflow.ts';

/** One attribute of a TensorFlow operation, by its kind. */
export type KernelAttribute =
  | { readonly type: DataType }
  | { readonly bool: boolean }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly shape: readonly number[] };

export type KernelAttributes = Readonly<Record<string, KernelAttribute>>;

/** An attribute as tfjs hands it to TensorFlow. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** What tfjs-node's backend offers beyond tfjs's own interface. */
export interface NodeBackend {
  readonly binding: Readonly<Record<string, number>> & {
    /** @param values two 32-bit halves, the low one first, for each int64 */
    createTensor(shape: readonly number[], dtype: number | undefined, values: Int32Array): number;
  };
  readonly isUsingGpuDevice: boolean;
  /** `values`: numbers that TensorFlow has not been given yet; null once it has them. */
  readonly tensorMap: { get(dataId: Tensor['dataId']): { readonly values: unknown } };
  readSync(dataId: Tensor['dataId']): unknown;
  /** @param folder of a saved model @returns the session's id */
  loadSavedModelMetaGraph(folder: string, tag: string): number;
  deleteSavedModel(session: number): void;
  runSavedModel(
    session: number,
    inputs: readonly Tensor[],
    placeholders: readonly { readonly name: string }[],
    outputs: readonly string[],
  ): Tensor[];
  createOutputTensor(handle: {
    readonly id: number;
    readonly shape: readonly number[];
    readonly dtype: number | undefined;
  }): Tensor;
  executeSingleOutput(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly Tensor[],
  ): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
}

/** Only where `hasTensorFlowKernels()`. */
export function nodeBackend(): NodeBackend {
  return tf.backend() as unknown as NodeBackend;
}

/** Whether kernels can be run by name. */
export function hasTensorFlowKernels(): boolean {
  return tf.getBackend() === 'tensorflow';
}

export interface Kernel {
  /** The operation's only (or first) output, owned by the caller or the surrounding `tf.tidy`. */
  one(...inputs: readonly Tensor[]): Tensor;
  /** As many outputs as the operation has. */
  many(outputs: number, ...inputs: readonly Tensor[]): Tensor[];
}

/**
 * Prepares an operation, so that its attributes are translated once and not at every call. Gradients don't pass
 * through it: whoever uses it computes them by hand.
 */
export function kernel(name: string, attributes: KernelAttributes): Kernel {
  let translated: readonly NativeAttribute[] | null = null;
  const native = () => (translated ??= translate(attributes, nodeBackend().binding));
  return {
    one: (...inputs) => nodeBackend().executeSingleOutput(name, native(), inputs),
    many: (outputs, ...inputs) => nodeBackend().executeMultipleOutputs(name, native(), inputs, outputs),
  };
}

/** Runs an operation once, without preparing it. */
export function runKernel(
  name: string,
  attributes: KernelAttributes,
  inputs: readonly Tensor[],
  outputs: number,
): Tensor[] {
  return kernel(name, attributes).many(outputs, ...inputs);
}

/**
 * A non-negative integer as the int64 that some kernels count in; good for nothing but to be handed to them. tfjs has
 * no such type, so it believes it to be int32. The caller's, or the surrounding `tf.tidy`'s.
 */
export function int64Scalar(value: number): Tensor {
  const backend = nodeBackend();
  const { TF_INT32, TF_INT64 } = backend.binding;
  const id = backend.binding.createTensor([], TF_INT64, Int32Array.of(value, 0));
  return backend.createOutputTensor({ id, shape: [], dtype: TF_INT32 });
}

const DTYPE_CONSTANTS: Readonly<Record<DataType, string>> = {
  float32: 'TF_FLOAT',
  int32: 'TF_INT32',
  bool: 'TF_BOOL',
  complex64: 'TF_COMPLEX64',
  string: 'TF_STRING',
};

function translate(
  attributes: KernelAttributes,
  binding: Readonly<Record<string, number>>,
): NativeAttribute[] {
  const constant = (name: string) => {
    const value = binding[name];
    if (value === undefined) throw new Error(`TensorFlow's binding has no constant ${name}`);
    return value;
  };
  return Object.entries(attributes).map(([name, attribute]) => {
    if ('type' in attribute) {
      return { name, type: constant('TF_ATTR_TYPE'), value: constant(DTYPE_CONSTANTS[attribute.type]) };
    }
    if ('bool' in attribute) return { name, type: constant('TF_ATTR_BOOL'), value: attribute.bool };
    if ('int' in attribute) return { name, type: constant('TF_ATTR_INT'), value: attribute.int };
    if ('ints' in attribute) return { name, type: constant('TF_ATTR_INT'), value: attribute.ints };
    if ('float' in attribute) return { name, type: constant('TF_ATTR_FLOAT'), value: attribute.float };
    if ('shape' in attribute) return { name, type: constant('TF_ATTR_SHAPE'), value: attribute.shape };
    return { name, type: constant('TF_ATTR_STRING'), value: attribute.string };
  });
}
