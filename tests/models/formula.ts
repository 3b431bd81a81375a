/** The weights that tests/golden/models/make_golden.py uses, so that they need not be stored. */
import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../../src-main/numerics/tensorflow.ts';

/** scale * sin(1.7 i + seed), the index i taken modulo 100,003. */
export function formula<T extends Tensor = Tensor>(shape: readonly number[], seed: number, scale: number): T {
  const values = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
  for (let i = 0; i < values.length; i++) values[i] = scale * Math.sin(1.7 * (i % 100_003) + seed);
  return tf.tensor(values, [...shape]) as T;
}
