/** A checkpoint of any algorithm back to the model and the policy it holds, and the environment they were made for. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { DREAMER_SCHEMA, WORLD_MODELS_SCHEMA } from '../../shared/config.ts';
import { StudioError } from '../../shared/errors.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import type { LatentState, Policy, WorldModel } from '../models/worldModel.ts';
import { dreamerEnvironment, loadDreamer } from './dreamerPlayer.ts';
import { loadWorldModels, worldModelsEnvironment } from './worldModelsPlayer.ts';

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

/** How a kind of run is read: the environment it trains in, and what its checkpoints hold. */
interface Loader {
  environment(id: string, config: TrainedRun['config']): EnvironmentConfig;
  load(from: TrainedCheckpoint, environment: EnvironmentSpec): Trained;
}

const LOADERS: Readonly<Record<string, Loader>> = {
  'world-models': {
    environment: (id, config) => worldModelsEnvironment(id, WORLD_MODELS_SCHEMA.parse(config)),
    load({ config, checkpoint }, { id, actions }) {
      const { model, policy } = loadWorldModels(id, WORLD_MODELS_SCHEMA.parse(config), actions, checkpoint);
      return { model: anyState(model), policy };
    },
  },
  dreamer: {
    environment: (id, config) => dreamerEnvironment(id, DREAMER_SCHEMA.parse(config)),
    load({ config, checkpoint }, environment) {
      const { model, policy } = loadDreamer(DREAMER_SCHEMA.parse(config), environment, checkpoint);
      return { model: anyState(model), policy };
    },
  },
};

/** @throws StudioError `config.unknownAlgorithm`, `checkpoint.mismatch` */
export function loadTrained(from: TrainedCheckpoint, environment: EnvironmentSpec): Trained {
  return loaderOf(from).load(from, environment);
}

/** The environment's config as the run trains in it. @throws StudioError `config.unknownAlgorithm` */
export function trainedEnvironment(environment: string, run: TrainedRun): EnvironmentConfig {
  return loaderOf(run).environment(environment, run.config);
}

function loaderOf({ algorithm }: TrainedRun): Loader {
  const loader = LOADERS[algorithm];
  if (loader === undefined) {
    const known = Object.keys(LOADERS).join(', ');
    throw new StudioError('config.unknownAlgorithm', { algorithm, known });
  }
  return loader;
}

/** Whoever holds a model without knowing its kind gives back only states that this very model made. */
function anyState<S extends LatentState>(model: WorldModel<S>): WorldModel {
  return model as unknown as WorldModel;
}
