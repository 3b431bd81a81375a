/**
 * The trainable numbers of one model, by path. On TensorFlow each lives in a resource variable, so that the optimizer
 * updates it in place by one fused kernel; on wasm it is a plain tensor that updates replace.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { CheckpointArray } from '../../shared/checkpoint.ts';
import { StudioError } from '../../shared/errors.ts';
import { RandomStream } from './random.ts';
import { tf } from './tensorflow.ts';
import { randomUniform } from './tensorRandom.ts';
import { createVariable, type Variable } from './variable.ts';

/** How a parameter begins. Glorot's bounds need the fans, which a shape alone does not tell for combined matrices. */
export type Initialiser =
  | { readonly kind: 'zeros' }
  | { readonly kind: 'ones' }
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'glorotUniform'; readonly fanIn: number; readonly fanOut: number };

export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialiser: Initialiser;
}

/** What a checkpoint holds of a model: the arrays whose path begins with `prefix`. */
export interface StoredParameters {
  readonly arrays: Readonly<Record<string, CheckpointArray>>;
  readonly prefix: string;
}

/** Where a model's parameters come from: drawn from a stream (the same one gives the same model), or as they were kept. */
export type ParameterSource = RandomStream | StoredParameters;

export class ParameterSet {
  readonly specs: readonly ParameterSpec[];
  readonly #variables = new Map<string, Variable>();

  /**
   * Draws every parameter in the order of `specs`, or takes them from where they were kept and draws nothing.
   * @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape
   */
  constructor(specs: readonly ParameterSpec[], source: ParameterSource) {
    this.specs = specs;
    if (!(source instanceof RandomStream)) assertFits(specs, source);
    for (const spec of specs) {
      const initial =
        source instanceof RandomStream
          ? tf.tidy(() => initialValue(spec, source))
          : storedTensor(source, spec);
      this.#variables.set(spec.name, createVariable(initial));
      initial.dispose();
    }
  }

  /** How many numbers there are in all. */
  get count(): number {
    return this.specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  }

  /** The present value. Owned by the set, and disposed at the next update: never keep it beyond one step. */
  get<T extends Tensor = Tensor>(name: string): T {
    return this.variable(name).value() as T;
  }

  /** Where the value lives: for optimizers. */
  variable(name: string): Variable {
    const variable = this.#variables.get(name);
    if (variable === undefined) throw new Error(`no parameter is called ${name}`);
    return variable;
  }

  /** Every present value by path; owned by the set like `get`'s. */
  tensors(): ReadonlyMap<string, Tensor> {
    return new Map(this.specs.map(({ name }) => [name, this.get(name)]));
  }

  /** The same in the order of `specs`. */
  values(): readonly Tensor[] {
    return [...this.tensors().values()];
  }

  /** Copies for a checkpoint, each path after `prefix`. */
  export(prefix = ''): Record<string, CheckpointArray> {
    return Object.fromEntries(
      this.specs.map(({ name, shape }) => [
        prefix + name,
        { shape, data: this.get(name).dataSync<'float32'>().slice() },
      ]),
    );
  }

  /** @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape. */
  import(arrays: Readonly<Record<string, CheckpointArray>>, prefix = ''): void {
    const stored = { arrays, prefix };
    assertFits(this.specs, stored);
    for (const spec of this.specs) this.assign(spec.name, storedTensor(stored, spec));
  }

  /** Sets one parameter; takes the tensor over. */
  assign(name: string, value: Tensor): void {
    this.variable(name).assign(value);
    value.dispose();
  }

  dispose(): void {
    for (const variable of this.#variables.values()) variable.dispose();
    this.#variables.clear();
  }
}

function initialValue({ shape, initialiser }: ParameterSpec, random: RandomStream): Tensor {
  if (initialiser.kind === 'zeros') return tf.zeros([...shape]);
  if (initialiser.kind === 'ones') return tf.ones([...shape]);
  if (initialiser.kind === 'uniform') {
    return randomUniform(shape, random, -initialiser.bound, initialiser.bound);
  }
  const bound = Math.sqrt(6 / (initialiser.fanIn + initialiser.fanOut));
  return randomUniform(shape, random, -bound, bound);
}

function assertFits(specs: readonly ParameterSpec[], { arrays, prefix }: StoredParameters): void {
  for (const { name, shape } of specs) {
    const array = arrays[prefix + name];
    if (array !== undefined && array.shape.join() === shape.join()) continue;
    throw new StudioError('checkpoint.mismatch', {
      array: prefix + name,
      expected: `[${shape.join(', ')}]`,
      found: array === undefined ? 'nothing' : `[${array.shape.join(', ')}]`,
    });
  }
}

/** To be copied into a variable at once: TensorFlow reads the array itself, and only when the tensor is first used. */
function storedTensor({ arrays, prefix }: StoredParameters, { name, shape }: ParameterSpec): Tensor {
  const data = arrays[prefix + name]?.data ?? [];
  return tf.tensor(data instanceof Float32Array ? data : new Float32Array(data), [...shape], 'float32');
}
