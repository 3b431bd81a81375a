/** How much is explored: constant, as on the control suite, or less and less, as the first paper's authors play games. */
import type { DreamerConfig } from '../../../shared/algorithms/dreamer/config.ts';

type Exploration = Pick<
  DreamerConfig['behaviour'],
  'explorationNoise' | 'explorationHalfLife' | 'explorationLeast'
>;

/**
 * What `explorationNoise` has become after so many environment steps: halved in each half life, along a line between, and never
 * below the least.
 */
export function explorationAt(
  { explorationNoise, explorationHalfLife, explorationLeast }: Exploration,
  environmentSteps: number,
): number {
  if (explorationHalfLife === 0) return explorationNoise;
  let halved = explorationNoise;
  let rest = environmentSteps;
  for (; rest >= explorationHalfLife && halved > explorationLeast; rest -= explorationHalfLife) halved /= 2;
  const part = Math.min(1, rest / explorationHalfLife);
  return Math.max(explorationLeast, halved * (1 - part / 2));
}
