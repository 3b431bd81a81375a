/** What each step of an episode was worth by the three estimates of Dreamer, each looking at most `horizon` steps ahead. */
import { lambdaReturns, nStepReturn, rewardSum, type Trajectory } from './lambdaReturn.ts';

export interface EstimateSettings {
  readonly horizon: number;
  readonly k: number;
  readonly lambda: number;
  readonly gamma: number;
}

/** Equally long: one number for each step that has a whole horizon ahead of it. */
export interface Estimates {
  /** V_R */
  readonly rewards: readonly number[];
  /** V_N^k */
  readonly nStep: readonly number[];
  /** V_lambda */
  readonly lambda: readonly number[];
  /** The critic's own word of the state before the step; of the first nothing is known (NaN). */
  readonly value: readonly number[];
}

/** Slides a window of `horizon` steps along the episode. */
export function estimatesAlong(episode: Trajectory, settings: EstimateSettings): Estimates {
  const { horizon, k, lambda, gamma } = settings;
  const count = Math.max(0, episode.rewards.length - horizon + 1);
  const windows = Array.from({ length: count }, (_, step) => ({
    rewards: episode.rewards.slice(step, step + horizon),
    nextValues: episode.nextValues.slice(step, step + horizon),
  }));
  return {
    rewards: windows.map((window) => rewardSum(window)),
    nStep: windows.map((window) => nStepReturn(window, k, gamma)),
    lambda: windows.map((window) => lambdaReturns(window, lambda, gamma)[0] ?? NaN),
    value: windows.map((_, step) => episode.nextValues[step - 1] ?? NaN),
  };
}
