/** What a sequence of rewards is worth before it begins. Sutton & Barto 2018, equation 3.8. */

/** G = r1 + gamma r2 + gamma^2 r3 + ...; `gamma` in [0, 1]. */
export function discountedReturn(rewards: readonly number[], gamma: number): number {
  let worth = 0;
  // From the last to the first: each is its reward and gamma times all that follows.
  for (let t = rewards.length - 1; t >= 0; t--) worth = (rewards[t] ?? 0) + gamma * worth;
  return worth;
}

/** Each reward's part of the sum, gamma^t r. */
export function discountedTerms(rewards: readonly number[], gamma: number): readonly number[] {
  let factor = 1;
  return rewards.map((reward) => {
    const term = factor * reward;
    factor *= gamma;
    return term;
  });
}
