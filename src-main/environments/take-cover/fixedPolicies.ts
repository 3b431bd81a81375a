/**
 * Policies that look at nothing, named on the command line: `uniform`, `uniform-two`, `hold:1-10`, `hold-two:1-10`,
 * `still`, `left`, `right`. They measure how hard the game is, and check it against the original.
 */
import { StudioError } from '../../../shared/errors.ts';
import type { RandomStream } from '../../numerics/random.ts';

/** The next action's index; called once a step, from an episode's beginning. */
export type FixedPolicy = () => number;

const [STILL, LEFT, RIGHT] = [0, 1, 2] as const;
export const FIXED_POLICY_NAMES = 'uniform, uniform-two, hold:1-10, hold-two:1-10, still, left, right';

/** @throws StudioError `config.invalid` for a name it does not know. */
export function fixedPolicy(name: string, random: RandomStream): FixedPolicy {
  const held = /^hold(-two)?:(\d+)-(\d+)$/.exec(name);
  if (held !== null) {
    const [shortest, longest] = [Number(held[2]), Number(held[3])];
    if (shortest >= 1 && longest >= shortest)
      return holdPolicy(drawer(held[1] !== undefined, random), shortest, longest, random);
  }
  switch (name) {
    case 'uniform':
    case 'uniform-two':
      return drawer(name === 'uniform-two', random);
    case 'still':
      return () => STILL;
    case 'left':
      return () => LEFT;
    case 'right':
      return () => RIGHT;
    default:
      throw new StudioError('config.invalid', { field: 'policy', reason: `${name}: ${FIXED_POLICY_NAMES}` });
  }
}

/** All three actions, or left and right alone. */
function drawer(two: boolean, random: RandomStream): FixedPolicy {
  return () => (two ? LEFT + random.integer(2) : random.integer(3));
}

function holdPolicy(draw: FixedPolicy, shortest: number, longest: number, random: RandomStream): FixedPolicy {
  let left = 0;
  let action: number = STILL;
  return () => {
    if (left === 0) {
      left = shortest + random.integer(longest - shortest + 1);
      action = draw();
    }
    left -= 1;
    return action;
  };
}
