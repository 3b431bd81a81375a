/** What A3C's workers share: parameters and the optimiser's statistics in plain memory, and a gradient's place for each. */
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import { StudioError } from '../../../shared/errors.ts';
import { elementCount } from '../../../shared/spaces.ts';
import type { ParameterSet, ParameterSpec } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';
import type { OptimisedArrays } from './optimiser.ts';

/** Every array is over a SharedArrayBuffer of its own. */
export interface SharedMemory extends OptimisedArrays {
  /** See `COUNTER`. */
  readonly counters: Int32Array;
  /** One a worker, as long as the parameters. */
  readonly gradients: readonly Float32Array[];
}

export const COUNTER = {
  /** Frames of all workers. */
  environmentSteps: 0,
  /** Gradients applied. */
  updates: 1,
  /** Roll-outs that may still be begun where workers do not wait for each other. */
  tickets: 2,
} as const;

type Statistics = 'means' | 'squares';

export function createSharedMemory(
  specs: readonly ParameterSpec[],
  workers: number,
  optimiser: 'rmsprop' | 'adam',
): SharedMemory {
  const count = specs.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  const floats = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));
  return {
    values: floats(count),
    means: floats(optimiser === 'adam' ? count : 0),
    squares: floats(count),
    counters: new Int32Array(new SharedArrayBuffer(4 * Object.keys(COUNTER).length)),
    gradients: Array.from({ length: workers }, () => floats(count)),
  };
}

/** Each parameter's part of an array over all of them. */
function parts(
  specs: readonly ParameterSpec[],
  whole: Float32Array,
): { readonly spec: ParameterSpec; readonly part: Float32Array }[] {
  let at = 0;
  return specs.map((spec) => {
    const part = whole.subarray(at, at + elementCount(spec.shape));
    at += part.length;
    return { spec, part };
  });
}

/** The parameters as they are now, into a set of one's own. */
export function pullParameters({ values }: Pick<SharedMemory, 'values'>, into: ParameterSet): void {
  for (const { spec, part } of parts(into.specs, values)) {
    // A copy: TensorFlow may read the numbers later than they are handed over.
    into.assign(spec.name, tf.tensor(part.slice(), [...spec.shape], 'float32'));
  }
}

/** A set's parameters, for all. */
export function pushParameters({ values }: Pick<SharedMemory, 'values'>, from: ParameterSet): void {
  for (const { spec, part } of parts(from.specs, values)) part.set(from.get(spec.name).dataSync<'float32'>());
}

/** Copies of parameters and statistics for a checkpoint: `<agent><name>`, `optimizer/<statistics>/<name>`. */
export function exportMemory(
  specs: readonly ParameterSpec[],
  memory: SharedMemory,
  agent: string,
): Record<string, CheckpointArray> {
  const arrays: Record<string, CheckpointArray> = {};
  const add = (whole: Float32Array, prefix: string) => {
    for (const { spec, part } of parts(specs, whole))
      arrays[prefix + spec.name] = { shape: spec.shape, data: part.slice() };
  };
  add(memory.values, agent);
  for (const name of statisticsOf(memory)) add(memory[name], `optimizer/${name}/`);
  return arrays;
}

/** @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape. */
export function importMemory(
  specs: readonly ParameterSpec[],
  memory: SharedMemory,
  agent: string,
  arrays: Readonly<Record<string, CheckpointArray>>,
): void {
  const take = (whole: Float32Array, prefix: string) => {
    for (const { spec, part } of parts(specs, whole)) {
      const array = arrays[prefix + spec.name];
      if (array === undefined || array.shape.join() !== spec.shape.join()) {
        throw new StudioError('checkpoint.mismatch', {
          array: prefix + spec.name,
          expected: `[${spec.shape.join(', ')}]`,
          found: array === undefined ? 'nothing' : `[${array.shape.join(', ')}]`,
        });
      }
      part.set(array.data);
    }
  };
  take(memory.values, agent);
  for (const name of statisticsOf(memory)) take(memory[name], `optimizer/${name}/`);
}

function statisticsOf({ means }: SharedMemory): readonly Statistics[] {
  return means.length > 0 ? ['means', 'squares'] : ['squares'];
}
