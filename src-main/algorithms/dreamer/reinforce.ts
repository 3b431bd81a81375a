/**
 * REINFORCE on imagined trajectories (Williams 1992), as DreamerV3 teaches its action model (Hafner et al. 2023,
 * arXiv:2301.04104): each action's log probability is raised by its advantage, the return minus the value, which is held
 * fixed. Nothing passes through the dynamics. Everything runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { at } from '../../numerics/at.ts';
import { tf } from '../../numerics/tensorflow.ts';
import {
  actionEntropy,
  entropyGradient,
  logProbability,
  logProbabilityGradient,
  type ActionTrace,
} from './actor.ts';

export interface ReinforceLoss {
  /** Scalar: minus the weighted sum of log probability times advantage, and of the entropy's worth. */
  readonly loss: Tensor;
  /** By the network's output at each step, [N, actorOutputs] each. */
  readonly rows: readonly Tensor2D[];
}

/**
 * @param actions T of N drawn actions each @param advantages [T, N] @param weights [T, N]: what each counts; the entropy
 * counts by them too, as in DreamerV3
 */
export function reinforceLoss(
  actions: readonly ActionTrace[],
  advantages: Tensor2D,
  weights: Tensor2D,
  entropyScale: number,
): ReinforceLoss {
  const raised = tf.split<Tensor2D>(advantages.mul<Tensor2D>(weights), actions.length, 0);
  const counted = tf.split<Tensor2D>(weights, actions.length, 0);
  const losses: Tensor[] = [];
  const rows = actions.map((action, t) => {
    const [count] = action.action.shape;
    const share = at(raised, t).reshape<Tensor2D>([count, 1]);
    losses.push(
      logProbability(action)
        .mul(share.reshape([count]))
        .sum(),
    );
    const byProbability = logProbabilityGradient(action).mul<Tensor2D>(share.neg());
    if (entropyScale === 0) return byProbability;
    const worth = at(counted, t).reshape<Tensor2D>([count, 1]).mul<Tensor2D>(entropyScale);
    losses.push(
      actionEntropy(action)
        .mul(worth.reshape([count]))
        .sum(),
    );
    return byProbability.sub<Tensor2D>(entropyGradient(action).mul(worth));
  });
  return { loss: tf.addN(losses).neg(), rows };
}
