/** Settings of the group `environment` that do not go together, whatever is trained there. */
import { environmentFacts } from '../environmentFacts.ts';
import type { EnvironmentSettings } from '../environmentSettings.ts';
import { OWN_MODEL } from '../exampleModel.ts';
import type { ConfigConflict } from './algorithm.ts';

/** A person's own model comes with its reward: neither is the example's then. */
export function modelWithoutReward(
  environment: string,
  { model, reward }: Pick<EnvironmentSettings, 'model' | 'reward'>,
): readonly ConfigConflict[] {
  if (environment !== OWN_MODEL || (model === '') === (reward === '')) return [];
  const field = model === '' ? 'environment.model' : 'environment.reward';
  return [{ code: 'config.modelAndReward', field, values: {} }];
}

/** Some environments show pictures alone. */
export function numbersWhereThereAreNone(
  environment: string,
  { observation }: Pick<EnvironmentSettings, 'observation'>,
): readonly ConfigConflict[] {
  if (observation === 'pixels' || environmentFacts(environment)?.numbers !== false) return [];
  return [{ code: 'config.picturesOnly', field: 'environment.observation', values: { environment } }];
}
