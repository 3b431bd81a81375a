/** Dreamer, Hafner et al. 2020, arXiv:1912.01603. */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { DreamerConfig } from '../../../shared/algorithms/dreamer/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { Environment, EnvironmentSpec } from '../../environments/environment.ts';
import { DreamEnvironment } from '../../models/dreamEnvironment.ts';
import { anyState } from '../../models/worldModel.ts';
import type { Algorithm, LoadedDream, Trained } from '../algorithm.ts';
import { believedStarts } from './dreamStarts.ts';
import {
  BEHAVIOUR_PREFIX,
  dreamerEnvironment,
  dreamerModelConfig,
  loadDreamer,
  MODEL_PREFIX,
} from './player.ts';

export const dreamer: Algorithm<DreamerConfig> = {
  played: [MODEL_PREFIX, BEHAVIOUR_PREFIX],
  environment: dreamerEnvironment,
  requireFit(config, environment) {
    dreamerModelConfig(config, environment);
    requireLongEnough(config, environment);
  },
  load({ config, checkpoint }, environment) {
    const { model, policy } = loadDreamer(config, environment, checkpoint);
    return { kind: 'model', model: anyState(model), policy };
  },
  dream,
  train: async (context) => (await import('./train.ts')).trainDreamer(context),
  evaluate: async (request, listener) => (await import('./evaluate.ts')).evaluateDreamer(request, listener),
};

/** Of recorded data it is known how long its episodes are. @throws StudioError `dataSet.tooShort` */
function requireLongEnough({ environment, model, behaviour }: DreamerConfig, spec: EnvironmentSpec): void {
  const longest = spec.maxEpisodeSteps + 1;
  const needed = model.sequenceLength;
  if (behaviour.kind !== 'none' || longest >= needed) return;
  throw new StudioError('dataSet.tooShort', { dataSet: environment.dataSet, longest, needed });
}

/** As the run imagines, but for nobody's learning: by the prior alone, from what it believes of a first frame. */
function dream({ config, checkpoint }: Trained<DreamerConfig>, real: Environment): LoadedDream {
  if (config.environment.observation !== 'pixels') throw new StudioError('dream.noPictures');
  const { model, policy } = loadDreamer(config, real.spec, checkpoint);
  const options = {
    real: real.spec,
    starts: believedStarts(model, real),
    begin: (feature: Tensor2D) => model.stateOf(feature),
    maxSteps: real.spec.maxEpisodeSteps,
  };
  const environment = new DreamEnvironment(model, {
    ...options,
    onClose: () => {
      model.dispose();
      real.close();
    },
  });
  const another = () => new DreamEnvironment(model, options);
  return { kind: 'model', environment, another, model: anyState(model), policy };
}
