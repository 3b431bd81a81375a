/** An environment's facts as people read them. */
import type { EnvironmentSummary } from '../../../shared/protocol.ts';
import type { ActionSpace, ObservationSpace } from '../../../shared/spaces.ts';
import { actionName } from '../../state/actionNames.ts';
import { formatNumber } from '../../state/format.ts';
import { textOf, t } from '../../state/language.ts';

const messageId = (id: string) => id.replaceAll('/', '.');

export function environmentName(id: string): string {
  return textOf(`environment.${messageId(id)}.name`, id);
}

export function environmentDescription(id: string): string {
  return textOf(`environment.${messageId(id)}.description`, '');
}

export function actionsText(space: ActionSpace): string {
  if (space.kind === 'discrete') {
    const names = space.names?.map(actionName).join(', ') ?? '';
    return names === ''
      ? t('environments.choices', { count: space.count })
      : t('environments.choicesNamed', { count: space.count, names });
  }
  const { names, shape, low, high } = space;
  const size = shape.reduce((a, b) => a * b, 1);
  const bound = (value: number | readonly number[], index: number) =>
    formatNumber(typeof value === 'number' ? value : (value[index] ?? 0));
  if (names !== undefined && names.length <= 4) {
    return names
      .map((name, index) => `${actionName(name)} [${bound(low, index)}, ${bound(high, index)}]`)
      .join(', ');
  }
  return t('environments.numbers', { count: size, low: bound(low, 0), high: bound(high, 0) });
}

export function observationsText(space: ObservationSpace): string {
  return Object.entries(space)
    .map(([name, { shape, dtype }]) => `${name} ${shape.join(' × ')}${dtype === 'uint8' ? '' : ' (float64)'}`)
    .join(', ');
}

/** Of one step. */
export function rewardText([low, high]: EnvironmentSummary['rewardRange']): string {
  // A person's own model may reward with any number.
  if (high === Number.MAX_VALUE) return t('environments.anyNumber');
  return t('environments.rewardRange', { low, high });
}

/** Frames a second of the game itself. */
export function paceText({
  stepSeconds,
  maxEpisodeSteps,
}: Pick<EnvironmentSummary, 'stepSeconds' | 'maxEpisodeSteps'>): string {
  return t('environments.pace', {
    rate: formatNumber(1 / stepSeconds),
    steps: formatNumber(maxEpisodeSteps),
  });
}
