/**
 * The value model taught on what was played too, as in DreamerV3 (Hafner et al. 2023, arXiv:2301.04104): along a recorded stretch
 * the lambda-returns of the rewards that came, bootstrapped with the returns imagined from its moments. Runs inside the caller's
 * `tf.tidy`.
 */
import type { Rank, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { lambdaReturn } from '../../agents/lambdaReturn.ts';
import { mlpForward } from '../../numerics/mlp.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { criticLoss, type CriticLoss } from './imaginedReturns.ts';
import type { Critic, SlowCritic } from './slowCritic.ts';

/** B recorded stretches of T moments; rows are moments, time outermost. */
export interface Played {
  /** T */
  readonly steps: number;
  /** [T * B]: what came with the moment. */
  readonly rewards: Tensor1D;
  /** [T * B]: 0 where the episode ended with the moment, else 1. */
  readonly continuations: Tensor1D;
}

/**
 * @param features [T * B, F] @param imagined [T * B]: returns imagined from each moment, its own reward within
 * @param slow see `criticLoss`
 */
export function replayValueLoss(
  critic: Critic,
  features: Tensor2D,
  { steps, rewards, continuations }: Played,
  imagined: Tensor1D,
  {
    gamma,
    lambda,
    slow,
  }: { readonly gamma: number; readonly lambda: number; readonly slow: SlowCritic | null },
): CriticLoss {
  const batch = features.shape[0] / steps;
  const grid = (rows: Tensor1D) => rows.reshape<Tensor2D>([steps, batch]);
  const first = (rows: Tensor2D) => rows.slice<Tensor2D>([0, 0], [steps - 1, batch]);
  // The last moment only bootstraps.
  const returns = lambdaReturn(
    {
      rewards: first(grid(rewards)),
      nextValues: grid(imagined).slice<Tensor2D>([1, 0], [steps - 1, batch]),
      discounts: first(grid(continuations)).mul<Tensor2D>(gamma),
    },
    lambda,
  );
  const weights = tf.fill<Rank.R2>([steps - 1, batch], 1 / ((steps - 1) * batch));
  const trace = mlpForward(critic.parameters, critic.network, features);
  return criticLoss(critic, features, { steps: steps - 1, returns, weights }, trace, slow);
}
