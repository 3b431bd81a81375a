/**
 * Writes down, while a computation runs as always, which TensorFlow operations it runs on which tensors: the graph that
 * does the same. What it cannot be sure of it refuses: a tensor that comes neither from an input nor from a recorded
 * operation nor from numbers in the code, and reading back what was computed.
 */
import type { DataType, Tensor } from '@tensorflow/tfjs';
import type { GraphAttribute, GraphEdge, GraphNode } from './graphDef.ts';
import type { RandomStream } from './random.ts';
import { nodeBackend, type NativeAttribute, type NodeBackend } from './kernels.ts';
import { tf } from './tensorflow.ts';
import { listeningToSeeds } from './tensorRandom.ts';

export interface Recording<T> {
  readonly nodes: readonly GraphNode[];
  /** The caller's. */
  readonly result: T;
  /** A node for every tensor of the result, in their order. */
  readonly outputs: readonly GraphEdge[];
  /** The streams that seeded random tensors, draw by draw: placeholders `seed0`, `seed1`, ... */
  readonly seeds: readonly RandomStream[];
}

/**
 * @param inputs what may differ from run to run, in the order of the placeholders `input0`, `input1`, ...
 * @param tensorsOf finds the result's
 */
export function record<T>(
  inputs: readonly Tensor[],
  compute: () => T,
  tensorsOf: (result: T) => readonly Tensor[],
): Recording<T> {
  const recorder = new Recorder(nodeBackend(), inputs);
  const result = recorder.during(compute);
  const outputs = tensorsOf(result).map((tensor) => recorder.output(tensor));
  return { nodes: recorder.nodes, result, outputs, seeds: recorder.seeds };
}

/** Whether some computation is being recorded right now. */
export function isRecording(): boolean {
  return recording;
}
let recording = false;

export function inputName(index: number): string {
  return `input${index}`;
}

export function seedName(index: number): string {
  return `seed${index}`;
}

/** Operations whose type tfjs leaves to TensorFlow to find out, which it does not do for a graph. */
const WITHOUT_TYPE: ReadonlySet<string> = new Set(['ExpandDims']);

interface Source {
  readonly edge: GraphEdge;
  readonly shape: readonly number[];
}

class Recorder {
  readonly nodes: GraphNode[] = [];
  readonly seeds: RandomStream[] = [];
  readonly #backend: NodeBackend;
  /** By what a tensor keeps when it is cloned or reshaped without an operation. */
  readonly #sources = new Map<Tensor['dataId'], Source>();
  readonly #firstId: number;

  constructor(backend: NodeBackend, inputs: readonly Tensor[]) {
    this.#backend = backend;
    const next = tf.scalar(0);
    this.#firstId = next.id;
    next.dispose();
    // Of a tensor that is given twice the last placeholder is used.
    for (const [index, input] of inputs.entries()) this.#placeholder(inputName(index), input);
  }

  during<T>(compute: () => T): T {
    const backend = this.#backend;
    const { executeSingleOutput, executeMultipleOutputs, readSync } = backend;
    backend.executeSingleOutput = (name, attributes, inputs) => {
      const edges = inputs.map((input) => this.edgeOf(input));
      const output = executeSingleOutput.call(backend, name, attributes, inputs);
      this.#operation(name, attributes, inputs, edges, [output]);
      return output;
    };
    backend.executeMultipleOutputs = (name, attributes, inputs, count) => {
      const edges = inputs.map((input) => this.edgeOf(input));
      const outputs = executeMultipleOutputs.call(backend, name, attributes, inputs, count);
      this.#operation(name, attributes, inputs, edges, outputs);
      return outputs;
    };
    backend.readSync = (dataId) => {
      if (this.#sources.has(dataId)) throw new Error('a recorded computation cannot read what it computes');
      return readSync.call(backend, dataId);
    };
    recording = true;
    try {
      return listeningToSeeds((seed, random) => {
        this.#placeholder(seedName(this.seeds.length), seed);
        this.seeds.push(random);
      }, compute);
    } finally {
      recording = false;
      Object.assign(backend, { executeSingleOutput, executeMultipleOutputs, readSync });
    }
  }

  edgeOf(tensor: Tensor): GraphEdge {
    const source = this.#sources.get(tensor.dataId) ?? this.#constant(tensor);
    const { shape } = tensor;
    return shape.join() === source.shape.join() ? source.edge : this.#reshaped(source.edge, tensor);
  }

  /** A session gives each node once: what stands twice in a result, or is an input, has a node of its own. */
  output(tensor: Tensor): GraphEdge {
    const T = { kind: 'type', value: this.#typeOf(tensor.dtype) } as const;
    return this.#add(null, 'Identity', [this.edgeOf(tensor)], { T });
  }

  #placeholder(edge: GraphEdge, { dataId, shape, dtype }: Tensor): void {
    this.#add(edge, 'Placeholder', [], {
      dtype: { kind: 'type', value: this.#typeOf(dtype) },
      shape: { kind: 'shape', value: shape },
    });
    this.#sources.set(dataId, { edge, shape });
  }

