/**
 * A computation that is run once operation by operation and from then on as one TensorFlow graph, as `tf.function` does
 * it in Python. An operation run by itself costs some 40 microseconds before it computes anything, in a graph next to
 * nothing, and TensorFlow joins products with what follows them: small networks train about twice as fast.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Tensor } from '@tensorflow/tfjs';
import { SERVING_TAG, savedModelBytes } from './graphDef.ts';
import { inputName, record } from './graphRecorder.ts';
import { hasTensorFlowKernels, nodeBackend } from './kernels.ts';
import { tf } from './tensorflow.ts';
import { disposeAll, tidy } from './tidy.ts';

interface Session {
  readonly id: number;
  readonly outputs: readonly string[];
  /** The result of the recorded run; its tensors are disposed and only mark places. */
  readonly pattern: unknown;
}

export class TracedFunction<A extends readonly unknown[], R> {
  readonly #reads: () => readonly Tensor[];
  readonly #compute: (...given: A) => R;
  /** By everything about the arguments but the numbers in their tensors. */
  readonly #sessions = new Map<string, Session>();

  /**
   * @param reads tensors that `compute` takes from elsewhere, such as parameters; always as many, of the same shapes.
   * @param compute a pure function of those and of its arguments: tensors, null, numbers, strings and flags, in arrays and
   * plain objects; so is its result. Whatever else it depends on must stay as it
   * is, or be a number, string or flag among the arguments. It must not read numbers back.
   */
  constructor(reads: () => readonly Tensor[], compute: (...given: A) => R) {
    this.#reads = reads;
    this.#compute = compute;
  }

  /**
   * Everything returned is the caller's.
   * @throws Error where `compute` uses a tensor that is neither an argument nor among `reads`.
   */
  run(...given: A): R {
    // On a graphics card a session would be a second owner of its memory; untested, so not done.
    const inputs = [...tensorsOf(given), ...this.#reads()];
    if (!hasTensorFlowKernels() || nodeBackend().isUsingGpuDevice) return this.#eagerly(inputs, given);
    const key = `${signature(given)} ${inputs.map(shapeText).join(' ')}`;
    let session = this.#sessions.get(key);
    if (session === undefined) {
      session = this.#trace(inputs, given);
      this.#sessions.set(key, session);
    }
    const feeds = inputs.map((_, index) => ({ name: inputName(index) }));
    const outputs = nodeBackend().runSavedModel(session.id, inputs, feeds, session.outputs);
    return withTensors(session.pattern, outputs) as R;
  }

  dispose(): void {
    for (const { id } of this.#sessions.values()) nodeBackend().deleteSavedModel(id);
    this.#sessions.clear();
  }

  /** An input that is handed on is copied: the result is the caller's to dispose. */
  #eagerly(inputs: readonly Tensor[], given: A): R {
    return tidy(() => {
      const result = this.#compute(...given);
      const own = tensorsOf(result).map((tensor) => (inputs.includes(tensor) ? tensor.clone() : tensor));
      return withTensors(result, own) as R;
    });
  }

  #trace(inputs: readonly Tensor[], given: A): Session {
    const { nodes, result, outputs } = record(inputs, () => this.#eagerly(inputs, given), tensorsOf);
    disposeAll(result);
    return { id: loaded(savedModelBytes(nodes)), outputs, pattern: result };
  }
}

/** tfjs-node loads models from folders alone. */
function loaded(model: Uint8Array): number {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-graph-'));
  try {
    writeFileSync(path.join(folder, 'saved_model.pb'), model);
    return nodeBackend().loadSavedModelMetaGraph(folder, SERVING_TAG);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function shapeText({ dtype, shape }: Tensor): string {
  return `${dtype}[${shape.join()}]`;
}

function isTensor(value: unknown): value is Tensor {
  return value instanceof tf.Tensor;
}

/** In the order of arrays and of objects' keys. */
function tensorsOf(tree: unknown): Tensor[] {
  if (isTensor(tree)) return [tree];
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.values(tree).flatMap(tensorsOf);
}

function signature(tree: unknown): string {
  if (isTensor(tree)) return '.';
  if (typeof tree !== 'object' || tree === null) return JSON.stringify(tree) ?? 'undefined';
  if (ArrayBuffer.isView(tree)) throw new Error('a traced function takes numbers of an array as a tensor');
  return `{${Object.entries(tree)
    .map(([key, value]) => `${key}:${signature(value)}`)
    .join()}}`;
}

/** The tree with other tensors in the tensors' places. */
function withTensors(pattern: unknown, tensors: readonly Tensor[]): unknown {
  let next = 0;
  const filled = (tree: unknown): unknown => {
    if (isTensor(tree)) return tensors[next++];
    if (typeof tree !== 'object' || tree === null) return tree;
    if (Array.isArray(tree)) return tree.map(filled);
    return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, filled(value)]));
  };
  return filled(pattern);
}
