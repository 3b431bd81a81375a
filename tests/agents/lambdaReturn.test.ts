/** The three estimates by hand, their ends, and their gradients by differences. */
import type { Tensor2D } from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  discountWeights,
  lambdaReturn,
  lambdaReturnGradient,
  nStepReturn,
  nStepReturnGradient,
  rewardSum,
  rewardSumGradient,
  type Trajectory,
} from '../../src-main/agents/lambdaReturn.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../src-main/numerics/tidy.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const rows = (values: number[][]): Tensor2D => tf.tensor2d(values);
const numbers = (tensor: Tensor2D): number[] => [...tensor.dataSync<'float32'>()];
function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, index) => {
    const wanted = expected[index] ?? NaN;
    expect(Math.abs(value - wanted), `element ${index}: ${value}, expected ${wanted}`).toBeLessThan(
      1e-4 * (1 + Math.abs(wanted)),
    );
  });
}

/** Three steps of two trajectories; the second ends after its second step. */
const example = (): Trajectory => ({
  rewards: rows([
    [1, 2],
    [0, 4],
    [2, 8],
  ]),
  nextValues: rows([
    [10, 1],
    [20, 2],
    [30, 3],
  ]),
  discounts: rows([
    [0.5, 1],
    [0.5, 0],
    [0.5, 1],
  ]),
});

describe('by hand', () => {
  it('V_R sums what is still to come', () => {
    expect(numbers(rewardSum(example().rewards))).toEqual([3, 14, 2, 12, 2, 8]);
  });

  it('V_N^2 takes two rewards and the value then, fewer at the end', () => {
    // 1 + 0.5 (0 + 0.5 20), 0 + 0.5 (2 + 0.5 30), 2 + 0.5 30; the second: 2 + (4 + 0), 4, 8 + 3.
    expect(numbers(nStepReturn(example(), 2))).toEqual([6, 6, 8.5, 4, 17, 11]);
  });

  it('V_lambda with lambda 1/2 averages them', () => {
    // From the end: 17; 0 + 0.5 (10 + 8.5) = 9.25; 1 + 0.5 (5 + 4.625) = 5.8125. The second: 11; 4; 2 + 0.5 1 + 0.5 4.
    expectClose(numbers(lambdaReturn(example(), 0.5)), [5.8125, 4.5, 9.25, 4, 17, 11]);
  });

  it('what comes after a certain end counts nothing', () => {
    expectClose(numbers(discountWeights(example().discounts)), [1, 1, 0.5, 1, 0.25, 0]);
  });

  it('says which shapes do not fit, and which k makes no sense', () => {
    expect(() => lambdaReturn({ ...example(), nextValues: rows([[1, 2]]) }, 0.5)).toThrow(
      "nextValues is [1, 2], expected the rewards' [3, 2]",
    );
    expect(() => nStepReturn(example(), 0)).toThrow('k is 0');
  });
});

const STEPS = fc.integer({ min: 1, max: 6 });
const trajectories = STEPS.chain((steps) => {
  const matrix = (min: number, max: number) =>
    fc.array(
      fc
        .array(fc.integer({ min: min * 100, max: max * 100 }), { minLength: 2, maxLength: 2 })
        .map((row) => row.map((value) => value / 100)),
      { minLength: steps, maxLength: steps },
    );
  return fc.record({ rewards: matrix(-2, 2), nextValues: matrix(-3, 3), discounts: matrix(0, 1) });
});
type Numbers = Readonly<Record<keyof Trajectory, number[][]>>;
const trajectory = ({ rewards, nextValues, discounts }: Numbers): Trajectory => ({
  rewards: rows(rewards),
  nextValues: rows(nextValues),
  discounts: rows(discounts),
});

