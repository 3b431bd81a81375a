import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { symmetricEigen } from '../../../src-main/algorithms/world-models/symmetricEigen.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';

function randomSymmetric(n: number, seed: number): Float64Array {
  const random = RandomStream.named(seed, 'matrix');
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = random.normal();
  }
  return matrix;
}

/** Largest element of A - sum of values[k] v_k v_k^T, and of V V^T - I. */
function residuals(matrix: Float64Array, n: number): { rebuilt: number; orthonormal: number } {
  const { values, vectors } = symmetricEigen(matrix, n);
  let rebuilt = 0;
  let orthonormal = 0;
  const at = (k: number, i: number) => vectors[k * n + i] ?? Number.NaN;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      let product = 0;
      for (let k = 0; k < n; k++) {
        sum += (values[k] ?? Number.NaN) * at(k, i) * at(k, j);
        product += at(i, k) * at(j, k);
      }
      rebuilt = Math.max(rebuilt, Math.abs(sum - (matrix[i * n + j] ?? 0)));
      orthonormal = Math.max(orthonormal, Math.abs(product - (i === j ? 1 : 0)));
    }
  }
  return { rebuilt, orthonormal };
}

describe('symmetricEigen', () => {
  it('rebuilds any symmetric matrix from orthonormal eigenvectors, to rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (n, seed) => {
        const { rebuilt, orthonormal } = residuals(randomSymmetric(n, seed), n);
        expect(rebuilt).toBeLessThan(1e-12);
        expect(orthonormal).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the known eigenvalues of a second-difference matrix, ascending', () => {
    const n = 60;
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      matrix[i * n + i] = 2;
      if (i > 0) matrix[i * n + i - 1] = matrix[(i - 1) * n + i] = -1;
    }
    const { values } = symmetricEigen(matrix, n);
    values.forEach((value, k) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 12);
    });
  });

  it('keeps the small eigenvalues of a matrix of condition 1e12 positive', () => {
    const n = 30;
    const { vectors } = symmetricEigen(randomSymmetric(n, 3), n);
    const matrix = new Float64Array(n * n);
    for (let k = 0; k < n; k++) {
      const value = Math.exp((-Math.log(1e12) * k) / (n - 1));
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const element = value * (vectors[k * n + i] ?? 0) * (vectors[k * n + j] ?? 0);
          matrix[i * n + j] = (matrix[i * n + j] ?? 0) + element;
        }
      }
    }
    const { values } = symmetricEigen(matrix, n);
    expect(values[0]).toBeGreaterThan(0.9e-12);
    expect(values[0]).toBeLessThan(1.1e-12);
  });

  it('handles diagonal, repeated and zero eigenvalues', () => {
    expect(Array.from(symmetricEigen(new Float64Array([3, 0, 0, 0, 1, 0, 0, 0, 1]), 3).values)).toEqual([
      1, 1, 3,
    ]);
    expect(Array.from(symmetricEigen(new Float64Array(16), 4).values)).toEqual([0, 0, 0, 0]);
  });

  it('leaves its input alone and refuses what is not finite', () => {
    const matrix = randomSymmetric(6, 1);
    const copy = matrix.slice();
    symmetricEigen(matrix, 6);
    expect(matrix).toEqual(copy);
    matrix[7] = Number.NaN;
    expect(() => symmetricEigen(matrix, 6)).toThrow('NaN');
  });
});
