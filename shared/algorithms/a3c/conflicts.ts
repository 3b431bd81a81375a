/** Settings of A3C that do not go together. */
import { choiceProblem } from '../../actionChoices.ts';
import { numbersInDream, observedAsIs } from '../../dreamSettings.ts';
import { environmentFacts } from '../../environmentFacts.ts';
import type { ConfigConflict } from '../algorithm.ts';
import { modelWithoutReward } from '../environmentConflicts.ts';
import type { A3cConfig } from './config.ts';

export function a3cConflicts(environment: string, config: A3cConfig): readonly ConfigConflict[] {
  const { environment: settings, actions } = config;
  const conflicts = [
    ...modelWithoutReward(environment, settings),
    ...numbersInDream(config, observedAsIs(environment)),
  ];
  if (actions.kind === 'choices') {
    const problem = choiceProblem(environment, actions.choices);
    if (problem !== null) conflicts.push({ ...problem, field: 'actions.choices' });
  } else if (environmentFacts(environment)?.actions === 'discrete') {
    conflicts.push({ code: 'config.choicesOnly', field: 'actions.kind', values: { environment } });
  }
  return conflicts;
}