  #operation(
    operation: string,
    given: readonly NativeAttribute[],
    inputs: readonly Tensor[],
    edges: readonly GraphEdge[],
    outputs: readonly Tensor[],
  ): void {
    const { binding } = this.#backend;
    const attributes: Record<string, GraphAttribute> = Object.fromEntries(
      given.map((attribute) => [attribute.name, graphAttribute(attribute, binding)]),
    );
    const [first] = inputs;
    if (WITHOUT_TYPE.has(operation) && first !== undefined) {
      attributes['T'] = { kind: 'type', value: this.#typeOf(first.dtype) };
    }
    const name = this.#add(null, operation, edges, attributes);
    for (const [index, { dataId, shape }] of outputs.entries()) {
      this.#sources.set(dataId, { edge: index === 0 ? name : `${name}:${index}`, shape });
    }
  }

  /** Numbers that stand in the code, or follow from what does: TensorFlow has not been given them yet. */
  #constant(tensor: Tensor): Source {
    const { dataId, shape, dtype, id } = tensor;
    const { values } = this.#backend.tensorMap.get(dataId);
    if (values === null || id < this.#firstId || !ArrayBuffer.isView(values)) {
      throw new Error(
        `a recorded computation was given a tensor [${shape.join(', ')}] that is none of its inputs`,
      );
    }
    const type = this.#typeOf(dtype);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
    const source = { edge: this.#constantNode(type, shape, bytes), shape };
    this.#sources.set(dataId, source);
    return source;
  }

  #reshaped(edge: GraphEdge, { shape, dtype }: Tensor): GraphEdge {
    const extents = Int32Array.from(shape);
    const target = this.#constantNode(this.#typeOf('int32'), [shape.length], new Uint8Array(extents.buffer));
    return this.#add(null, 'Reshape', [edge, target], {
      T: { kind: 'type', value: this.#typeOf(dtype) },
      Tshape: { kind: 'type', value: this.#typeOf('int32') },
    });
  }

  #constantNode(type: number, shape: readonly number[], bytes: Uint8Array): GraphEdge {
    return this.#add(null, 'Const', [], {
      dtype: { kind: 'type', value: type },
      value: { kind: 'tensor', type, shape, bytes },
    });
  }

  #add(
    given: string | null,
    operation: string,
    inputs: readonly GraphEdge[],
    attributes: GraphNode['attributes'],
  ): GraphEdge {
    const name = given ?? `node${this.nodes.length}`;
    this.nodes.push({ name, operation, inputs, attributes });
    return name;
  }

  #typeOf(dtype: DataType): number {
    const { TF_FLOAT, TF_INT32, TF_BOOL } = this.#backend.binding;
    const types: Partial<Record<DataType, number | undefined>> = {
      float32: TF_FLOAT,
      int32: TF_INT32,
      bool: TF_BOOL,
    };
    const type = types[dtype];
    if (type === undefined) throw new Error(`a recorded computation cannot have tensors of ${dtype}`);
    return type;
  }
}

/** An attribute as tfjs hands it to TensorFlow. */
function graphAttribute(
  { name, type, value }: NativeAttribute,
  binding: NodeBackend['binding'],
): GraphAttribute {
  if (type === binding['TF_ATTR_TYPE'] && typeof value === 'number') return { kind: 'type', value };
  if (type === binding['TF_ATTR_BOOL'] && typeof value === 'boolean') return { kind: 'bool', value };
  if (type === binding['TF_ATTR_INT']) {
    if (typeof value === 'number') return { kind: 'int', value };
    if (isNumbers(value)) return { kind: 'ints', value };
  }
  if (type === binding['TF_ATTR_FLOAT'] && typeof value === 'number') return { kind: 'float', value };
  if (type === binding['TF_ATTR_STRING'] && typeof value === 'string') return { kind: 'string', value };
  if (type === binding['TF_ATTR_SHAPE'] && isNumbers(value)) return { kind: 'shape', value };
  throw new Error(`a recorded operation has an attribute ${name} of an unknown kind`);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}
