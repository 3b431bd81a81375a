/** A checkpoint of any algorithm back to the model and the policy it holds, and the environment they were made for. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { WORLD_MODELS_SCHEMA } from '../../shared/config.ts';
import { StudioError } from '../../shared/errors.ts';
import { dreamtEnvironment, type EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment, EnvironmentSpec } from '../environments/environment.ts';
import type { LatentState, Policy, WorldModel } from '../models/worldModel.ts';
import { dreamStartMoments } from './dreamStarts.ts';
import { createRunDream } from './runDream.ts';
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
  // Whoever lives in the dream has the actions of the environment that it is of.
  const id = dreamtEnvironment(environment.id) ?? environment.id;
  const { model, policy } = loadWorldModels(id, config, environment.actions, from.checkpoint);
  return { model: anyState(model), policy };
}

/**
 * The run's dream, with V and M of a checkpoint, as a recorded dream's recipe asks for it. Closing it frees the model.
 * @param real of the environment that the run was trained for @param config the recipe's
 * @throws StudioError `config.unknownAlgorithm`, `checkpoint.mismatch`
 */
export function loadDream(
  from: TrainedCheckpoint,
  real: EnvironmentSpec,
  config: EnvironmentConfig,
): Environment {
  const run = worldModelsConfig(from);
  const starts = dreamStartMoments(from.checkpoint.arrays, run.vision.latentSize);
  if (starts === null) {
    throw new StudioError('checkpoint.mismatch', {
      array: 'dream/starts',
      expected: '[n, 2 Z]',
      found: 'none',
    });
  }
  const { model, policy } = loadWorldModels(real.id, run, real.actions, from.checkpoint);
  policy?.dispose();
  const temperature = Number(config['temperature'] ?? run.controller.temperature);
  return createRunDream(model, { real, starts, temperature, onClose: () => model.dispose() });
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
