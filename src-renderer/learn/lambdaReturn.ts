/**
 * Three answers to what a trajectory is worth: Dreamer's V_R, V_N^k and V_lambda (Hafner et al. 2020, arXiv:1912.01603,
 * equations 4 to 6; Sutton & Barto 2018, chapter 12). On plain numbers, for one trajectory.
 */

export interface Trajectory {
  /** Of step t. */
  readonly rewards: readonly number[];
  /** Of the state that step t leads to; as many as rewards. */
  readonly nextValues: readonly number[];
}

/** V_R at step `from`: the rewards to the end, and nothing of what comes after. */
export function rewardSum({ rewards }: Trajectory, from = 0): number {
  return rewards.slice(from).reduce((sum, reward) => sum + reward, 0);
}

/** V_N^k at step `from`: k rewards, fewer where the trajectory ends, then the value of the state reached. */
export function nStepReturn({ rewards, nextValues }: Trajectory, k: number, gamma: number, from = 0): number {
  const end = Math.min(from + k, rewards.length);
  let worth = nextValues[end - 1] ?? 0;
  for (let t = end - 1; t >= from; t--) worth = (rewards[t] ?? 0) + gamma * worth;
  return worth;
}

/** How much V_lambda counts V_N^1 to V_N^H: (1 - lambda) lambda^(k - 1), and what is left for the last. They sum to 1. */
export function lambdaWeights(horizon: number, lambda: number): readonly number[] {
  let left = 1;
  return Array.from({ length: horizon }, (_, index) => {
    const weight = index === horizon - 1 ? left : (1 - lambda) * left;
    left *= lambda;
    return weight;
  });
}

/** V_lambda of every step, backwards: a reward, then a mix of the next value and of the next step's own V_lambda. */
export function lambdaReturns({ rewards, nextValues }: Trajectory, lambda: number, gamma: number): number[] {
  const returns = new Array<number>(rewards.length);
  let later = nextValues.at(-1) ?? 0;
  for (let t = rewards.length - 1; t >= 0; t--) {
    const ahead = (1 - lambda) * (nextValues[t] ?? 0) + lambda * later;
    later = (rewards[t] ?? 0) + gamma * ahead;
    returns[t] = later;
  }
  return returns;
}
