/**
 * One training step of DQN (Mnih et al. 2015): Huber loss of the values against one-step targets of a network that is renewed
 * seldom, with double DQN's targets (van Hasselt et al. 2016, arXiv:1509.06461) as an option. Gradients by hand.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { Gradients } from '../../numerics/optimizers.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { qForward, qGradients, type QShape } from './qNetwork.ts';

/** Transitions; tensors of the caller. */
export interface TransitionBatch {
  /** [B, ...]: what was read, and n steps later (fewer at an episode's end). */
  readonly before: Tensor;
  readonly after: Tensor;
  /** [B, choices], one-hot. */
  readonly choices: Tensor2D;
  /** [B]: the discounted rewards between. */
  readonly rewards: Tensor1D;
  /** [B]: what a return from `after` is worth: gamma to the number of steps, 0 past a termination. */
  readonly discounts: Tensor1D;
  /** [B]: how much each counts; 1 where all were as likely to be drawn. */
  readonly weights: Tensor1D;
}

export interface QNetworks {
  readonly learning: ParameterSet;
  readonly target: ParameterSet;
}

export interface DqnLoss {
  /** Scalars: the loss, and the mean value of what was done. */
  readonly loss: Tensor;
  readonly value: Tensor;
  /** [B]: how far each value lies from its target, either way. */
  readonly errors: Tensor1D;
  readonly gradients: Gradients;
}

/** Inside the caller's `tf.tidy`. */
export function dqnLoss(
  networks: QNetworks,
  shape: QShape,
  batch: TransitionBatch,
  doubleDqn: boolean,
): DqnLoss {
  const { before, choices, weights } = batch;
  const rows = choices.shape[0];
  const target = targets(networks, shape, batch, doubleDqn);
  const trace = qForward(networks.learning, shape, before);
  const values = trace.values.mul(choices).sum<Tensor1D>(1);
  const difference = values.sub<Tensor1D>(target);
  const errors = difference.abs();
  // Huber's loss with threshold 1: its slope is the difference, cut to length 1.
  const slope = tf.clipByValue(difference, -1, 1);
  const huber = slope.square().mul(0.5).add(errors.sub(slope.abs()));
  const gradient = choices.mul<Tensor2D>(slope.mul(weights).div(rows).expandDims(1));
  const gradients: Record<string, Tensor> = {};
  qGradients(networks.learning, shape, trace, gradient, gradients);
  return { loss: huber.mul(weights).mean(), value: values.mean(), errors, gradients };
}

/** [B]: what the values of what was done are drawn to. */
function targets(
  { learning, target }: QNetworks,
  shape: QShape,
  { after, rewards, discounts, choices }: TransitionBatch,
  doubleDqn: boolean,
): Tensor1D {
  const told = qForward(target, shape, after).values;
  const best = doubleDqn
    ? told
        .mul(tf.oneHot(qForward(learning, shape, after).values.argMax(1), choices.shape[1]))
        .sum<Tensor1D>(1)
    : told.max<Tensor1D>(1);
  return rewards.add(discounts.mul(best));
}
