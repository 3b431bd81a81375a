/** Whether a behaviour can be trained with these actions: there must be some, and every one of a finite range. */
import { StudioError } from '../../shared/errors.ts';
import { elementCount, type ActionSpace } from '../../shared/spaces.ts';
import { UNBOUNDED } from './unbounded.ts';

/** `environment.noActuators` or `environment.unboundedActuator`; null where it can. */
export function trainingProblem(actions: ActionSpace): StudioError | null {
  if (actions.kind === 'discrete') return null;
  const size = elementCount(actions.shape);
  if (size === 0) return new StudioError('environment.noActuators');
  const bound = (of: number | readonly number[], index: number) => (typeof of === 'number' ? of : of[index]);
  for (let index = 0; index < size; index++) {
    const bounds = [bound(actions.low, index), bound(actions.high, index)];
    if (bounds.every((value) => value !== undefined && Math.abs(value) < UNBOUNDED)) continue;
    return new StudioError('environment.unboundedActuator', { actuator: actions.names?.[index] ?? index });
  }
  return null;
}
