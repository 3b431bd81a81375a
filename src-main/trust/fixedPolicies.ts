/**
 * Policies that look at nothing, for any action space: what they earn in a dream beside reality tells how far the dream may be
 * believed, whatever was learnt in it.
 */
import type { PolicyName } from '../../shared/trust.ts';
import {
  neutralAction,
  actionArgumentSize,
  boundOf,
  type ActionSpace,
  type BoxSpace,
} from '../../shared/spaces.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import type { RandomStream } from '../numerics/random.ts';

export interface FixedPolicy {
  readonly name: PolicyName;
  /**
   * As the environment takes it.
   * @param step from 0 in each episode @param random drawn from by a random policy alone
   */
  act(step: number, random: RandomStream): Float64Array;
}

/** From one end to the other in so much simulated time: Take Cover's room takes two thirds of it. */
const SWEEP_SECONDS = 4;
/** With more numbers in an action, holding each at both ends would be as many policies: they are held all at once. */
const MOST_HELD_APART = 6;

/** Still, each action held, a sweep and random actions. */
export function fixedPolicies({
  actions,
  stepSeconds,
}: Pick<EnvironmentSpec, 'actions' | 'stepSeconds'>): readonly FixedPolicy[] {
  const sweepSteps = Math.max(1, Math.round(SWEEP_SECONDS / stepSeconds));
  return [
    ...(actions.kind === 'discrete' ? heldChoices(actions) : heldBox(actions)),
    { name: { kind: 'sweep', action: '' }, act: (step) => sweep(actions, step, sweepSteps) },
    { name: { kind: 'random', action: '' }, act: (_step, random) => anyAction(actions, random) },
  ];
}

/** A choice's name, or its number where it has none. */
export function choiceName(space: Extract<ActionSpace, { kind: 'discrete' }>, index: number): string {
  return space.names?.[index] ?? String(index);
}

/** What an element of a box is called. */
export function elementName({ names }: BoxSpace, element: number): string {
  return names?.[element] ?? String(element);
}

/** Names that stand for doing nothing. */
const STILL = new Set(['still', 'noop', 'nothing']);

function heldChoices(space: Extract<ActionSpace, { kind: 'discrete' }>): FixedPolicy[] {
  const held = Array.from({ length: space.count }, (_, index): FixedPolicy => {
    const action = choiceName(space, index);
    const name = STILL.has(action)
      ? ({ kind: 'still', action: '' } as const)
      : { kind: 'held' as const, action };
    return { name, act: () => Float64Array.of(index) };
  });
  return held.sort((a, b) => Number(b.name.kind === 'still') - Number(a.name.kind === 'still'));
}

function heldBox(space: BoxSpace): FixedPolicy[] {
  const rest = neutralAction(space);
  const still: FixedPolicy = { name: { kind: 'still', action: '' }, act: () => rest.slice() };
  const ends = (['low', 'high'] as const).map((end) => ({
    bound: space[end],
    sign: end === 'low' ? '−' : '+',
  }));
  if (rest.length > MOST_HELD_APART) {
    const all = ends.map(({ bound, sign }): FixedPolicy => ({
      name: { kind: 'held', action: sign },
      act: () => rest.map((_value, element) => boundOf(bound, element)),
    }));
    return [still, ...all];
  }
  const apart = Array.from(rest, (_value, element) =>
    ends
      // An end at which nothing happens is standing still once more.
      .filter(({ bound }) => boundOf(bound, element) !== rest[element])
      .map(({ bound, sign }): FixedPolicy => {
        const action = rest.slice();
        action[element] = boundOf(bound, element);
        const name = { kind: 'held' as const, action: `${elementName(space, element)} ${sign}` };
        return { name, act: () => action.slice() };
      }),
  );
  return [still, ...apart.flat()];
}

/** To one end and back: every element of a box at once; of choices all that do something, one after the other. */
function sweep(space: ActionSpace, step: number, steps: number): Float64Array {
  if (space.kind === 'discrete') {
    const moving = Array.from({ length: space.count }, (_, index) => index).filter(
      (index) => !STILL.has(choiceName(space, index)),
    );
    const turn = Math.floor(step / steps) % Math.max(1, moving.length);
    return Float64Array.of(moving[turn] ?? 0);
  }
  const phase = (step % (2 * steps)) / steps;
  const share = phase <= 1 ? phase : 2 - phase;
  return Float64Array.from({ length: actionArgumentSize(space) }, (_, element) => {
    const [low, high] = [boundOf(space.low, element), boundOf(space.high, element)];
    return low + share * (high - low);
  });
}

function anyAction(space: ActionSpace, random: RandomStream): Float64Array {
  if (space.kind === 'discrete') return Float64Array.of(random.integer(space.count));
  return Float64Array.from({ length: actionArgumentSize(space) }, (_, element) =>
    random.uniform(boundOf(space.low, element), boundOf(space.high, element)),
  );
}
