/** A checkpoint of any algorithm back to the model and the policy it holds, and the environment they were made for. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { DREAMER_SCHEMA, WORLD_MODELS_SCHEMA, parsedConfig } from '../../shared/config.ts';
import { StudioError } from '../../shared/errors.ts';
import { dreamtEnvironment, type EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment, EnvironmentSpec } from '../environments/environment.ts';
import { DreamEnvironment } from '../models/dreamEnvironment.ts';
import { MEMORY_PREFIX, VISION_PREFIX } from '../models/visionMemory.ts';
import { anyState, type Policy, type WorldModel } from '../models/worldModel.ts';
import { BEHAVIOUR_PREFIX, dreamerEnvironment, loadDreamer, MODEL_PREFIX } from './dreamerPlayer.ts';
import {
  believedStarts,
  DREAM_STARTS_PATH,
  dreamStartMoments,
  meanStarts,
  seenStarts,
} from './dreamStarts.ts';
import { createRunDream } from './runDream.ts';
import { CONTROLLER_PATH, loadWorldModels, worldModelsEnvironment } from './worldModelsPlayer.ts';

export interface TrainedRun {
  readonly algorithm: string;
  /** The run's whole config. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface TrainedCheckpoint extends TrainedRun {
  readonly checkpoint: Checkpoint;
}

/** The caller disposes both. */
export interface Trained {
  readonly model: WorldModel;
  /** Null where the run has not come to training one. */
  readonly policy: Policy | null;
}

/** What a dream is played with. Closing the environment frees the model and closes the real one; the policy is the caller's. */
export interface LoadedDream extends Trained {
  readonly environment: Environment;
}

/** How a kind of run is read: the environment it trains in, and what its checkpoints hold. */
interface Loader {
  /** What the names of the arrays begin with that `load` and `dream` read. */
  readonly prefixes: readonly string[];
  environment(id: string, config: TrainedRun['config']): EnvironmentConfig;
  load(from: TrainedCheckpoint, environment: EnvironmentSpec): Trained;
  dream(from: TrainedCheckpoint, real: Environment, config: EnvironmentConfig): LoadedDream;
}

const LOADERS: Readonly<Record<string, Loader>> = {
  'world-models': {
    prefixes: [VISION_PREFIX, MEMORY_PREFIX, CONTROLLER_PATH, DREAM_STARTS_PATH],
    environment: (id, config) => worldModelsEnvironment(id, parsedConfig(WORLD_MODELS_SCHEMA, config)),
    load({ config, checkpoint }, environment) {
      // Whoever lives in the dream has the actions of the environment that it is of.
      const id = dreamtEnvironment(environment.id) ?? environment.id;
      const run = parsedConfig(WORLD_MODELS_SCHEMA, config);
      const { model, policy } = loadWorldModels(id, run, environment.actions, checkpoint);
      return { model: anyState(model), policy };
    },
    dream: worldModelsDream,
  },
  dreamer: {
    prefixes: [MODEL_PREFIX, BEHAVIOUR_PREFIX],
    environment: (id, config) => dreamerEnvironment(id, parsedConfig(DREAMER_SCHEMA, config)),
    load({ config, checkpoint }, environment) {
      const { model, policy } = loadDreamer(parsedConfig(DREAMER_SCHEMA, config), environment, checkpoint);
      return { model: anyState(model), policy };
    },
    dream: dreamerDream,
  },
};

/** @throws StudioError `config.unknownAlgorithm`, `checkpoint.mismatch` */
export function loadTrained(from: TrainedCheckpoint, environment: EnvironmentSpec): Trained {
  return loaderOf(from).load(from, environment);
}

/** Whether an array of a checkpoint is needed to play it. @throws StudioError `config.unknownAlgorithm` */
export function isPlayed(run: Pick<TrainedRun, 'algorithm'>): (name: string) => boolean {
  const { prefixes } = loaderOf(run);
  return (name) => prefixes.some((prefix) => name.startsWith(prefix));
}

/**
 * The run's dream, with the model of a checkpoint, as a recorded dream's recipe asks for it, and who lives in it.
 * @param real what the run was trained in: taken over, and asked how episodes begin where the checkpoint does not say
 * @param config the recipe's
 * @throws StudioError `config.unknownAlgorithm`, `checkpoint.mismatch`, `dream.noPictures`
 */
export function loadDream(
  from: TrainedCheckpoint,
  real: Environment,
  config: EnvironmentConfig,
): LoadedDream {
  try {
    return loaderOf(from).dream(from, real, config);
  } catch (error) {
    real.close();
    throw error;
  }
}

function worldModelsDream(
  from: TrainedCheckpoint,
  real: Environment,
  config: EnvironmentConfig,
): LoadedDream {
  const run = parsedConfig(WORLD_MODELS_SCHEMA, from.config);
  const { latentSize } = run.vision;
  const kept = dreamStartMoments(from.checkpoint.arrays, latentSize);
  const { model, policy } = loadWorldModels(real.spec.id, run, real.spec.actions, from.checkpoint);
  const environment = createRunDream(model, {
    real: real.spec,
    starts: kept === null ? seenStarts(model.vision, real) : meanStarts(kept, latentSize),
    temperature: Number(config['temperature'] ?? run.controller.temperature),
    onClose: () => {
      model.dispose();
      real.close();
    },
  });
  return { environment, model: anyState(model), policy };
}

/** As the run imagines, but for nobody's learning: by the prior alone, from what it believes of a first frame. */
function dreamerDream(from: TrainedCheckpoint, real: Environment): LoadedDream {
  const config = parsedConfig(DREAMER_SCHEMA, from.config);
  if (config.environment.observation !== 'pixels') throw new StudioError('dream.noPictures');
  const { model, policy } = loadDreamer(config, real.spec, from.checkpoint);
  const environment = new DreamEnvironment(model, {
    real: real.spec,
    starts: believedStarts(model, real),
    begin: (feature) => model.stateOf(feature),
    maxSteps: real.spec.maxEpisodeSteps,
    onClose: () => {
      model.dispose();
      real.close();
    },
  });
  return { environment, model: anyState(model), policy };
}

/** The environment's config as the run trains in it. @throws StudioError `config.unknownAlgorithm` */
export function trainedEnvironment(environment: string, run: TrainedRun): EnvironmentConfig {
  return loaderOf(run).environment(environment, run.config);
}

function loaderOf({ algorithm }: Pick<TrainedRun, 'algorithm'>): Loader {
  const loader = Object.hasOwn(LOADERS, algorithm) ? LOADERS[algorithm] : undefined;
  if (loader === undefined) {
    const known = Object.keys(LOADERS).join(', ');
    throw new StudioError('config.unknownAlgorithm', { algorithm, known });
  }
  return loader;
}
