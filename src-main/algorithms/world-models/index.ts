/** World Models, Ha & Schmidhuber 2018, arXiv:1803.10122. */
import type { WorldModelsConfig } from '../../../shared/algorithms/world-models/config.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import type { Environment } from '../../environments/environment.ts';
import { anyState } from '../../models/worldModel.ts';
import { RandomStream } from '../../numerics/random.ts';
import type { Algorithm, LoadedDream, Trained } from '../algorithm.ts';
import { DREAM_STARTS_PATH, dreamStartMoments, meanStarts, seenStarts } from './dreamStarts.ts';
import { CONTROLLER_PATH, loadWorldModels, worldModelsEnvironment } from './player.ts';
import { createRunDream } from './runDream.ts';
import { createVisionMemory, MEMORY_PREFIX, VISION_PREFIX } from './visionMemory.ts';

/** The convolutions are every V's own, whatever the rest is. */
const SMALLEST = {
  vision: { latentSize: 32 },
  memory: {
    latentSize: 32,
    actionSize: 1,
    hiddenSize: 64,
    mixtures: 5,
    predictsReward: false,
    predictsDone: true,
    restartFlag: true,
  },
  inputs: 'zh',
  latents: 'sample',
  actionValues: null,
} as const;

export const worldModels: Algorithm<WorldModelsConfig> = {
  played: [VISION_PREFIX, MEMORY_PREFIX, CONTROLLER_PATH, DREAM_STARTS_PATH],
  environment: worldModelsEnvironment,
  load({ config, checkpoint }, environment) {
    const { model, policy } = loadWorldModels(config, environment.actions, checkpoint);
    return { kind: 'model', model: anyState(model), policy };
  },
  dream,
  train: async (context) => (await import('./trainer.ts')).WorldModelsTrainer.create(context),
  evaluate: async (request, listener) =>
    (await import('./evaluate.ts')).evaluateController(request, listener),
  warmUp: () => anyState(createVisionMemory(SMALLEST, RandomStream.named(0, 'warm-up'))),
};

function dream(
  { config: run, checkpoint }: Trained<WorldModelsConfig>,
  real: Environment,
  config: EnvironmentConfig,
): LoadedDream {
  const { latentSize } = run.vision;
  const kept = dreamStartMoments(checkpoint.arrays, latentSize);
  const { model, policy } = loadWorldModels(run, real.spec.actions, checkpoint);
  const options = {
    real: real.spec,
    starts: kept === null ? seenStarts(model.vision, real) : meanStarts(kept, latentSize),
    temperature: Number(config['temperature'] ?? run.controller.temperature),
  };
  const environment = createRunDream(model, {
    ...options,
    onClose: () => {
      model.dispose();
      real.close();
    },
  });
  const another = () => createRunDream(model, options);
  return { kind: 'model', environment, another, model: anyState(model), policy };
}
