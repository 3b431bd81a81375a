/** The benchmark's arithmetic: medians, turn by turn, and a ratio above 1 where ours is better. */
import { describe, expect, test } from 'vitest';
import { compare, median } from '../benchmarks/compare.ts';

describe('compare', () => {
  const rounds = [3, 1, 2];

  test('runs both sides in turn and compares medians', async () => {
    const order: string[] = [];
    let ours = 0;
    let theirs = 0;
    const result = await compare(
      {
        name: 'x',
        unit: 'steps/s',
        higherIsBetter: true,
        peer: 'gymnasium',
        measure: () => {
          order.push('a');
          return Promise.resolve((rounds[ours++ % 3] ?? 0) * 10);
        },
        measurePeer: () => {
          order.push('b');
          return Promise.resolve(rounds[theirs++ % 3] ?? 0);
        },
      },
      { rounds: 3, python: 'python' },
    );
    expect(order.join('')).toBe('aababab');
    expect(result).toEqual({
      name: 'x',
      unit: 'steps/s',
      value: 20,
      peer: 'gymnasium',
      peerValue: 2,
      ratio: 10,
    });
  });

  test('where less is better, half the time is a ratio of 2', async () => {
    const result = await compare(
      {
        name: 'x',
        unit: 'ms',
        higherIsBetter: false,
        measure: () => Promise.resolve(5),
        measurePeer: () => Promise.resolve(10),
      },
      { rounds: 1, python: 'python' },
    );
    expect(result.ratio).toBe(2);
  });

  test('without a peer its fields are null and it is never called', async () => {
    const benchmark = {
      name: 'x',
      unit: 'ms',
      higherIsBetter: false,
      measure: () => Promise.resolve(5),
      measurePeer: () => Promise.reject(new Error('no peer here')),
    };
    const result = await compare(benchmark, { rounds: 2, python: undefined });
    expect(result).toMatchObject({ value: 5, peer: null, peerValue: null, ratio: null });
  });

  test('the median of an even number lies between the middle two', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([5])).toBe(5);
  });
});
