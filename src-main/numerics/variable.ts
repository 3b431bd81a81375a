/** One mutable tensor: a TensorFlow resource that kernels update in place, or on wasm a plain tensor. */
import type { Tensor } from '@tensorflow/tfjs';
import { hasTensorFlowKernels, kernel } from './kernels.ts';
import { tf } from './tensorflow.ts';

export interface Variable {
  readonly shape: readonly number[];
  /** The present value; owned by the variable, disposed when it changes. */
  value(): Tensor;
  /** Copies the tensor's numbers; the caller still owns it. */
  assign(value: Tensor): void;
  /** TensorFlow's handle, for kernels that write to it (call `changed()` first); null on wasm. */
  readonly handle: Tensor | null;
  /** Drops the cached value: with no reader left, a kernel can write in place instead of copying. */
  changed(): void;
  dispose(): void;
}

const FLOAT = { dtype: { type: 'float32' } } as const;
const READ = kernel('ReadVariableOp', FLOAT);
const ASSIGN = kernel('AssignVariableOp', { ...FLOAT, validate_shape: { bool: false } });
const DESTROY = kernel('DestroyResourceOp', { ignore_lookup_error: { bool: true } });
let created = 0;

/** A variable that begins as a copy of `initial`, which the caller still owns. */
export function createVariable(initial: Tensor): Variable {
  return hasTensorFlowKernels() ? resourceVariable(initial) : plainVariable(initial);
}

function resourceVariable(initial: Tensor): Variable {
  const shape = [...initial.shape];
  const open = kernel('VarHandleOp', {
    ...FLOAT,
    container: { string: '' },
    // TensorFlow shares a variable between handles of one name.
    shared_name: { string: `variable${created++}` },
    shape: { shape },
  });
  const handle = tf.keep(open.one());
  // Shares the tensor's memory until one of both changes: TensorFlow then copies.
  ASSIGN.many(0, handle, initial);
  let cached: Tensor | null = null;
  const changed = () => {
    cached?.dispose();
    cached = null;
  };
  return {
    shape,
    handle,
    value: () => (cached ??= tf.keep(READ.one(handle))),
    assign(value) {
      assertSameShape(shape, value);
      changed();
      ASSIGN.many(0, handle, value);
    },
    changed,
    dispose() {
      changed();
      DESTROY.many(0, handle);
      handle.dispose();
    },
  };
}

function plainVariable(initial: Tensor): Variable {
  const shape = [...initial.shape];
  let current = tf.keep(initial.clone());
  return {
    shape,
    handle: null,
    value: () => current,
    assign(value) {
      assertSameShape(shape, value);
      const next = tf.keep(value.clone());
      current.dispose();
      current = next;
    },
    changed: () => undefined,
    dispose: () => {
      current.dispose();
    },
  };
}

function assertSameShape(shape: readonly number[], value: Tensor): void {
  if (value.shape.join() !== shape.join()) {
    throw new Error(`a variable of shape [${shape.join(', ')}] was given [${value.shape.join(', ')}]`);
  }
}
