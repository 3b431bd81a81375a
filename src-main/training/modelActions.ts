/** Actions as M sees them: a box's own numbers, or one-hot. */
import type { ActionSpace } from '../../shared/spaces.ts';
import { actionSize } from '../../shared/spaces.ts';

/** @param actions as the environment takes them, from `offset` on. @param out written from `outOffset` on. */
export function writeModelAction(
  space: ActionSpace,
  actions: Float64Array,
  offset: number,
  out: Float32Array,
  outOffset: number,
): void {
  const size = actionSize(space);
  for (let i = 0; i < size; i++) {
    out[outOffset + i] =
      space.kind === 'discrete' ? Number(i === (actions[offset] ?? 0)) : (actions[offset + i] ?? 0);
  }
}
