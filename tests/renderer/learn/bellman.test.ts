/** Returns, Bellman's sweeps and the exact solution, against hand-computed cases and against each other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actionValue,
  actionValuesFrom,
  actionValueSweep,
  evaluationSweep,
  largestChange,
  valueIterationSweep,
} from '../../../src-renderer/learn/bellman.ts';
import { noValues, type DecisionProcess } from '../../../src-renderer/learn/decisionProcess.ts';
import { discountedReturn, discountedTerms } from '../../../src-renderer/learn/discountedReturn.ts';
import { exactValues } from '../../../src-renderer/learn/exactValues.ts';
import { CELL_KINDS, FIRST_WORLD, gridProcess } from '../../../src-renderer/learn/gridWorld.ts';
import {
  differences,
  greedyPolicy,
  uniformPolicy,
  withAction,
} from '../../../src-renderer/learn/policies.ts';

/** State 0: stay (0, or with 0.5 to state 1) or go to state 1 for 2. State 1: 1 and the end, or back to state 0. */
const SMALL: DecisionProcess = {
  states: 2,
  actions: 2,
  outcomes: [
    [
      [
        { probability: 0.5, next: 0, reward: 0, ends: false },
        { probability: 0.5, next: 1, reward: 1, ends: false },
      ],
      [{ probability: 1, next: 1, reward: 2, ends: false }],
    ],
    [
      [{ probability: 1, next: 1, reward: 1, ends: true }],
      [{ probability: 1, next: 0, reward: 0, ends: false }],
    ],
  ],
};

describe('returns', () => {
  it('are discounted by hand: 1 + 0.5 * 2 + 0.25 * 4', () => {
    expect(discountedReturn([1, 2, 4], 0.5)).toBe(3);
    expect(discountedTerms([1, 2, 4], 0.5)).toEqual([1, 1, 1]);
    expect(discountedReturn([], 0.9)).toBe(0);
  });

  it('are the sum of their terms', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true })),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rewards, gamma) => {
          const sum = discountedTerms(rewards, gamma).reduce((total, term) => total + term, 0);
          expect(discountedReturn(rewards, gamma)).toBeCloseTo(sum, 9);
        },
      ),
    );
  });
});

describe('one sweep', () => {
  it('takes an action’s value by hand, and counts nothing after an end', () => {
    // 0.5 (0 + 0.9 * 10) + 0.5 (1 + 0.9 * 20)
    expect(actionValue(SMALL.outcomes[0]?.[0] ?? [], [10, 20], 0.9)).toBeCloseTo(14, 12);
    expect(actionValue(SMALL.outcomes[1]?.[0] ?? [], [10, 20], 0.9)).toBe(1);
  });

  it('of evaluation is the policy’s mean, of value iteration the best', () => {
    // State 0: (14 + 2 + 18) / 2; state 1: (1 + 9) / 2.
    expect(evaluationSweep(SMALL, uniformPolicy(SMALL), [10, 20], 0.9)).toEqual([17, 5]);
    expect(valueIterationSweep(SMALL, [10, 20], 0.9)).toEqual([20, 9]);
  });

  it('of Q from Q takes the best of the next state', () => {
    const q = [
      [1, 3],
      [4, 2],
    ];
    // 0.5 (0.5 * 3) + 0.5 (1 + 0.5 * 4) = 2.25; 2 + 0.5 * 4; 1; 0.5 * 3.
    expect(actionValueSweep(SMALL, q, 0.5)).toEqual([
      [2.25, 4],
      [1, 1.5],
    ]);
  });
});

/** Sweeps until nothing changes. */
function settled(step: (values: number[]) => number[], states: number): number[] {
  let values = new Array<number>(states).fill(0);
  for (let sweep = 0; sweep < 3000; sweep++) {
    const next = step(values);
    if (largestChange(values, next) < 1e-13) return next;
    values = next;
  }
  return values;
}

const worlds = fc
  .array(fc.constantFrom(...CELL_KINDS), { minLength: 12, maxLength: 12 })
  .map((cells) => gridProcess({ columns: 4, rows: 3, cells, start: 0, stepReward: -0.1, slip: 0.3 }));

describe('the exact solution', () => {
  it('of two states is what the equations say', () => {
    // Always the second action: V0 = 2 + 0.5 V1, V1 = 0.5 V0, so V0 = 8 / 3.
    const policy = [
      [0, 1],
      [0, 1],
    ];
    const [first, second] = exactValues(SMALL, policy, 0.5);
    expect(first).toBeCloseTo(8 / 3, 12);
    expect(second).toBeCloseTo(4 / 3, 12);
  });

  it('is where policy evaluation comes to rest, in any world', () => {
    fc.assert(
      fc.property(worlds, (process) => {
        const policy = uniformPolicy(process);
        const swept = settled((values) => evaluationSweep(process, policy, values, 0.9), process.states);
        expect(largestChange(swept, exactValues(process, policy, 0.9))).toBeLessThan(1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('of the greedy policy is where value iteration comes to rest, in any world', () => {
    fc.assert(
      fc.property(worlds, (process) => {
        const best = settled((values) => valueIterationSweep(process, values, 0.9), process.states);
        const policy = greedyPolicy(actionValuesFrom(process, best, 0.9));
        expect(largestChange(best, exactValues(process, policy, 0.9))).toBeLessThan(1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('says so where there is none', () => {
    const forever: DecisionProcess = {
      states: 1,
      actions: 1,
      outcomes: [[[{ probability: 1, next: 0, reward: 1, ends: false }]]],
    };
    expect(() => exactValues(forever, [[1]], 1)).toThrow('no single solution');
  });
});

describe('Q and V', () => {
  it('agree: the best of Q from Q is V from V, sweep by sweep', () => {
    const process = gridProcess(FIRST_WORLD);
    let q = noValues(process);
    let values = new Array<number>(process.states).fill(0);
    for (let sweep = 0; sweep < 12; sweep++) {
      q = actionValueSweep(process, q, 0.9);
      values = valueIterationSweep(process, values, 0.9);
      expect(
        largestChange(
          values,
          q.map((row) => Math.max(...row)),
        ),
      ).toBeLessThan(1e-12);
    }
  });

  it('a policy shares what is equally good, and differs where a hand changed it', () => {
    expect(greedyPolicy([[1, 1, 0]])).toEqual([[0.5, 0.5, 0]]);
    const policy = uniformPolicy(SMALL);
    const other = withAction(policy, 1, 0);
    expect(other).toEqual([
      [0.5, 0.5],
      [1, 0],
    ]);
    expect(differences(SMALL, policy, other)).toBe(1);
  });
});
