import { describe, expect, it } from 'vitest';
import { gaussianKl, latentKl } from '../../../src-renderer/learn/gaussianKl.ts';

describe('the divergence of two Gaussians', () => {
  it('is nothing between equals, and half a nat a deviation apart', () => {
    expect(gaussianKl({ mean: 3, deviation: 0.7 }, { mean: 3, deviation: 0.7 })).toBeCloseTo(0, 12);
    expect(gaussianKl({ mean: 2, deviation: 1 }, { mean: 1, deviation: 1 })).toBeCloseTo(0.5, 12);
  });

  it('is no distance: a narrow one under a wide one costs less than the other way round', () => {
    const [narrow, wide] = [
      { mean: 0, deviation: 0.5 },
      { mean: 0, deviation: 2 },
    ];
    expect(gaussianKl(narrow, wide)).toBeCloseTo(Math.log(4) + 1 / 32 - 0.5, 12);
    expect(gaussianKl(wide, narrow)).toBeCloseTo(-Math.log(4) + 8 - 0.5, 12);
  });

  it('is the integral of what the one says of its surprise, computed number by number', () => {
    const [one, other] = [
      { mean: 0.3, deviation: 0.8 },
      { mean: -0.5, deviation: 1.4 },
    ];
    const density = (x: number, { mean, deviation }: typeof one) =>
      Math.exp(-((x - mean) ** 2) / (2 * deviation ** 2)) / (deviation * Math.sqrt(2 * Math.PI));
    let sum = 0;
    const step = 0.001;
    for (let x = -8; x < 8; x += step)
      sum += step * density(x, one) * Math.log(density(x, one) / density(x, other));
    expect(gaussianKl(one, other)).toBeCloseTo(sum, 6);
  });

  it('is told for each number of a latent, and refused where the prior has fewer', () => {
    const unit = { mean: 0, deviation: 1 };
    expect(latentKl([{ mean: 1, deviation: 1 }, unit], [unit, unit])).toEqual([0.5, 0]);
    expect(() => latentKl([unit, unit], [unit])).toThrow('the prior has 1 numbers, not 2');
  });
});
