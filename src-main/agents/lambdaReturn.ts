/**
 * The three estimates of an imagined trajectory's worth in Dreamer (Hafner et al. 2020, arXiv:1912.01603, equations 4 to
 * 6) and their gradients by hand: V_R sums rewards, V_N^k looks k steps ahead and bootstraps with a value, V_lambda is
 * the exponential average of V_N^k over k (Sutton & Barto 2018, chapter 12).
 *
 * All take tensors [H, B], time first. What belongs to row t: the reward of step t, the value of the state which that
 * step leads to, and the discount between both. Nothing is looked at beyond the last row's value.
 */
import type { Rank, Tensor2D } from '@tensorflow/tfjs';
import { at } from '../numerics/at.ts';
import { add, times } from '../numerics/elementwise.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';

export interface Trajectory {
  /** [H, B] */
  readonly rewards: Tensor2D;
  /** [H, B]: row t is the value of the state after step t. */
  readonly nextValues: Tensor2D;
  /** [H, B]: what a later number is worth before step t, gamma times the probability of going on. */
  readonly discounts: Tensor2D;
}

/** V_R: the plain sum of the rewards from each row to the end, [H, B]. */
export function rewardSum(rewards: Tensor2D): Tensor2D {
  return tf.cumsum(rewards, 0, false, true);
}

/** By the rewards, from the gradient by `rewardSum`'s result. */
export function rewardSumGradient(gradient: Tensor2D): Tensor2D {
  return tf.cumsum(gradient, 0);
}

/** V_N^k: k rewards (fewer where the trajectory ends), then the value of the state reached, [H, B]. */
export function nStepReturn(trajectory: Trajectory, k: number): Tensor2D {
  return tidy(() => nStepReturns(trajectory, k).at(-1) ?? trajectory.rewards.clone());
}

/** By each part of the trajectory, from the gradient by `nStepReturn`'s result. */
export function nStepReturnGradient(trajectory: Trajectory, k: number, gradient: Tensor2D): Trajectory {
  return tidy(() => {
    const { nextValues, discounts } = trajectory;
    const [steps, batch] = assertTrajectory(trajectory);
    const returns = nStepReturns(trajectory, k);
    const none = tf.zeros<Rank.R2>([1, batch]);
    let rewards = tf.zerosLike(gradient);
    let byDiscounts = tf.zerosLike(gradient);
    let values = tf.zerosLike(gradient);
    let current = gradient;
    for (let j = k; j >= 1; j--) {
      rewards = rewards.add(current);
      const ahead = j === 1 ? nextValues : shifted(at(returns, j - 2), nextValues);
      byDiscounts = byDiscounts.add(current.mul(ahead));
      const discounted = current.mul<Tensor2D>(discounts);
      if (j === 1) {
        values = values.add(discounted);
      } else {
        // The last row bootstraps already; each other row's gradient goes to the row after it.
        const last = discounted.slice<Tensor2D>([steps - 1, 0], [1, batch]);
        values = values.add(tf.concat2d([tf.zeros([steps - 1, batch]), last], 0));
        current = tf.concat2d([none, discounted.slice<Tensor2D>([0, 0], [steps - 1, batch])], 0);
      }
    }
    return { rewards, nextValues: values, discounts: byDiscounts };
  });
}

/** V_N^1 to V_N^k: each is one more reward before the one below, taken a row later. */
function nStepReturns(trajectory: Trajectory, k: number): Tensor2D[] {
  assertTrajectory(trajectory);
  if (!Number.isInteger(k) || k < 1) throw new Error(`k is ${k}, expected a whole number of 1 or more`);
  const { rewards, nextValues, discounts } = trajectory;
  const returns: Tensor2D[] = [];
  let ahead = nextValues;
  for (let j = 1; j <= k; j++) {
    const current = rewards.add<Tensor2D>(discounts.mul(ahead));
    returns.push(current);
    ahead = shifted(current, nextValues);
  }
  return returns;
}

/** Rows 1 to H - 1, then the last value. */
function shifted(rows: Tensor2D, nextValues: Tensor2D): Tensor2D {
  const [steps, batch] = rows.shape;
  if (steps === 1) return nextValues;
  return tf.concat2d(
    [
      rows.slice<Tensor2D>([1, 0], [steps - 1, batch]),
      nextValues.slice<Tensor2D>([steps - 1, 0], [1, batch]),
    ],
    0,
  );
}

/** V_lambda, [H, B]. With lambda 0 it is V_N^1, with lambda 1 all rewards and the last value. */
export function lambdaReturn(trajectory: Trajectory, lambda: number): Tensor2D {
  return tidy(() => {
    const [steps] = assertTrajectory(trajectory);
    const { rewards, nextValues, discounts } = trajectory;
    const immediate = rowsOf(rewards.add<Tensor2D>(discounts.mul(nextValues).mul(1 - lambda)));
    const carried = rowsOf(discounts.mul<Tensor2D>(lambda));
    const returns = new Array<Tensor2D>(steps);
    let later = at(rowsOf(nextValues), steps - 1);
    for (let t = steps - 1; t >= 0; t--) {
      later = add(at(immediate, t), times(at(carried, t), later));
      returns[t] = later;
    }
    return tf.concat2d(returns, 0);
  });
}

/** By each part of the trajectory, from `lambdaReturn`'s result and the gradient by it. */
export function lambdaReturnGradient(
  trajectory: Trajectory,
  lambda: number,
  returns: Tensor2D,
  gradient: Tensor2D,
): Trajectory {
  return tidy(() => {
    const [steps] = assertTrajectory(trajectory);
    const { nextValues, discounts } = trajectory;
    const carried = rowsOf(discounts.mul<Tensor2D>(lambda));
    const own = rowsOf(gradient);
    // A row's reward counts in its own return and, discounted, in all before it.
    const gathered: Tensor2D[] = [at(own, 0)];
    for (let t = 1; t < steps; t++) {
      gathered.push(add(at(own, t), times(at(carried, t - 1), at(gathered, t - 1))));
    }
    const rewards = tf.concat2d(gathered, 0);
    const share = new Float32Array(steps).fill(1 - lambda);
    share[steps - 1] = 1;
    const ahead = shifted(returns, nextValues);
    return {
      rewards,
      nextValues: rewards.mul(discounts).mul<Tensor2D>(tf.tensor2d(share, [steps, 1])),
      discounts: rewards.mul<Tensor2D>(nextValues.mul(1 - lambda).add(ahead.mul(lambda))),
    };
  });
}

/**
 * What each row counts in a loss: the product of all discounts before it, [H, B]. Beyond a probable end nothing counts.
 */
export function discountWeights(discounts: Tensor2D): Tensor2D {
  // As a sum of logarithms: no backend lacks it, and no discount is quite 0.
  return tidy(() => {
    const logarithms = discounts.maximum<Tensor2D>(1e-20).log<Tensor2D>();
    return tf.cumsum<Tensor2D>(logarithms, 0, true).exp<Tensor2D>();
  });
}

function rowsOf(matrix: Tensor2D): Tensor2D[] {
  return tf.split(matrix, matrix.shape[0], 0);
}

function assertTrajectory({ rewards, nextValues, discounts }: Trajectory): [steps: number, batch: number] {
  for (const [name, tensor] of Object.entries({ nextValues, discounts })) {
    if (tensor.shape.join() !== rewards.shape.join()) {
      throw new Error(
        `${name} is [${tensor.shape.join(', ')}], expected the rewards' [${rewards.shape.join(', ')}]`,
      );
    }
  }
  return rewards.shape;
}
