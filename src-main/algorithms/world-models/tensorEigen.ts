/**
 * Eigenvectors of large symmetric matrices by TensorFlow: at 1,088 dimensions ten times as fast as in doubles here,
 * but in single precision, so eigenvalues below a millionth of the largest are noise and are raised to it.
 */
import { hasTensorFlowKernels, kernel } from '../../numerics/kernels.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { LAZY_DIMENSION } from './cmaEs.ts';
import { symmetricEigen } from './symmetricEigen.ts';
import type { EigenDecomposition } from './symmetricEigen.ts';

const SINGLE_PRECISION_FLOOR = 1e-6;
const EIGEN = kernel('SelfAdjointEigV2', { compute_v: { bool: true }, T: { type: 'float32' } });

/** In doubles below `LAZY_DIMENSION` and on wasm, else by TensorFlow. */
export function decompose(matrix: Float64Array, n: number): EigenDecomposition {
  if (n < LAZY_DIMENSION || !hasTensorFlowKernels()) return symmetricEigen(matrix, n);
  const largestElement = matrix.reduce((most, element) => Math.max(most, Math.abs(element)), 0);
  if (!Number.isFinite(largestElement)) throw new Error(`matrix holds ${largestElement}`);
  const [values, vectors] = tf.tidy(() => {
    const scaled = Float32Array.from(matrix, (element) => element / largestElement);
    const [eigenvalues, columns] = EIGEN.many(2, tf.tensor2d(scaled, [n, n]));
    if (eigenvalues === undefined || columns === undefined) throw new Error('SelfAdjointEigV2 gave nothing');
    return [eigenvalues.dataSync<'float32'>(), columns.transpose().dataSync<'float32'>()];
  }) as unknown as [Float32Array, Float32Array];
  const floor = SINGLE_PRECISION_FLOOR * (values[n - 1] ?? 0);
  return {
    values: Float64Array.from(values, (value) => Math.max(value, floor) * largestElement),
    vectors: Float64Array.from(vectors),
  };
}
