/** A checkpoint back to the model and the policy it holds, for whoever watches, plays or evaluates it. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { WORLD_MODELS_SCHEMA, type WorldModelsConfig } from '../../shared/config.ts';
import { StudioError } from '../../shared/errors.ts';
import { actionSize } from '../../shared/spaces.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import { createVisionMemory, type VisionMemory } from '../models/visionMemory.ts';
import type { Policy, WorldModel } from '../models/worldModel.ts';
import { RandomStream } from '../numerics/random.ts';
import {
  actionTransform,
  controllerParameterCount,
  createLinearController,
  type ControllerShape,
} from './linearController.ts';

export interface TrainedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly algorithm: string;
  /** The run's whole config. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** The caller disposes both. */
export interface Trained {
  readonly model: WorldModel;
  /** Null where the run has not come to training one. */
  readonly policy: Policy | null;
}

/** Where the controller's parameters lie in a checkpoint, the best first. */
const CONTROLLER_PATHS = ['controller/parameters', 'controller/best', 'controller/mean'] as const;

/** @throws StudioError `config.unknownAlgorithm`, `checkpoint.mismatch` */
export function loadTrained(from: TrainedCheckpoint, environment: EnvironmentSpec): Trained {
  if (from.algorithm !== 'world-models') {
    throw new StudioError('config.unknownAlgorithm', { algorithm: from.algorithm, known: 'world-models' });
  }
  const config = WORLD_MODELS_SCHEMA.parse(from.config);
  const { arrays } = from.checkpoint;
  const model = createVisionMemory(
    {
      vision: { latentSize: config.vision.latentSize },
      memory: {
        latentSize: config.vision.latentSize,
        actionSize: actionSize(environment.actions),
        hiddenSize: config.memory.hiddenSize,
        mixtures: config.memory.mixtures,
        predictsReward: config.memory.predictsReward,
        predictsDone: config.memory.predictsDone,
        restartFlag: config.memory.predictsDone,
      },
      inputs: config.controller.inputs,
      actionValues: null,
    },
    RandomStream.named(config.seed, 'load'),
    arrays,
  );
  try {
    return {
      model: model as unknown as WorldModel,
      policy: loadController(from.checkpoint, config, model, environment),
    };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

function loadController(
  { arrays }: Checkpoint,
  config: WorldModelsConfig,
  model: VisionMemory,
  environment: EnvironmentSpec,
): Policy | null {
  const stored = CONTROLLER_PATHS.map((path) => arrays[path]).find((array) => array !== undefined);
  if (stored === undefined) return null;
  const shape: ControllerShape = {
    features: model.featureSize,
    hiddenUnits: config.controller.hiddenUnits,
    bias: config.controller.bias,
    actions: actionTransform(environment.id, environment.actions),
  };
  const expected = controllerParameterCount(shape);
  if (stored.data.length !== expected) {
    throw new StudioError('checkpoint.mismatch', {
      name: CONTROLLER_PATHS[0],
      found: stored.data.length,
      expected,
    });
  }
  return createLinearController(shape, Float64Array.from(stored.data));
}
