/** Actions as M sees them: a box's own numbers, one number a choice, or one-hot. */
import type { ActionSpace } from '../../shared/spaces.ts';
import { actionSize } from '../../shared/spaces.ts';

export interface ModelActions {
  readonly space: ActionSpace;
  /** For discrete actions: M's one number for each; null: one-hot. */
  readonly values: readonly number[] | null;
}

export function modelActionSize({ space, values }: ModelActions): number {
  return values === null ? actionSize(space) : 1;
}

/** @param actions as the environment takes them, from `offset` on. @param out written from `outOffset` on. */
export function writeModelAction(
  form: ModelActions,
  actions: Float64Array,
  offset: number,
  out: Float32Array,
  outOffset: number,
): void {
  const { space, values } = form;
  if (space.kind === 'discrete') {
    const index = actions[offset] ?? 0;
    if (values !== null) {
      out[outOffset] = values[index] ?? 0;
      return;
    }
    for (let i = 0; i < space.count; i++) out[outOffset + i] = Number(i === index);
    return;
  }
  const size = actionSize(space);
  for (let i = 0; i < size; i++) out[outOffset + i] = actions[offset + i] ?? 0;
}
