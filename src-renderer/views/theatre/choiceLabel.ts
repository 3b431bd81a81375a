/** What one of an agent's choices is called. */
import type { ActionSpace } from '../../../shared/spaces.ts';
import { formatNumber } from '../../state/format.ts';
import { t } from '../../state/language.ts';

/** @param action as the environment takes it: the elements that move it are named, or a discrete action's own name */
export function choiceLabel(space: ActionSpace, action: readonly number[]): string {
  if (space.kind === 'discrete') {
    const [index = 0] = action;
    return space.names?.[index] ?? String(index);
  }
  const moved = action.flatMap((value, element) =>
    value === 0 ? [] : [`${space.names?.[element] ?? String(element + 1)} ${formatNumber(value, 1)}`],
  );
  return moved.length === 0 ? t('theatre.insight.nothing') : moved.join(', ');
}
