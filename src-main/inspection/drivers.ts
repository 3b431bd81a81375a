/** Who takes the next real action, and what it is. */
import { neutralAction, actionArgumentSize, boundOf, type ActionSpace } from '../../shared/spaces.ts';
import type { Driver } from '../../shared/theatre.ts';
import { RandomStream } from '../numerics/random.ts';

export interface DriverChoice {
  readonly driver: Driver;
  /** What the keys say; null while hands are off. */
  readonly keys: readonly number[] | null;
  readonly hasAgent: boolean;
  /** What the recording took on the way to this step; null beyond its end or without one. */
  readonly recorded: readonly number[] | null;
}

/** Whose action the next one is: the agent takes over while hands are off. Null: the recording has ended. */
export function whoActs({ driver, keys, hasAgent, recorded }: DriverChoice): Driver | null {
  switch (driver) {
    case 'keyboard':
      return keys === null && hasAgent ? 'agent' : 'keyboard';
    case 'recording':
      return recorded === null ? null : 'recording';
    case 'agent':
      return hasAgent ? 'agent' : 'keyboard';
    case 'random':
      return 'random';
  }
}

/** Keys as an action of the environment's own form: missing elements stay neutral, all are clipped. @param choices see `EnvironmentSpec` */
export function keyboardAction(
  space: ActionSpace,
  keys: readonly number[] | null,
  choices?: readonly (readonly number[])[],
): Float64Array {
  const action = neutralAction(space);
  if (keys === null) return action;
  const chosen = choices?.[Math.round(keys[0] ?? 0)];
  if (chosen !== undefined) return Float64Array.from(chosen);
  if (space.kind === 'discrete') {
    const index = Math.round(keys[0] ?? 0);
    return Float64Array.of(Math.min(space.count - 1, Math.max(0, index)));
  }
  for (let index = 0; index < action.length; index++) {
    const value = keys[index] ?? action[index] ?? 0;
    action[index] = Math.min(boundOf(space.high, index), Math.max(boundOf(space.low, index), value));
  }
  return action;
}

/** Steps for which a random action is held. */
const RANDOM_HOLD_STEPS = 8;

/** A uniform draw from the space, held for a while so that it does something; the same for the same seed and step. */
export function randomAction(space: ActionSpace, seed: number, step: number): Float64Array {
  const random = RandomStream.named(seed, `theatre/random/${Math.floor(step / RANDOM_HOLD_STEPS)}`);
  if (space.kind === 'discrete') return Float64Array.of(random.integer(space.count));
  return Float64Array.from({ length: actionArgumentSize(space) }, (_, index) =>
    random.uniform(boundOf(space.low, index), boundOf(space.high, index)),
  );
}
