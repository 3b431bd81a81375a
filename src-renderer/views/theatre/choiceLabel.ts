/** What one of an agent's choices is called. */
import type { ActionSpace } from '../../../shared/spaces.ts';
import { elementName } from '../../state/actionNames.ts';
import { formatNumber } from '../../state/format.ts';
import { t } from '../../state/language.ts';

/** @param action as the environment takes it: the elements that move it are named, or a discrete action's own name */
export function choiceLabel(space: ActionSpace, action: readonly number[]): string {
  if (space.kind === 'discrete') {
    const [index = 0] = action;
    return space.names === undefined ? String(index) : elementName(space, index);
  }
  const moved = action.flatMap((value, element) =>
    value === 0 ? [] : [`${elementName(space, element)} ${formatNumber(value, 1)}`],
  );
  return moved.length === 0 ? t('theatre.insight.nothing') : moved.join(', ');
}
