/** Settings of A3C that do not go together. */
import { choiceProblem } from '../../actionChoices.ts';
import { environmentFacts } from '../../environmentFacts.ts';
import type { ConfigConflict } from '../algorithm.ts';
import { modelWithoutReward } from '../environmentConflicts.ts';
import type { A3cConfig } from './config.ts';

export function a3cConflicts(
  environment: string,
  { environment: settings, actions }: A3cConfig,
): readonly ConfigConflict[] {
  const conflicts = [...modelWithoutReward(environment, settings)];
  if (actions.kind === 'choices') {
    const problem = choiceProblem(environment, actions.choices);
    if (problem !== null) conflicts.push({ ...problem, field: 'actions.choices' });
  } else if (environmentFacts(environment)?.actions === 'discrete') {
    conflicts.push({ code: 'config.choicesOnly', field: 'actions.kind', values: { environment } });
  }
  return conflicts;
}
