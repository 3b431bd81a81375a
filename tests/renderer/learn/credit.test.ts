/** V_R, V_N^k and V_lambda on plain numbers: by hand, against each other and against the studio's own tensors; who is told. */
import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { estimatesAlong } from '../../../src-renderer/learn/estimatesAlong.ts';
import { creditOf } from '../../../src-renderer/learn/credit.ts';
import {
  lambdaReturns,
  lambdaWeights,
  nStepReturn,
  rewardSum,
} from '../../../src-renderer/learn/lambdaReturn.ts';
import { lambdaReturn, nStepReturn as nStepTensor } from '../../../src-main/agents/lambdaReturn.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';

const path = { rewards: [1, 0, 2], nextValues: [4, 8, 16] };

describe('an estimate by hand', () => {
  it('sums rewards, V_R', () => {
    expect(rewardSum(path)).toBe(3);
    expect(rewardSum(path, 2)).toBe(2);
  });

  it('looks k steps ahead, V_N^k', () => {
    expect(nStepReturn(path, 1, 0.5)).toBe(3);
    expect(nStepReturn(path, 2, 0.5)).toBe(3);
    // 1 + 0 + 0.25 * 2 + 0.125 * 16
    expect(nStepReturn(path, 3, 0.5)).toBe(3.5);
    // Only one step is left.
    expect(nStepReturn(path, 3, 0.5, 2)).toBe(10);
  });

  it('weighs them, V_lambda', () => {
    expect(lambdaWeights(3, 0.5)).toEqual([0.5, 0.25, 0.25]);
    expect(lambdaWeights(3, 0)).toEqual([1, 0, 0]);
    expect(lambdaWeights(3, 1)).toEqual([0, 0, 1]);
    expect(lambdaReturns(path, 0.5, 0.5)[0]).toBeCloseTo(0.5 * 3 + 0.25 * 3 + 0.25 * 3.5, 12);
  });
});

const numbers = fc.array(
  fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true })),
  {
    minLength: 1,
    maxLength: 12,
  },
);
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const pathOf = (pairs: readonly (readonly [number, number])[]) => ({
  rewards: pairs.map(([reward]) => reward),
  nextValues: pairs.map(([, value]) => value),
});

describe('V_lambda', () => {
  it('is the weighed sum of all V_N^k', () => {
    fc.assert(
      fc.property(numbers, unit, unit, (pairs, lambda, gamma) => {
        const trajectory = pathOf(pairs);
        const weights = lambdaWeights(pairs.length, lambda);
        const sum = weights.reduce(
          (total, weight, k) => total + weight * nStepReturn(trajectory, k + 1, gamma),
          0,
        );
        expect(weights.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 12);
        expect(lambdaReturns(trajectory, lambda, gamma)[0]).toBeCloseTo(sum, 9);
      }),
    );
  });
});

describe('the engine', () => {
  beforeAll(async () => {
    await initialiseBackend({ threads: 1 });
  });

  it('computes the same V_N^k and V_lambda', async () => {
    const trajectory = { rewards: [0.5, -1, 2, 0, 1], nextValues: [3, 1, -2, 0.5, 4] };
    const column = (values: readonly number[]) => tf.tensor2d([...values], [values.length, 1]);
    const tensors = {
      rewards: column(trajectory.rewards),
      nextValues: column(trajectory.nextValues),
      discounts: column(trajectory.rewards.map(() => 0.9)),
    };
    const ours = lambdaReturns(trajectory, 0.8, 0.9);
    const theirs = await lambdaReturn(tensors, 0.8).data();
    ours.forEach((value, t) => {
      expect(value).toBeCloseTo(theirs[t] ?? NaN, 5);
    });
    const three = await nStepTensor(tensors, 3).data();
    trajectory.rewards.forEach((_, t) => {
      expect(nStepReturn(trajectory, 3, 0.9, t)).toBeCloseTo(three[t] ?? NaN, 5);
    });
  });
});

describe('credit along a corridor', () => {
  const corridor = { length: 6, episodes: 1, gamma: 0.5, n: 2, lambda: 0.5 };

  it('reaches n steps back an episode', () => {
    expect(creditOf('nStep', corridor)).toEqual([0, 0, 0, 0, 0.5, 1]);
    expect(creditOf('nStep', { ...corridor, episodes: 2 })).toEqual([0, 0, 0.125, 0.25, 0.5, 1]);
  });

  it('fades by gamma lambda a step', () => {
    expect(creditOf('lambda', corridor)).toEqual([1 / 1024, 1 / 256, 1 / 64, 1 / 16, 1 / 4, 1]);
  });

  it('is whole after one episode where a model is planned on', () => {
    expect(creditOf('model', corridor)).toEqual([1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1]);
    expect(creditOf('model', { ...corridor, episodes: 0 })).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('of n steps becomes the model’s in the end', () => {
    expect(creditOf('nStep', { ...corridor, episodes: 3 })).toEqual(creditOf('model', corridor));
  });
});

describe('estimates along an episode', () => {
  const episode = { rewards: [1, 2, 3, 4], nextValues: [10, 20, 30, 40] };
  const settings = { horizon: 2, k: 1, lambda: 0.5, gamma: 0.5 };

  it('look a horizon ahead of each step that has one', () => {
    expect(estimatesAlong(episode, settings)).toEqual({
      rewards: [3, 5, 7],
      nStep: [6, 12, 18],
      // 0.5 V_N^1 + 0.5 V_N^2: 0.5 * 6 + 0.5 * 7, and on.
      lambda: [6.5, 11.5, 16.5],
      value: [NaN, 10, 20],
    });
  });

  it('are none where the episode is shorter than the horizon', () => {
    expect(estimatesAlong(episode, { ...settings, horizon: 5 }).lambda).toEqual([]);
  });
});
