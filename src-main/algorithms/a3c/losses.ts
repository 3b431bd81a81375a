/**
 * One worker's update of A3C (Mnih et al. 2016, arXiv:1602.01783, algorithm S3): n-step returns, the policy's gradient times the
 * advantage, a bonus for entropy, and the squared error of the value, summed over the steps of a roll-out. Gradients by hand.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { Gradients } from '../../numerics/optimizers.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { a3cForward, a3cGradients, type A3cShape, type Recurrent } from './network.ts';
import { policyTerms } from './policyHead.ts';

/** A stretch of one episode; tensors of the caller. Rows behind its end are there so that every roll-out has as many. */
export interface Rollout {
  /** [T, ...]: what the network reads at each step. */
  readonly inputs: Tensor;
  /** [T, numbers]: as they were drawn. */
  readonly actions: Tensor2D;
  /** [T]: what `rolloutReturns` gives. */
  readonly returns: Tensor1D;
  /** [T]: 1 for a step that was played, 0 behind the end. */
  readonly played: Tensor1D;
  /** The LSTMs' state before the first step: [1, H] each. */
  readonly before: Recurrent;
}

export interface LossWeights {
  /** Of the entropy. */
  readonly entropy: number;
  /** Of the squared error of the value. */
  readonly value: number;
}

export interface A3cLosses {
  /** Scalars: sums over the steps played, without their weights. */
  readonly policyLoss: Tensor;
  readonly valueLoss: Tensor;
  readonly entropy: Tensor;
  readonly value: Tensor;
  /** Of policyLoss - entropy weight * entropy + value weight * valueLoss. */
  readonly gradients: Gradients;
}

/**
 * R_t = r_t + gamma R_(t+1), from the last step backwards.
 * @param bootstrap what is expected after the last; 0 where the episode terminated there
 */
export function rolloutReturns(rewards: readonly number[], bootstrap: number, gamma: number): number[] {
  const returns: number[] = new Array<number>(rewards.length);
  let next = bootstrap;
  for (let step = rewards.length - 1; step >= 0; step--) {
    next = (rewards[step] ?? 0) + gamma * next;
    returns[step] = next;
  }
  return returns;
}

/** Inside the caller's `tf.tidy`. */
export function a3cLosses(
  parameters: ParameterSet,
  shape: A3cShape,
  weights: LossWeights,
  { inputs, actions, returns, played, before }: Rollout,
): A3cLosses {
  const trace = a3cForward(parameters, shape, inputs, before);
  const { logLikelihood, entropy, gradient } = policyTerms(shape.head, trace.raw, actions);
  // A constant in the policy's gradient: the value learns from its own error alone.
  const advantage = returns.sub<Tensor1D>(trace.value).mul<Tensor1D>(played);
  const byRaw = gradient(advantage.neg(), played.mul(-weights.entropy));
  const byValue = advantage.mul<Tensor1D>(-2 * weights.value);
  return {
    policyLoss: logLikelihood.mul(advantage).sum().neg(),
    valueLoss: advantage.square().sum(),
    entropy: entropy.mul(played).sum(),
    value: trace.value.mul(played).sum(),
    gradients: a3cGradients(parameters, shape, trace, byRaw, byValue),
  };
}

/** All of them one after the other, in the order of the parameters: [count]. Inside the caller's `tf.tidy`. */
export function flatGradients(parameters: ParameterSet, gradients: Gradients): Tensor1D {
  return tf.concat1d(
    parameters.specs.map(({ name }) => {
      const gradient = gradients[name];
      if (gradient === undefined) throw new Error(`parameter ${name} has no gradient`);
      return gradient.reshape<Tensor1D>([-1]);
    }),
  );
}
