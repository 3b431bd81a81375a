/** What A3C's policy draws, as an environment takes it and as a theatre shows it. */
import type { A3cConfig } from '../../../shared/algorithms/a3c/config.ts';
import type { AgentInsight } from '../../../shared/agentInsight.ts';
import { StudioError } from '../../../shared/errors.ts';
import { boundOf, elementCount, type BoxSpace } from '../../../shared/spaces.ts';
import { ChoiceTable } from '../../acting/choiceTable.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { deviationOf, type PolicyHead } from './policyHead.ts';

export interface ActionForm {
  readonly head: PolicyHead;
  /** @param drawn what `drawAction` gave @returns as the environment takes it, each number exact in single precision */
  toEnvironment(drawn: readonly number[]): Float64Array;
  /** The same as a policy gives it: a box's numbers, or one-hot. */
  toPolicy(drawn: readonly number[]): readonly number[];
  /** @param row of `policyOf` */
  insight(row: Float32Array): AgentInsight;
}

/**
 * @throws StudioError `config.choicesOnly` where numbers are asked of an environment with choices, and what `ChoiceTable` throws
 */
export function actionForm(
  { actions }: Pick<A3cConfig, 'actions'>,
  environment: EnvironmentSpec,
): ActionForm {
  if (actions.kind === 'choices') return choices(new ChoiceTable(environment, actions.choices), environment);
  if (environment.actions.kind !== 'box')
    throw new StudioError('config.choicesOnly', { environment: environment.id });
  return numbers(environment.actions, actions);
}

function choices(table: ChoiceTable, { actions }: EnvironmentSpec): ActionForm {
  const { count } = table;
  const oneHot = (chosen: number) => Array.from({ length: count }, (_, choice) => Number(choice === chosen));
  return {
    head: { kind: 'choices', count },
    toEnvironment: (drawn) => table.actions(drawn),
    toPolicy: ([chosen = 0]) => (actions.kind === 'discrete' ? oneHot(chosen) : [...table.actions([chosen])]),
    insight: (row) => ({ kind: 'choiceProbabilities', values: row.slice(0, count), choices: table.choices }),
  };
}

function numbers(space: BoxSpace, { variance, bounded }: A3cConfig['actions']): ActionForm {
  const size = elementCount(space.shape);
  const head = { kind: 'normal', size, variances: variance === 'each' ? size : 1, bounded } as const;
  const half = (element: number) => (boundOf(space.high, element) - boundOf(space.low, element)) / 2;
  const scaled = (value: number, element: number) =>
    (boundOf(space.high, element) + boundOf(space.low, element)) / 2 + half(element) * value;
  // What lies beyond a bound was drawn as it was: it is cut off only here, where it is acted.
  const acted = (value: number, element: number) =>
    Math.fround(scaled(Math.max(-1, Math.min(1, value)), element));
  return {
    head,
    toEnvironment: (drawn) => Float64Array.from(drawn, acted),
    toPolicy: (drawn) => drawn.map(acted),
    insight: (row) => ({
      kind: 'normalActions',
      means: Float32Array.from({ length: size }, (_, element) => scaled(row[element] ?? 0, element)),
      deviations: Float32Array.from(
        { length: size },
        (_, element) => half(element) * deviationOf(head, row, element),
      ),
    }),
  };
}
