/**
 * What an agent chooses between that knows no other actions than a few: a discrete environment's own, those that are usual for an
 * environment with a box of actions, or a grid over the box.
 */
import type { ActionChoices } from './agentInsight.ts';
import { environmentFacts } from './environmentFacts.ts';
import { StudioError, type ErrorCode, type ErrorValues } from './errors.ts';
import { boundOf, elementCount, type ActionSpace, type BoxSpace } from './spaces.ts';

/**
 * `own`: what the environment itself offers. `three`: every combination of each element's lowest, middle and highest value; `two`:
 * of lowest and highest alone (bang-bang).
 */
export const CHOICE_KINDS = ['own', 'three', 'two'] as const;
export type ChoiceKind = (typeof CHOICE_KINDS)[number];

/** More are not tried often enough to be learnt about one by one; and a choice is kept as a byte. */
export const MOST_CHOICES = 256;

const LEVELS = { three: 3, two: 2 } as const;

/** How many choices a grid over a box has. */
export function gridSize(kind: Exclude<ChoiceKind, 'own'>, numbers: number): number {
  let size = 1;
  for (let element = 0; element < numbers; element++) size *= LEVELS[kind];
  return size;
}

/** Why there is nothing to choose between. */
export interface ChoiceProblem {
  readonly code: Extract<ErrorCode, `config.${string}`>;
  readonly values: ErrorValues;
}

interface ActionFacts {
  readonly kind: ActionSpace['kind'];
  /** Of a box; undefined where nobody knows before it is opened. */
  readonly numbers: number | undefined;
}

/** As far as can be told without making the environment; null: nothing is known to be wrong. */
export function choiceProblem(environment: string, kind: ChoiceKind): ChoiceProblem | null {
  const facts = environmentFacts(environment);
  if (facts === undefined || facts.actions === 'either') return null;
  return problemOf(environment, { kind: facts.actions, numbers: facts.actionNumbers }, kind);
}

/**
 * In an order that never changes: a run's choices are counted by it. A box's numbers are exact in single precision.
 * @param space of the environment as it was made
 * @throws StudioError what `choiceProblem` finds
 */
export function actionChoices(environment: string, space: ActionSpace, kind: ChoiceKind): ActionChoices {
  const numbers = space.kind === 'box' ? elementCount(space.shape) : undefined;
  const problem = problemOf(environment, { kind: space.kind, numbers }, kind);
  if (problem !== null) throw new StudioError(problem.code, problem.values);
  if (space.kind === 'discrete') return Array.from({ length: space.count }, (_, index) => [index]);
  if (kind !== 'own') return grid(space, LEVELS[kind]);
  return (environmentFacts(environment)?.choices ?? []).map((choice) => choice.map(Math.fround));
}

function problemOf(
  environment: string,
  { kind: actions, numbers }: ActionFacts,
  kind: ChoiceKind,
): ChoiceProblem | null {
  if (actions === 'discrete')
    return kind === 'own' ? null : { code: 'config.noGrid', values: { environment } };
  if (kind === 'own') {
    const offers = environmentFacts(environment)?.choices !== undefined;
    return offers ? null : { code: 'config.noChoices', values: { environment } };
  }
  const count = numbers === undefined ? 0 : gridSize(kind, numbers);
  if (count <= MOST_CHOICES) return null;
  return {
    code: 'config.tooManyChoices',
    values: { environment, numbers: numbers ?? 0, count, most: MOST_CHOICES },
  };
}

/** The last element varies first. */
function grid({ shape, low, high }: BoxSpace, levels: number): ActionChoices {
  let choices: number[][] = [[]];
  for (let element = 0; element < elementCount(shape); element++) {
    const [least, most] = [boundOf(low, element), boundOf(high, element)];
    const values = Array.from({ length: levels }, (_, level) =>
      Math.fround(least + ((most - least) * level) / (levels - 1)),
    );
    choices = choices.flatMap((choice) => values.map((value) => [...choice, value]));
  }
  return choices;
}
