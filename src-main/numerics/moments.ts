/** What an optimizer remembers of each parameter's gradients: running means of first and second order, from zero on. */
import type { CheckpointArray } from '../../shared/checkpoint.ts';
import { StudioError } from '../../shared/errors.ts';
import type { ParameterSpec } from './parameters.ts';
import { tf } from './tensorflow.ts';
import { createVariable, type Variable } from './variable.ts';

const ORDERS = ['first', 'second'] as const;
type Pair = Readonly<Record<(typeof ORDERS)[number], Variable>>;

export class Moments {
  readonly #specs: readonly ParameterSpec[];
  readonly #pairs: ReadonlyMap<string, Pair>;

  constructor(specs: readonly ParameterSpec[]) {
    this.#specs = specs;
    this.#pairs = new Map(
      specs.map(({ name, shape }) => {
        const zeros = tf.zeros([...shape]);
        const pair = { first: createVariable(zeros), second: createVariable(zeros) };
        zeros.dispose();
        return [name, pair];
      }),
    );
  }

  of(name: string): Pair {
    const pair = this.#pairs.get(name);
    if (pair === undefined) throw new Error(`no moments for parameter ${name}`);
    return pair;
  }

  /** Copies for a checkpoint: `<prefix><name>/first` and `/second`. */
  export(prefix: string): Record<string, CheckpointArray> {
    const arrays: Record<string, CheckpointArray> = {};
    for (const { name, shape } of this.#specs) {
      for (const order of ORDERS) {
        const data = this.of(name)[order].value().dataSync<'float32'>().slice();
        arrays[`${prefix}${name}/${order}`] = { shape, data };
      }
    }
    return arrays;
  }

  /** @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape. */
  import(arrays: Readonly<Record<string, CheckpointArray>>, prefix: string): void {
    for (const { name, shape } of this.#specs) {
      for (const order of ORDERS) {
        const path = `${prefix}${name}/${order}`;
        const array = arrays[path];
        if (array === undefined || array.shape.join() !== shape.join()) {
          throw new StudioError('checkpoint.mismatch', {
            array: path,
            expected: `[${shape.join(', ')}]`,
            found: array === undefined ? 'nothing' : `[${array.shape.join(', ')}]`,
          });
        }
        const value = tf.tensor(Float32Array.from(array.data), [...shape], 'float32');
        this.of(name)[order].assign(value);
        value.dispose();
      }
    }
  }

  dispose(): void {
    for (const pair of this.#pairs.values()) for (const order of ORDERS) pair[order].dispose();
  }
}
