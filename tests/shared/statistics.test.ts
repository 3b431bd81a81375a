import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../shared/random.ts';
import { bootstrap, meanInterval, meanOf, pairsInOrder, percentiles95 } from '../../shared/statistics.ts';

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

describe('an order', () => {
  it('is asked of pairs whose intervals lie apart', () => {
    const around = (mean: number) => ({ mean, low: mean - 1, high: mean + 1 });
    const known = [around(1), around(2), around(5), around(9)];
    // 1 and 2 cannot be told apart: five pairs of six.
    expect(pairsInOrder(known, [2, 1, 3, 4])).toEqual({ pairs: 5, alike: 5 });
    expect(pairsInOrder(known, [1, 2, 4, 3])).toEqual({ pairs: 5, alike: 4 });
    expect(pairsInOrder(known, [0, 0, 0, 0])).toEqual({ pairs: 5, alike: 0 });
    expect(pairsInOrder([around(1), around(2)], [1, 2])).toEqual({ pairs: 0, alike: 0 });
  });
});
