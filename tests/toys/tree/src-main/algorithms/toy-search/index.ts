/** The toy as it runs. */
import type { ToyConfig } from '../../../shared/algorithms/toy-search/config.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import { evaluateAgent } from '../../acting/evaluateAgent.ts';
import { trainingConfig } from '../../environments/registry.ts';
import type { Algorithm } from '../algorithm.ts';
import { GAIN_PATH, gainAgent, gainDriver, readGain } from './gain.ts';

export function toyEnvironment(environment: string, config: ToyConfig): EnvironmentConfig {
  return trainingConfig(environment, { ...config.environment, observation: 'state' });
}

export const toySearch: Algorithm<ToyConfig> = {
  played: [GAIN_PATH],
  environment: toyEnvironment,
  load: ({ checkpoint }) => ({ kind: 'agent', agent: gainAgent(readGain(checkpoint.arrays)) }),
  train: async (context) => (await import('./train.ts')).trainToy(context),
  evaluate: (request, listener) => {
    const { environment, config, checkpoint } = request;
    const gain = readGain(checkpoint.arrays);
    return evaluateAgent(
      request,
      toyEnvironment(environment, config),
      () => ({ best: (_count, random) => gainDriver(() => gain, random, 0), dispose: () => undefined }),
      listener,
    );
  },
};
