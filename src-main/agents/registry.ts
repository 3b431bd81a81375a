/** A checkpoint of any algorithm back to the model and the policy it holds, and the environment they were made for. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { WORLD_MODELS_SCHEMA } from '../../shared/config.ts';
import { StudioError } from '../../shared/errors.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import type { LatentState, Policy, WorldModel } from '../models/worldModel.ts';
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

/** @throws StudioError `config.unknownAlgorithm`, `checkpoint.mismatch` */
export function loadTrained(from: TrainedCheckpoint, environment: EnvironmentSpec): Trained {
  const config = worldModelsConfig(from);
  const { model, policy } = loadWorldModels(environment.id, config, environment.actions, from.checkpoint);
  return { model: anyState(model), policy };
}

/** The environment's config as the run trains in it. @throws StudioError `config.unknownAlgorithm` */
export function trainedEnvironment(environment: string, run: TrainedRun): EnvironmentConfig {
  return worldModelsEnvironment(environment, worldModelsConfig(run));
}

function worldModelsConfig({ algorithm, config }: TrainedRun) {
  if (algorithm !== 'world-models') {
    throw new StudioError('config.unknownAlgorithm', { algorithm, known: 'world-models' });
  }
  return WORLD_MODELS_SCHEMA.parse(config);
}

/** Whoever holds a model without knowing its kind gives back only states that this very model made. */
function anyState<S extends LatentState>(model: WorldModel<S>): WorldModel {
  return model as unknown as WorldModel;
}
