import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../shared/random.ts';
import { bootstrap, meanInterval, meanOf, percentiles95, rankCorrelation } from '../../shared/statistics.ts';

describe('the interval of a mean', () => {
  it('is Student’s', () => {
    // Deviation 1, three values: 4.303 / sqrt(3) on either side.
    const { mean, low, high } = meanInterval([1, 2, 3]);
    expect([mean, low, high].map((value) => Number(value.toFixed(3)))).toEqual([2, -0.484, 4.484]);
    expect(meanInterval([5])).toEqual({ mean: 5, low: 5, high: 5 });
  });
});

describe('a bootstrap', () => {
  it('spreads as the mean does, comes sorted, and leaves out what is no number', () => {
    const values = Array.from({ length: 100 }, (_, index) => index);
    const of = (indices: readonly number[]) => meanOf(indices.map((index) => values[index] ?? 0));
    const drawn = bootstrap(100, RandomStream.named(1, 'a'), of);
    const { low, high } = percentiles95(drawn);
    // 49.5 and 1.96 times 28.87 / 10 on either side.
    expect(low).toBeGreaterThan(42.5);
    expect(low).toBeLessThan(45.5);
    expect(high).toBeGreaterThan(53.5);
    expect(high).toBeLessThan(56.5);
    expect([...drawn].sort((a, b) => a - b)).toEqual(drawn);
    expect(bootstrap(100, RandomStream.named(1, 'a'), of)).toEqual(drawn);
    expect(bootstrap(3, RandomStream.named(1, 'a'), () => NaN)).toEqual([]);
  });
});

describe('a rank correlation', () => {
  it('asks for the order alone', () => {
    expect(rankCorrelation([1, 2, 30], [5, 6, 7])).toBe(1);
    expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBe(-1);
    expect(rankCorrelation([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 10);
    // Two equals share the ranks 0 and 1.
    expect(rankCorrelation([1, 1, 2], [1, 2, 3])).toBeCloseTo(0.866, 3);
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(rankCorrelation([1, 2], [1, 2])).toBeNull();
  });
});
