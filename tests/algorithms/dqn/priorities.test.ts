import { describe, expect, it } from 'vitest';
import { Priorities } from '../../../src-main/algorithms/dqn/priorities.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';

const ERRORS = [0.1, 0.4, 1.5, 3];

/** Four transitions whose errors are known, numbered from 1,000 on: places of the tree have been used before. */
function learnt(exponent: number): Priorities {
  const priorities = new Priorities(6, exponent);
  priorities.add(1000, 4);
  priorities.learnt([1000, 1001, 1002, 1003], ERRORS);
  return priorities;
}

/** How often each is drawn. */
function shares(priorities: Priorities, draws = 40_000): Map<number, number> {
  const counts = new Map<number, number>();
  const { numbers } = priorities.draw(draws, RandomStream.named(1, 'test'), { count: 4, importance: 1 });
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1 / draws);
  return counts;
}

describe('prioritised replay', () => {
  it.each([0, 0.6, 1])('draws in proportion to errors to the power of %d', (exponent) => {
    const found = shares(learnt(exponent));
    const powers = ERRORS.map((error) => (error + 1e-6) ** exponent);
    const total = powers.reduce((sum, one) => sum + one, 0);
    powers.forEach((power, index) => {
      expect(Math.abs((found.get(1000 + index) ?? 0) - power / total)).toBeLessThan(0.005);
    });
  });

  it('counts what is drawn more often for less: by 1 / (N P), the largest being 1', () => {
    const { numbers, weights } = learnt(1).draw(64, RandomStream.named(2, 'test'), {
      count: 4,
      importance: 0.5,
    });
    const rarest = Math.min(...numbers.map((number) => ERRORS[number - 1000] ?? NaN));
    numbers.forEach((number, row) => {
      expect(weights[row]).toBeCloseTo((rarest / (ERRORS[number - 1000] ?? NaN)) ** 0.5, 4);
    });
    expect(Math.max(...weights)).toBe(1);
    const even = learnt(1).draw(64, RandomStream.named(2, 'test'), { count: 4, importance: 0 });
    expect(new Set(even.weights)).toEqual(new Set([1]));
  });

  it('spreads a batch: each of as many equal shares gives one', () => {
    const priorities = new Priorities(8, 1);
    priorities.add(0, 8);
    const { numbers } = priorities.draw(8, RandomStream.named(3, 'test'), { count: 8, importance: 1 });
    expect(numbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('draws new ones as the most surprising so far, and those that went never again', () => {
    const priorities = learnt(1);
    priorities.add(1004, 1);
    expect((shares(priorities).get(1004) ?? 0) / (shares(priorities).get(1003) ?? 1)).toBeCloseTo(1, 1);
    priorities.drop(1000, 4);
    expect([...shares(priorities).keys()]).toEqual([1004]);
  });

  it('comes back from a checkpoint to the last bit, also where episodes came and went since', () => {
    const whole = learnt(0.6);
    const arrays = whole.export(1000, 4);
    const resumed = new Priorities(6, 0.6);
    resumed.restore(arrays);
    for (const priorities of [whole, resumed]) {
      if (priorities === resumed) priorities.add(1001, 3);
      else priorities.drop(1000, 1);
      priorities.add(1004, 2);
      priorities.settle(1001, 5);
    }
    const drawn = (priorities: Priorities) =>
      priorities.draw(50, RandomStream.named(4, 'test'), { count: 5, importance: 0.7 });
    expect(drawn(resumed)).toEqual(drawn(whole));
    expect(new Set(drawn(whole).numbers).size).toBe(5);
    // And goes on with the same largest priority.
    whole.learnt([1001], [0.2]);
    resumed.learnt([1001], [0.2]);
    expect(resumed.export(1001, 5)).toEqual(whole.export(1001, 5));
  });
});
