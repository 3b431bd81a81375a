/** Actions under their headings, both in the order in which they came. */
import type { Action } from '../state/actions.svelte.ts';

export function groupActions(list: readonly Action[]): readonly (readonly [string, readonly Action[]])[] {
  const groups = new Map<string, Action[]>();
  for (const action of list) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return [...groups];
}
