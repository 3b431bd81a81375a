/** Settings of Dreamer that do not go together. */
import { DATA_SET } from '../../dataSet.ts';
import { environmentFacts } from '../../environmentFacts.ts';
import { OWN_MODEL } from '../../exampleModel.ts';
import type { ConfigConflict } from '../algorithm.ts';
import { modelWithoutReward, numbersWhereThereAreNone } from '../environmentConflicts.ts';
import type { DreamerConfig } from './config.ts';

/** Numbers of a latent made of classes: eight times DreamerV2's; every step reads and keeps them all. */
const LARGEST_LATENT = 8192;

export function dreamerConflicts(environment: string, config: DreamerConfig): readonly ConfigConflict[] {
  const facts = environmentFacts(environment);
  const { kind, actorGradient, replayValueScale, planCandidates, planElites } = config.behaviour;
  const conflicts = [...numbersWhereThereAreNone(environment, config.environment)];
  conflicts.push(...whoActs(environment, kind));
  if (environment === OWN_MODEL) conflicts.push(...ownModelConflicts(config));
  const { latent, stochasticSize, latentClasses } = config.model;
  const numbers = stochasticSize * latentClasses;
  if (latent === 'categorical' && numbers > LARGEST_LATENT) {
    const values = { variables: stochasticSize, classes: latentClasses, numbers, most: LARGEST_LATENT };
    conflicts.push({ code: 'config.latentTooLarge', field: 'model.latentClasses', values });
  }
  if (kind === 'actor' && actorGradient === 'reinforce') {
    conflicts.push({ code: 'config.reinforceNeedsCritic', field: 'behaviour.actorGradient', values: {} });
  }
  if (kind === 'actor-critic' && actorGradient !== 'reinforce' && replayValueScale > 0) {
    conflicts.push({
      code: 'config.replayValueNeedsReinforce',
      field: 'behaviour.replayValueScale',
      values: {},
    });
  }
  if (kind !== 'planner') return conflicts;
  // Among choices no mean can be searched.
  if (facts?.actions === 'discrete') {
    conflicts.push({ code: 'config.plannerNeedsNumbers', field: 'behaviour.kind', values: { environment } });
  }
  if (planElites > planCandidates) {
    const values = { kept: planElites, tried: planCandidates };
    conflicts.push({ code: 'config.moreElites', field: 'behaviour.planElites', values });
  }
  return conflicts;
}

/** Nobody acts in recorded data, and somebody everywhere else. */
function whoActs(environment: string, kind: DreamerConfig['behaviour']['kind']): readonly ConfigConflict[] {
  const recorded = environment === DATA_SET;
  if (recorded === (kind === 'none')) return [];
  const code = recorded ? 'config.recordedOnly' : 'config.behaviourMissing';
  return [{ code, field: 'behaviour.kind', values: { environment } }];
}

/** What MuJoCo says of model and reward is found where they are opened. */
function ownModelConflicts({ environment, model }: DreamerConfig): readonly ConfigConflict[] {
  const conflicts = [...modelWithoutReward(OWN_MODEL, environment)];
  const moments = Math.ceil(environment.maxSteps / environment.actionRepeat) + 1;
  if (model.sequenceLength > moments) {
    const values = { sequence: model.sequenceLength, moments };
    conflicts.push({ code: 'config.sequenceTooLong', field: 'model.sequenceLength', values });
  }
  return conflicts;
}
