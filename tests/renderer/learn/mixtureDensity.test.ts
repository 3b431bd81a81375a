import { describe, expect, test } from 'vitest';
import {
  atTemperature,
  componentsOf,
  density,
  deviationOf,
  entropy,
  meanOf,
} from '../../../src-renderer/learn/mixtureDensity.ts';

const ONE = [{ weight: 1, mean: 0.4, deviation: 0.5 }];
const TWO = [
  { weight: 0.25, mean: -1, deviation: 0.2 },
  { weight: 0.75, mean: 2, deviation: 0.6 },
];
const gaussianEntropy = (deviation: number) => 0.5 * Math.log(2 * Math.PI * Math.E * deviation * deviation);

describe('the mixture that M expects a latent number from', () => {
  test('is read row by row', () => {
    const mixture = {
      mixtures: 2,
      weights: Float32Array.of(1, 0, 0.25, 0.75),
      means: Float32Array.of(9, 9, -1, 2),
      deviations: Float32Array.of(1, 1, 0.5, 0.25),
    };
    expect(componentsOf(mixture, 1)).toEqual([
      { weight: 0.25, mean: -1, deviation: 0.5 },
      { weight: 0.75, mean: 2, deviation: 0.25 },
    ]);
  });

  test('has the mean and the spread of its parts and of the way between them', () => {
    expect(meanOf(TWO)).toBeCloseTo(1.25, 10);
    expect(deviationOf(TWO)).toBeCloseTo(Math.sqrt(0.25 * 1.04 + 0.75 * 4.36 - 1.25 * 1.25), 10);
  });

  test('has a density that sums to one', () => {
    let sum = 0;
    for (let x = -10; x < 10; x += 0.001) sum += density(TWO, x) * 0.001;
    expect(sum).toBeCloseTo(1, 5);
  });

  test("has a Gaussian's entropy where it is one, and the choice's on top where its parts are apart", () => {
    expect(entropy(ONE)).toBeCloseTo(gaussianEntropy(0.5), 6);
    const far = [
      { weight: 0.5, mean: -50, deviation: 0.5 },
      { weight: 0.5, mean: 50, deviation: 0.5 },
    ];
    expect(entropy(far)).toBeCloseTo(gaussianEntropy(0.5) + Math.log(2), 3);
  });

  test('leaves out parts without weight or width far away', () => {
    expect(entropy([...ONE, { weight: 0, mean: 1e6, deviation: 1 }])).toBeCloseTo(gaussianEntropy(0.5), 6);
  });
});

describe('the temperature', () => {
  test('of one changes nothing', () => {
    expect(atTemperature(TWO, 1)).toEqual(TWO);
  });

  test('makes choices more even and parts wider as it rises, and the other way as it falls', () => {
    const [hot] = atTemperature(TWO, 2);
    const [cold] = atTemperature(TWO, 0.1);
    expect(hot?.weight).toBeCloseTo(0.5 / (0.5 + Math.sqrt(0.75)), 10);
    expect(hot?.deviation).toBeCloseTo(0.2 * Math.SQRT2, 10);
    expect(cold?.weight).toBeLessThan(0.001);
    expect(entropy(atTemperature(TWO, 2))).toBeGreaterThan(entropy(TWO));
  });
});
