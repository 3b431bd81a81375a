/**
 * What imagined trajectories are worth: rewards, values and discounts read off their states, the lambda-returns made of them
 * (Hafner et al. 2020, arXiv:1912.01603, equation 6), the gradient of those returns by the states, and the value model's
 * regression on them. Everything runs inside the caller's `tf.tidy`.
 */
import type { Rank, Tensor, Tensor2D } from '@tensorflow/tfjs';
import {
  discountWeights,
  lambdaReturn,
  lambdaReturnGradient,
  type Trajectory,
} from '../../agents/lambdaReturn.ts';
import { readScalar, scalarGradient, scalarLoss, type ScalarReading } from '../../models/scalarHead.ts';
import { add } from '../../numerics/elementwise.ts';
import { mlpBackward, mlpForward, mlpWeightGradients, type MlpTrace } from '../../numerics/mlp.ts';
import { tf } from '../../numerics/tensorflow.ts';
import type { DreamerModel } from './dreamerModel.ts';
import type { Critic, SlowCritic } from './slowCritic.ts';

export interface ReturnOptions {
  readonly gamma: number;
  readonly lambda: number;
  /** [1, N]: what each trajectory counts in all losses; null: all alike. */
  readonly counts: Tensor2D | null;
}

/** Rows t of [T, N] belong to the states but the last, which only bootstraps, as in the authors' code. */
export interface ImaginedReturns {
  /** T */
  readonly steps: number;
  readonly trajectory: Trajectory;
  /** [T + 1, N] */
  readonly values: Tensor2D;
  /** [T, N]: V_lambda, a state's own reward within. */
  readonly returns: Tensor2D;
  /** [T, N]: what each state counts, over T N. */
  readonly weights: Tensor2D;
  readonly traces: {
    readonly reward: MlpTrace;
    readonly value: MlpTrace;
    /** Null where there is no discount head. */
    readonly discount: MlpTrace | null;
  };
  readonly readings: { readonly reward: ScalarReading; readonly value: ScalarReading };
}

/** @param features [(T + 1) N, F], time outermost @param critic whose values bootstrap */
export function imaginedReturns(
  model: DreamerModel,
  critic: Critic,
  features: Tensor2D,
  count: number,
  { gamma, lambda, counts }: ReturnOptions,
): ImaginedReturns {
  const states = features.shape[0] / count;
  const steps = states - 1;
  const grid = (rows: Tensor2D) => rows.reshape<Tensor2D>([states, count]);
  const first = (rows: Tensor2D) => rows.slice<Tensor2D>([0, 0], [steps, count]);
  const reward = mlpForward(model.parameters, model.rewardHead, features);
  const value = mlpForward(critic.parameters, critic.network, features);
  const { discountHead } = model;
  const discount = discountHead === null ? null : mlpForward(model.parameters, discountHead, features);
  const readings = {
    reward: readScalar(model.rewardScalar, reward.output),
    value: readScalar(critic.scalar, value.output),
  };
  const rewards = first(grid(readings.reward.value));
  const values = grid(readings.value.value);
  const discounts =
    discount === null
      ? tf.fill<Rank.R2>([steps, count], gamma)
      : first(grid(discount.output)).sigmoid<Tensor2D>();
  const nextValues = values.slice<Tensor2D>([1, 0], [steps, count]);
  const trajectory = { rewards, nextValues, discounts };
  const returns = lambdaReturn(trajectory, lambda);
  const shares = discountWeights(discounts).div<Tensor2D>(steps * count);
  return {
    steps,
    trajectory,
    values,
    returns,
    weights: counts === null ? shares : shares.mul<Tensor2D>(counts),
    traces: { reward, value, discount },
    readings,
  };
}

/** By all features [(T + 1) N, F], from the gradient by the returns [T, N]. */
export function returnsGradient(
  model: DreamerModel,
  critic: Critic,
  { steps, trajectory, returns, traces, readings }: ImaginedReturns,
  lambda: number,
  byReturns: Tensor2D,
): Tensor2D {
  const count = returns.shape[1];
  const column = (rows: Tensor2D) => rows.reshape<Tensor2D>([(steps + 1) * count, 1]);
  const none = tf.zeros<Rank.R2>([1, count]);
  const gradient = lambdaReturnGradient(trajectory, lambda, returns, byReturns);
  const ofRewards = scalarGradient(readings.reward, column(tf.concat2d([gradient.rewards, none], 0)));
  const ofValues = scalarGradient(readings.value, column(tf.concat2d([none, gradient.nextValues], 0)));
  const featureGradient = add<Tensor2D>(
    mlpBackward(model.parameters, model.rewardHead, traces.reward, ofRewards, null),
    mlpBackward(critic.parameters, critic.network, traces.value, ofValues, null),
  );
  if (model.discountHead === null || traces.discount === null) return featureGradient;
  const { discounts } = trajectory;
  const ofLogits = gradient.discounts.mul(discounts).mul<Tensor2D>(tf.scalar(1).sub(discounts));
  const ofDiscounts = column(tf.concat2d([ofLogits, none], 0));
  return add(
    featureGradient,
    mlpBackward(model.parameters, model.discountHead, traces.discount, ofDiscounts, null),
  );
}

export interface CriticLoss {
  /** Scalar: half the weighted squared error, or what the head's kind has for it. */
  readonly loss: Tensor;
  readonly gradients: Record<string, Tensor>;
}

/**
 * The value model taught the returns. The last state has none to be compared with.
 * @param slow the one whose own values are a second target, DreamerV3's regulariser; null: there is none
 */
export function criticLoss(
  critic: Critic,
  features: Tensor2D,
  { steps, returns, weights }: Pick<ImaginedReturns, 'steps' | 'returns' | 'weights'>,
  trace: MlpTrace,
  slow: SlowCritic | null,
): CriticLoss {
  const count = returns.shape[1];
  const compared = trace.output.slice<Tensor2D>([0, 0], [steps * count, -1]);
  const shares = weights.reshape<Tensor2D>([steps * count, 1]);
  const reading = readScalar(critic.scalar, compared);
  const regression = scalarLoss(reading, returns.reshape([steps * count, 1]), shares);
  let { loss, gradient } = regression;
  if (slow !== null) {
    const { output } = mlpForward(slow.parameters, critic.network, features);
    const told = readScalar(critic.scalar, output.slice<Tensor2D>([0, 0], [steps * count, -1])).value;
    const regulariser = scalarLoss(reading, told, shares);
    loss = loss.add(regulariser.loss);
    gradient = add(gradient, regulariser.gradient);
  }
  const beyond = tf.zeros<Rank.R2>([count, compared.shape[1]]);
  const gradients: Record<string, Tensor> = {};
  mlpWeightGradients(critic.parameters, critic.network, trace, tf.concat2d([gradient, beyond], 0), gradients);
  return { loss, gradients };
}

/** One loss and so much of another. */
export function scaledSum(one: CriticLoss, other: CriticLoss, scale: number): CriticLoss {
  const gradients = Object.entries(one.gradients).map(([name, gradient]) => {
    const further = other.gradients[name];
    if (further === undefined) throw new Error(`${name} has no gradient in the other loss`);
    return [name, gradient.add(further.mul(scale))] as const;
  });
  return { loss: one.loss.add(other.loss.mul(scale)), gradients: Object.fromEntries(gradients) };
}