describe('for any trajectory', () => {
  it('lambda 0 is one step ahead, lambda 1 all rewards and the last value', () => {
    fc.assert(
      fc.property(trajectories, (values) => {
        tidy(() => {
          const any = trajectory(values);
          const one = any.rewards.add<Tensor2D>(any.discounts.mul(any.nextValues));
          expectClose(numbers(lambdaReturn(any, 0)), numbers(one));
          expectClose(numbers(nStepReturn(any, 1)), numbers(one));
          expectClose(numbers(lambdaReturn(any, 1)), numbers(nStepReturn(any, values.rewards.length)));
        });
      }),
      { numRuns: 30 },
    );
  });

  it('without discount or value, lambda 1 is V_R', () => {
    fc.assert(
      fc.property(trajectories, (values) => {
        tidy(() => {
          const { rewards } = trajectory(values);
          const plain = { rewards, nextValues: tf.zerosLike(rewards), discounts: tf.onesLike(rewards) };
          expectClose(numbers(lambdaReturn(plain, 1)), numbers(rewardSum(rewards)));
        });
      }),
      { numRuns: 20 },
    );
  });

  it('V_lambda is the exponential average of V_N^1 to V_N^H (equation 6)', () => {
    fc.assert(
      fc.property(trajectories, fc.constantFrom(0.3, 0.95), (values, lambda) => {
        tidy(() => {
          const any = trajectory(values);
          const horizon = values.rewards.length;
          let average: Tensor2D = tf.zerosLike(any.rewards);
          let share = 1;
          for (let k = 1; k < horizon; k++, share *= lambda) {
            average = average.add(nStepReturn(any, k).mul((1 - lambda) * share));
          }
          average = average.add(nStepReturn(any, horizon).mul(share));
          expectClose(numbers(lambdaReturn(any, lambda)), numbers(average));
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe('gradients', () => {
  // Every estimate is linear in each number alone, so that a wide difference is exact.
  let weight: Tensor2D;
  beforeAll(() => {
    weight = rows([
      [0.3, -1],
      [0.7, 0.2],
      [-0.4, 0.9],
    ]);
  });
  const values: Numbers = {
    rewards: [
      [1, 2],
      [0, 4],
      [2, -1],
    ],
    nextValues: [
      [1, -1],
      [2, 2],
      [3, 0.5],
    ],
    discounts: [
      [0.5, 0.9],
      [0.4, 0.8],
      [0.7, 0.6],
    ],
  };
  function differences(part: keyof Trajectory, estimate: (of: Trajectory) => Tensor2D): number[] {
    return [0, 1, 2, 3, 4, 5].map((index) => {
      const at = (step: number) =>
        tidy(() => {
          const moved = values[part].map((row, t) =>
            row.map((value, b) => (2 * t + b === index ? value + step : value)),
          );
          const total = estimate(trajectory({ ...values, [part]: moved }))
            .mul(weight)
            .sum();
          return total.dataSync<'float32'>()[0] ?? NaN;
        });
      return at(0.5) - at(-0.5);
    });
  }
  const parts = ['rewards', 'nextValues', 'discounts'] as const;

  it.each(parts)('of V_lambda by %s', (part) => {
    const own = trajectory(values);
    const gradient = lambdaReturnGradient(own, 0.8, lambdaReturn(own, 0.8), weight);
    expectClose(
      numbers(gradient[part]),
      differences(part, (of) => lambdaReturn(of, 0.8)),
    );
  });

  it.each(parts.flatMap((part) => [1, 2, 3, 5].map((k) => [k, part] as const)))(
    'of V_N^%d by %s',
    (k, part) => {
      const gradient = nStepReturnGradient(trajectory(values), k, weight);
      expectClose(
        numbers(gradient[part]),
        differences(part, (of) => nStepReturn(of, k)),
      );
    },
  );

  it('of V_R', () => {
    expectClose(
      numbers(rewardSumGradient(weight)),
      differences('rewards', ({ rewards }) => rewardSum(rewards)),
    );
  });

  it('leave no tensor behind', () => {
    const own = trajectory(values);
    const before = tf.memory().numTensors;
    const returns = lambdaReturn(own, 0.9);
    disposeAll([
      returns,
      lambdaReturnGradient(own, 0.9, returns, weight),
      nStepReturn(own, 2),
      nStepReturnGradient(own, 2, weight),
      discountWeights(own.discounts),
      rewardSum(own.rewards),
      rewardSumGradient(weight),
    ]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
