/**
 * A computation that is run once operation by operation and from then on as one TensorFlow graph, as `tf.function` does
 * it in Python. An operation run by itself costs some 40 microseconds before it computes anything, in a graph next to
 * nothing, and TensorFlow joins products with what follows them: small networks train about twice as fast.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Tensor } from '@tensorflow/tfjs';
import { at } from './at.ts';
import { SERVING_TAG, savedModelBytes } from './graphDef.ts';
import { inputName, isRecording, record, seedName } from './graphRecorder.ts';
import { hasTensorFlowKernels, nodeBackend } from './kernels.ts';
import { RandomStream } from './random.ts';
import { tf } from './tensorflow.ts';
import { disposeAll, tidy } from './tidy.ts';

interface Session {
  readonly id: number;
  /** The placeholders: of the inputs, then of the seeds. */
  readonly feeds: readonly { readonly name: string }[];
  readonly outputs: readonly string[];
  /** For each random tensor which of the arguments' streams seeds it. */
  readonly seeds: readonly number[];
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
   * @param compute a pure function of those and of its arguments: tensors, random streams, null, numbers, strings and
   * flags, in arrays and plain objects; its result is the same without streams. Whatever else it depends on must stay as
   * it is. It may neither read numbers back nor draw any from a stream but in random tensors.
   */
  constructor(reads: () => readonly Tensor[], compute: (...given: A) => R) {
    this.#reads = reads;
    this.#compute = compute;
  }

  /**
   * Everything returned is the caller's. Inside another traced function it becomes part of that.
   * @throws Error where `compute` uses a tensor or a stream that is neither an argument nor among `reads`.
   */
  run(...given: A): R {
    const inputs = [...all(given, isTensor), ...this.#reads()];
    // On a graphics card a session would be a second owner of its memory; untested, so not done.
    if (!hasTensorFlowKernels() || nodeBackend().isUsingGpuDevice || isRecording()) {
      return this.#eagerly(inputs, given);
    }
    const streams = all(given, isStream);
    const key = `${signature(given)} ${inputs.map(shapeText).join(' ')} ${repeats(inputs)}`;
    const session = this.#sessions.get(key);
    if (session !== undefined) return run(session, inputs, streams) as R;
    const traced = this.#traceAndRun(inputs, streams, given);
    this.#sessions.set(key, traced.session);
    return traced.result;
  }

  dispose(): void {
    for (const { id } of this.#sessions.values()) nodeBackend().deleteSavedModel(id);
    this.#sessions.clear();
  }

  /** An input that is handed on is copied: the result is the caller's to dispose. */
  #eagerly(inputs: readonly Tensor[], given: A): R {
    return tidy(() => {
      const result = this.#compute(...given);
      const own = all(result, isTensor).map((tensor) => (inputs.includes(tensor) ? tensor.clone() : tensor));
      return withTensors(result, own) as R;
    });
  }

  #traceAndRun(
    inputs: readonly Tensor[],
    streams: readonly RandomStream[],
    given: A,
  ): { readonly session: Session; readonly result: R } {
    const states = () => streams.map((stream) => stream.state());
    const before = states();
    const session = this.#trace(inputs, streams, given);
    const recorded = states();
    // The graph draws again what was drawn while it was recorded.
    streams.forEach((stream, index) => stream.restore(at(before, index)));
    const result = run(session, inputs, streams) as R;
    if (JSON.stringify(states()) !== JSON.stringify(recorded)) {
      nodeBackend().deleteSavedModel(session.id);
      throw new Error('a traced function drew numbers that are no random tensor from a stream');
    }
    return { session, result };
  }

  #trace(inputs: readonly Tensor[], streams: readonly RandomStream[], given: A): Session {
    const compute = () => this.#eagerly(inputs, given);
    const { nodes, result, outputs, seeds } = record(inputs, compute, (tree) => all(tree, isTensor));
    disposeAll(result);
    const indices = seeds.map((stream) => streams.indexOf(stream));
    if (indices.includes(-1))
      throw new Error('a traced function drew from a stream that is none of its inputs');
    const names = [
      ...inputs.map((_, index) => inputName(index)),
      ...seeds.map((_, index) => seedName(index)),
    ];
    const feeds = names.map((name) => ({ name }));
    return { id: loaded(savedModelBytes(nodes)), feeds, outputs, seeds: indices, pattern: result };
  }
}

function run(
  { id, feeds, outputs, seeds, pattern }: Session,
  inputs: readonly Tensor[],
  streams: readonly RandomStream[],
) {
  const drawn = seeds.map((index) => tf.tensor1d(at(streams, index).tensorSeed(), 'int32'));
  const results = nodeBackend().runSavedModel(id, [...inputs, ...drawn], feeds, outputs);
  disposeAll(drawn);
  return withTensors(pattern, results);
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

/** Which inputs are the same tensor: recorded so, they could not be told apart later. Mostly none. */
function repeats(inputs: readonly Tensor[]): string {
  const places = new Map<Tensor['dataId'], number>();
  return inputs
    .flatMap(({ dataId }, index) => {
      const place = places.get(dataId);
      if (place === undefined) places.set(dataId, index);
      return place === undefined ? [] : [`${index}=${place}`];
    })
    .join();
}

function isTensor(value: unknown): value is Tensor {
  return value instanceof tf.Tensor;
}

function isStream(value: unknown): value is RandomStream {
  return value instanceof RandomStream;
}

/** In the order of arrays and of objects' keys. */
function all<T>(tree: unknown, is: (value: unknown) => value is T): T[] {
  if (is(tree)) return [tree];
  if (typeof tree !== 'object' || tree === null || isTensor(tree) || isStream(tree)) return [];
  return Object.values(tree).flatMap((value) => all(value, is));
}

function signature(tree: unknown): string {
  if (isTensor(tree)) return '.';
  if (isStream(tree)) return '~';
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
