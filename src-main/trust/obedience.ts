/**
 * Obedience: whether the dream follows the action. The same windows are dreamt under the actions that were really taken and under
 * those of other windows; a dream that heeds its actions errs more under the wrong ones, a deaf one errs alike.
 */
import type { ActionSpace } from '../../shared/spaces.ts';
import { bootstrap, percentiles95 } from '../../shared/statistics.ts';
import type { Disobeyed, Obedience } from '../../shared/trust.ts';
import { RandomStream } from '../numerics/random.ts';
import { curveOf, errorSums, type ErrorSums } from './errorCurves.ts';
import { elementName } from './fixedPolicies.ts';
import type { Window } from './heldOut.ts';
import type { ActionOf, OpenLoop, WindowErrors } from './openLoop.ts';
import type { OnShare } from './subject.ts';

/** With more numbers in an action only the whole of it is exchanged: each is a dream of its own. */
const MOST_ELEMENTS = 12;

/** Whose actions a window is dreamt under: every other's in a ring, so that none keeps its own. Needs two windows. */
export function exchanged(windows: number, random: RandomStream): readonly number[] {
  const order = Array.from({ length: windows }, (_, index) => index);
  for (let at = windows - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  const donors = new Array<number>(windows).fill(0);
  order.forEach((window, at) => {
    donors[window] = order[(at + 1) % windows] ?? 0;
  });
  return donors;
}

/** 1 - true over shuffled, each summed over the horizon; 0 where there is no error at all: then no action mattered. */
export function obedienceOf(trueError: readonly number[], shuffled: readonly number[]): number {
  const sum = (values: readonly number[]) =>
    values.reduce((total, value) => total + (Number.isNaN(value) ? 0 : value), 0);
  const wrong = sum(shuffled);
  return wrong === 0 ? 0 : 1 - sum(trueError) / wrong;
}

export async function measureObedience(
  dreams: OpenLoop,
  windows: readonly Window[],
  trueAction: ActionOf,
  actions: ActionSpace,
  seed: number,
  onShare: OnShare,
): Promise<Obedience> {
  const donors = exchanged(windows.length, RandomStream.named(seed, 'trust/shuffle'));
  const others: ActionOf = (window, step) => {
    const donor = donors[window] ?? 0;
    return trueAction(donor, step % (windows[donor]?.steps ?? 1));
  };
  const elements = elementsOf(actions);
  const plans: readonly { readonly action: string | null; readonly led: ActionOf }[] = [
    { action: null, led: others },
    ...elements.map((action, element) => ({ action, led: withElement(trueAction, others, element) })),
  ];
  const share =
    (index: number): OnShare =>
    (part) =>
      onShare((index + part) / (plans.length + 1));
  const obeyed = await dreams.dream(trueAction, share(0));
  const disobeyed: (readonly WindowErrors[])[] = [];
  for (const [index, { led }] of plans.entries()) disobeyed.push(await dreams.dream(led, share(index + 1)));
  const spaces = dreams.spaces.map((space, at) => {
    const truth = errorSums(windows, obeyed[at] ?? []);
    const shuffled = plans.map(({ action }, index): Disobeyed => {
      const wrong = errorSums(windows, disobeyed[index]?.[at] ?? []);
      const random = RandomStream.named(seed, `trust/obedience/${space}/${index}`);
      return { action, error: curveOf(wrong), obedience: estimated(truth, wrong, random) };
    });
    return { space, error: curveOf(truth), shuffled };
  });
  return { instrument: 'obedience', windows: windows.length, spaces };
}

function estimated(truth: ErrorSums, wrong: ErrorSums, random: RandomStream): Disobeyed['obedience'] {
  const of = (episodes?: readonly number[]) =>
    obedienceOf(curveOf(truth, episodes), curveOf(wrong, episodes));
  return { mean: of(), ...percentiles95(bootstrap(truth.sums.length, random, of)) };
}

/** Of a box with a few: one number is the whole action, and of choices only one is made. */
function elementsOf(actions: ActionSpace): readonly string[] {
  if (actions.kind === 'discrete') return [];
  const count = actions.shape.reduce((product, extent) => product * extent, 1);
  if (count < 2 || count > MOST_ELEMENTS) return [];
  return Array.from({ length: count }, (_, element) => elementName(actions, element));
}

function withElement(own: ActionOf, others: ActionOf, element: number): ActionOf {
  return (window, step) => {
    const action = Float32Array.from(own(window, step));
    action[element] = others(window, step)[element] ?? 0;
    return action;
  };
}
