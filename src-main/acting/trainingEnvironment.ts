/** What an environment is made with when a run trains in it, from the group `environment` of the run's config. */
import { EXAMPLE_REWARD, EXAMPLE_XML, OWN_MODEL } from '../../shared/exampleModel.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { EnvironmentSettings } from '../../shared/environmentSettings.ts';

/** Frames that one lap of CarRacing may take; Gymnasium's time limit. */
const CAR_RACING_FRAMES = 1000;

export function trainingEnvironment(environment: string, settings: EnvironmentSettings): EnvironmentConfig {
  const { actionRepeat, observation, lapRule, ...own } = settings;
  switch (environment) {
    case 'car-racing':
      return {
        actionRepeat,
        lapRule,
        observation: 'paper',
        maxSteps: Math.ceil(CAR_RACING_FRAMES / actionRepeat),
      };
    case 'take-cover':
      return { actionRepeat, observation: 'paper' };
    case OWN_MODEL: {
      const { model, reward, ...rest } = own;
      return {
        xml: model || EXAMPLE_XML,
        reward: reward || EXAMPLE_REWARD,
        actionRepeat,
        observation,
        ...rest,
      };
    }
    default:
      return { actionRepeat, observation };
  }
}
