/** Settings of DQN that do not go together. */
import { choiceProblem } from '../../actionChoices.ts';
import type { ConfigConflict } from '../algorithm.ts';
import { numbersInDream } from '../../dreamSettings.ts';
import { modelWithoutReward, numbersWhereThereAreNone } from '../environmentConflicts.ts';
import type { DqnConfig } from './config.ts';
import { plannedDecisions } from './epsilon.ts';

export function dqnConflicts(environment: string, config: DqnConfig): readonly ConfigConflict[] {
  const conflicts = [
    ...modelWithoutReward(environment, config.environment),
    ...numbersWhereThereAreNone(environment, config.environment),
    ...numbersInDream(config, config.environment.observation === 'pixels' ? 'pixels' : 'numbers'),
  ];
  const problem = choiceProblem(environment, config.actions.choices);
  if (problem !== null) conflicts.push({ ...problem, field: 'actions.choices' });
  const decisions = plannedDecisions(config);
  const { startsAfter } = config.learning;
  if (startsAfter >= decisions) {
    const values = { starts: startsAfter, decisions };
    conflicts.push({ code: 'config.neverLearns', field: 'learning.startsAfter', values });
  }
  return conflicts;
}
