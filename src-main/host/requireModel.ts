/**
 * Before a run is made of a model of a person's own: that the model compiles, that its reward reads, and that something can be
 * trained on it. Where that is looked at is not known here; it is never this process.
 */
import { configValue } from '../../shared/config.ts';
import { errorFromReport } from '../../shared/errors.ts';
import { EXAMPLE_REWARD, EXAMPLE_XML, OWN_MODEL } from '../../shared/exampleModel.ts';
import type { ModelInspection } from '../../shared/protocol.ts';

export type InspectModel = (xml: string, reward: string) => Promise<ModelInspection>;

/**
 * Does nothing where the run has no model of its own.
 * @param config a run's
 * @throws StudioError `environment.*` with MuJoCo's message and line, the place in the reward with what was found and expected,
 *   or the actuator
 */
export type RequireModel = (environment: string, config: Readonly<Record<string, unknown>>) => Promise<void>;

export function requireModelBy(inspect: InspectModel): RequireModel {
  return async (environment, config) => {
    if (environment !== OWN_MODEL) return;
    const text = (path: string, example: string) => {
      const value = configValue(config, path);
      return typeof value === 'string' && value !== '' ? value : example;
    };
    const xml = text('environment.model', EXAMPLE_XML);
    const reward = text('environment.reward', EXAMPLE_REWARD);
    const { modelError, rewardError, trainingError } = await inspect(xml, reward);
    const wrong = modelError ?? rewardError ?? trainingError;
    if (wrong !== null) throw errorFromReport(wrong);
  };
}
