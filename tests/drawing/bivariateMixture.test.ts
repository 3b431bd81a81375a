import type { Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bivariateLossAndGradient } from '../../src-main/drawing/bivariateMixture.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { randomNormal } from '../../src-main/numerics/tensorRandom.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { MIXTURE_ROW as ROW, rowComponent as component } from '../support/penMixtureRow.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

/** By the inverse of the covariance matrix, which the tested code never forms. */
function density(x: number, y: number): number {
  return [0, 1].map(component).reduce((sum, { weight, meanX, meanY, sigmaX, sigmaY, rho }) => {
    const [a, b, c] = [sigmaX ** 2, rho * sigmaX * sigmaY, sigmaY ** 2];
    const determinant = a * c - b * b;
    const [dx, dy] = [x - meanX, y - meanY];
    const squared = (c * dx * dx - 2 * b * dx * dy + a * dy * dy) / determinant;
    return sum + (weight * Math.exp(-squared / 2)) / (2 * Math.PI * Math.sqrt(determinant));
  }, 0);
}

describe('bivariateLossAndGradient', () => {
  it('is the negative logarithm of the weighted densities', () => {
    for (const [x, y] of [
      [0, 0],
      [1.2, 0.4],
      [-2.5, 2.2],
    ] as const) {
      const { nll } = bivariateLossAndGradient(tf.tensor2d([ROW]), tf.tensor2d([[x, y]]));
      expect(nll.dataSync()[0]).toBeCloseTo(-Math.log(density(x, y)), 4);
    }
  });

  it('has the gradient that finite differences give', () => {
    const random = RandomStream.named(3, 'gradient');
    const rows = randomNormal([4, 18], random) as Tensor2D;
    const targets = randomNormal([4, 2], random) as Tensor2D;
    const gradient = bivariateLossAndGradient(rows, targets).gradient.arraySync();
    const data = rows.arraySync();
    const step = 5e-3;
    data.forEach((values, n) => {
      values.forEach((value, column) => {
        const at = (by: number) =>
          bivariateLossAndGradient(
            tf.tensor2d(
              data.map((row, i) => (i === n ? row.map((v, j) => (j === column ? value + by : v)) : row)),
            ),
            targets,
          )
            .nll.sum()
            .dataSync()[0] ?? Number.NaN;
        const slope = (at(step) - at(-step)) / (2 * step);
        const actual = gradient[n]?.[column] ?? Number.NaN;
        expect(Math.abs(actual - slope), `row ${n}, column ${column}`).toBeLessThan(
          0.005 * (1 + Math.abs(slope)),
        );
      });
    });
  });

  it('stays finite far from every component', () => {
    const { nll, gradient } = bivariateLossAndGradient(tf.tensor2d([ROW]), tf.tensor2d([[500, -500]]));
    expect([...nll.dataSync(), ...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  });
});
