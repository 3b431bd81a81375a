/**
 * Returns told as a distribution over atoms at even distances, and the projection of a shifted and shrunk one back onto them
 * (Bellemare et al. 2017, arXiv:1707.06887, algorithm 1). Every function runs inside the caller's `tf.tidy`.
 */
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { tf } from '../../numerics/tensorflow.ts';

export interface Atoms {
  readonly count: number;
  readonly lowest: number;
  readonly highest: number;
}

/** [count] */
export function atomValues({ count, lowest, highest }: Atoms): Tensor1D {
  return tf.tensor1d(
    Float32Array.from({ length: count }, (_, j) => lowest + ((highest - lowest) * j) / (count - 1)),
  );
}

/**
 * What a distribution becomes under z -> R + G z, each atom's mass given to the two nearest atoms in proportion to nearness;
 * what falls beyond an end is that end's. Mass is kept.
 * @param probabilities [B, count] @param rewards [B] @param discounts [B] @returns [B, count]
 */
export function project(
  atoms: Atoms,
  probabilities: Tensor2D,
  rewards: Tensor1D,
  discounts: Tensor1D,
): Tensor2D {
  const { count, lowest, highest } = atoms;
  const distance = (highest - lowest) / (count - 1);
  const values = atomValues(atoms);
  const moved = tf.clipByValue(
    rewards.expandDims<Tensor2D>(1).add(discounts.expandDims<Tensor2D>(1).mul(values.expandDims(0))),
    lowest,
    highest,
  );
  // [B, from, to]: 1 where an atom lands on another, 0 from a whole distance on.
  const nearness = tf.relu(
    tf.scalar(1).sub(
      moved
        .expandDims<Tensor3D>(2)
        .sub(values.reshape([1, 1, count]))
        .abs()
        .div(distance),
    ),
  );
  return nearness.mul(probabilities.expandDims<Tensor3D>(2)).sum<Tensor2D>(1);
}
