/**
 * A model's latent state as plain numbers, so that every step of an episode can be kept and gone back to without
 * holding tensors: a few kilobytes a step.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { LatentState } from '../models/worldModel.ts';
import { tf } from '../numerics/tensorflow.ts';

interface StoredTensor {
  /** The first axis is the batch. */
  readonly shape: readonly number[];
  readonly dtype: Tensor['dtype'];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export type StoredState = Readonly<Record<string, StoredTensor>>;

/** Copies the numbers out; the state stays the caller's. */
export function storeState(state: LatentState): StoredState {
  const stored: Record<string, StoredTensor> = {};
  for (const [name, tensor] of Object.entries(state)) {
    stored[name] = { shape: tensor.shape, dtype: tensor.dtype, data: tensor.dataSync().slice() };
  }
  return stored;
}

/** The caller disposes what it gets (or calls inside `tf.tidy`). */
export function loadState(stored: StoredState): Record<string, Tensor> {
  const state: Record<string, Tensor> = {};
  for (const [name, { shape, dtype, data }] of Object.entries(stored)) {
    state[name] = tf.tensor(data, [...shape], dtype);
  }
  return state;
}

/** Several states as one, along the batch. Names and inner shapes must agree. */
export function joinStates(states: readonly StoredState[]): StoredState {
  const [first] = states;
  if (first === undefined) throw new Error('joinStates needs at least one state');
  if (states.length === 1) return first;
  const joined: Record<string, StoredTensor> = {};
  for (const [name, { shape, dtype, data }] of Object.entries(first)) {
    const parts = states.map((state) => tensorNamed(state, name));
    const total = parts.reduce((sum, part) => sum + part.data.length, 0);
    const together =
      data instanceof Float32Array
        ? new Float32Array(total)
        : data instanceof Int32Array
          ? new Int32Array(total)
          : new Uint8Array(total);
    let offset = 0;
    let batch = 0;
    for (const part of parts) {
      together.set(part.data, offset);
      offset += part.data.length;
      batch += part.shape[0] ?? 1;
    }
    joined[name] = { shape: [batch, ...shape.slice(1)], dtype, data: together };
  }
  return joined;
}

/** One member of a batch, as a batch of one. */
export function memberOf(stored: StoredState, index: number): StoredState {
  const member: Record<string, StoredTensor> = {};
  for (const [name, { shape, dtype, data }] of Object.entries(stored)) {
    const size = data.length / (shape[0] ?? 1);
    member[name] = {
      shape: [1, ...shape.slice(1)],
      dtype,
      data: data.slice(index * size, (index + 1) * size),
    };
  }
  return member;
}

export function batchSizeOf(stored: StoredState): number {
  for (const { shape } of Object.values(stored)) return shape[0] ?? 1;
  return 0;
}

function tensorNamed(state: StoredState, name: string): StoredTensor {
  const tensor = state[name];
  if (tensor === undefined) throw new Error(`state has no ${name}: it has ${Object.keys(state).join(', ')}`);
  return tensor;
}
