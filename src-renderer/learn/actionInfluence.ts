/**
 * What one imagined action does to V_lambda, by the gradient through the dynamics (Hafner et al. 2020, arXiv:1912.01603): the chain
 * of derivatives from the action to each later state, and from there to that state's reward and value.
 */
import type { ImaginedTrajectories } from '../../shared/theatre.ts';

type Influence = Pick<ImaginedTrajectories, 'influence' | 'actionSize' | 'request'>;

/** The derivative of V_lambda by one number of one action, in parts: one for each state that it reaches it through. */
export function influenceParts(
  { influence, actionSize, request }: Influence,
  step: number,
  element: number,
): readonly number[] {
  const from = (step * actionSize + element) * request.horizon;
  return influence === null ? [] : Array.from(influence.subarray(from, from + request.horizon));
}

/** The same derivative where it is cut: only the first `states` that the action leads to are asked. */
export function cutSlope(parts: readonly number[], step: number, states: number): number {
  return parts.slice(step, step + states).reduce((sum, part) => sum + part, 0);
}
