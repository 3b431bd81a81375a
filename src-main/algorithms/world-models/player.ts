/**
 * A World Models run's config, read as models: how V, M and C are shaped for an environment, and how they come out of
 * a checkpoint. Training, evaluation and the theatre all build them here.
 */
import type { Checkpoint, CheckpointArray } from '../../../shared/checkpoint.ts';
import type { WorldModelsConfig } from '../../../shared/algorithms/world-models/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import type { ActionSpace } from '../../../shared/spaces.ts';
import { actionSize } from '../../../shared/spaces.ts';
import { createVisionMemory, featureSize } from './visionMemory.ts';
import type { VisionMemory, VisionMemoryConfig } from './visionMemory.ts';
import { trainingConfig } from '../../environments/registry.ts';
import { RandomStream } from '../../numerics/random.ts';
import {
  actionTransform,
  controllerParameterCount,
  createLinearController,
  type ControllerShape,
  type PopulationController,
} from './linearController.ts';

/** C's parameters in a checkpoint, doubles; absent before there is a controller. */
export const CONTROLLER_PATH = 'controller/parameters';

/** What a run's config means for its environment. */
export function worldModelsEnvironment(environment: string, config: WorldModelsConfig): EnvironmentConfig {
  return trainingConfig(environment, {
    ...config.environment,
    ...(config.memory.actions === 'raw' ? { actions: 'continuous' } : {}),
  });
}

/** Left, still and right are one number to M, as in the authors' Take Cover; other discrete actions are one-hot. */
function actionValues(space: ActionSpace): readonly number[] | null {
  if (space.kind !== 'discrete' || space.names === undefined) return null;
  const values = space.names.map((name) => ({ left: -1, still: 0, right: 1 })[name] ?? null);
  return values.every((value) => value !== null) ? values : null;
}

export function visionMemoryConfig(config: WorldModelsConfig, actions: ActionSpace): VisionMemoryConfig {
  const { latentSize } = config.vision;
  const { hiddenSize, mixtures, predictsReward, predictsDone } = config.memory;
  const values = actionValues(actions);
  return {
    vision: { latentSize },
    memory: {
      latentSize,
      actionSize: values === null ? actionSize(actions) : 1,
      hiddenSize,
      mixtures,
      predictsReward,
      predictsDone,
      restartFlag: predictsDone,
    },
    inputs: config.controller.inputs,
    latents: config.controller.latents,
    actionValues: values,
  };
}

export function worldModelsController(config: WorldModelsConfig, actions: ActionSpace): ControllerShape {
  const { inputs, hiddenUnits, bias } = config.controller;
  return {
    features: featureSize(inputs, config.vision.latentSize, config.memory.hiddenSize),
    hiddenUnits,
    bias,
    actions: actionTransform(actions),
  };
}

export interface WorldModelsPlayer {
  readonly model: VisionMemory;
  /** Null where the checkpoint was taken before there was one. */
  readonly policy: PopulationController | null;
}

/** Both are the caller's. @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit the config. */
export function loadWorldModels(
  config: WorldModelsConfig,
  actions: ActionSpace,
  checkpoint: Checkpoint,
): WorldModelsPlayer {
  const shape = worldModelsController(config, actions);
  const parameters = controllerParameters(checkpoint.arrays, shape);
  const model = createVisionMemory(
    visionMemoryConfig(config, actions),
    RandomStream.named(config.seed, 'unused'),
    checkpoint.arrays,
  );
  return { model, policy: parameters === null ? null : createLinearController(shape, parameters) };
}

/** A copy, or null where there is none. @throws StudioError `checkpoint.mismatch` where it has another length. */
export function controllerParameters(
  arrays: Readonly<Record<string, CheckpointArray>>,
  shape: ControllerShape,
): Float64Array | null {
  const array = arrays[CONTROLLER_PATH];
  if (array === undefined) return null;
  const expected = controllerParameterCount(shape);
  if (array.data.length !== expected) {
    throw new StudioError('checkpoint.mismatch', {
      array: CONTROLLER_PATH,
      expected: `[${expected}]`,
      found: `[${array.shape.join(', ')}]`,
    });
  }
  return Float64Array.from(array.data);
}
