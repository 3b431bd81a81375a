/** V and M with their optimizers: built from the config, trained batch by batch, saved to the last bit. */
import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import type { CheckpointArray, Json } from '../../shared/checkpoint.ts';
import type { WorldModelsConfig } from '../../shared/config.ts';
import { MixtureDensityRnn } from '../models/mdnRnn.ts';
import { IMAGE_SIZE, VariationalAutoencoder } from '../models/vae.ts';
import { Adam } from '../numerics/optimizers.ts';
import { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';

const FRAME_NUMBERS = IMAGE_SIZE * IMAGE_SIZE * 3;

export interface PartsState {
  readonly header: { readonly [key: string]: Json | undefined };
  readonly arrays: Record<string, CheckpointArray>;
}

/** A model and, while it is being trained, its optimizer. */
interface Part<M> {
  readonly model: M;
  optimizer: Adam | null;
}

export class WorldModelsParts {
  readonly #config: WorldModelsConfig;
  #vision: Part<VariationalAutoencoder>;
  #memory: Part<MixtureDensityRnn>;

  constructor(config: WorldModelsConfig, actionSize: number) {
    this.#config = config;
    this.#vision = {
      model: new VariationalAutoencoder(
        { latentSize: config.vision.latentSize },
        RandomStream.named(config.seed, 'vision/initial'),
      ),
      optimizer: null,
    };
    this.#memory = {
      model: new MixtureDensityRnn(
        {
          latentSize: config.vision.latentSize,
          actionSize,
          hiddenSize: config.memory.hiddenSize,
          mixtures: config.memory.mixtures,
          predictsReward: config.memory.predictsReward,
          predictsDone: config.memory.predictsDone,
          restartFlag: config.memory.predictsDone,
        },
        RandomStream.named(config.seed, 'memory/initial'),
      ),
      optimizer: null,
    };
  }

  get vision(): VariationalAutoencoder {
    return this.#vision.model;
  }

  get memory(): MixtureDensityRnn {
    return this.#memory.model;
  }

  /** Made when training begins, kept until `dropOptimizers`. */
  get visionOptimizer(): Adam {
    return (this.#vision.optimizer ??= new Adam(this.#vision.model.parameters));
  }

  get memoryOptimizer(): Adam {
    return (this.#memory.optimizer ??= new Adam(this.#memory.model.parameters));
  }

  /** A phase that trained has ended: its moments are no longer needed, and checkpoints are a third of the size. */
  dropOptimizers(): void {
    for (const part of [this.#vision, this.#memory]) {
      part.optimizer?.dispose();
      part.optimizer = null;
    }
  }

  save(): PartsState {
    const { vision, memory } = { vision: this.#vision, memory: this.#memory };
    return {
      header: {
        visionOptimizerSteps: vision.optimizer?.steps ?? null,
        memoryOptimizerSteps: memory.optimizer?.steps ?? null,
      },
      arrays: {
        ...vision.model.parameters.export('vision/'),
        ...memory.model.parameters.export('memory/'),
        ...vision.optimizer?.export('optimizer/vision/'),
        ...memory.optimizer?.export('optimizer/memory/'),
      },
    };
  }

  /** @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape. */
  restore(header: PartsState['header'], arrays: PartsState['arrays']): void {
    this.dropOptimizers();
    this.#vision.model.parameters.import(arrays, 'vision/');
    this.#memory.model.parameters.import(arrays, 'memory/');
    const { visionOptimizerSteps, memoryOptimizerSteps } = header;
    if (typeof visionOptimizerSteps === 'number') {
      this.visionOptimizer.import(arrays, visionOptimizerSteps, 'optimizer/vision/');
    }
    if (typeof memoryOptimizerSteps === 'number') {
      this.memoryOptimizer.import(arrays, memoryOptimizerSteps, 'optimizer/memory/');
    }
  }

  dispose(): void {
    this.dropOptimizers();
    this.vision.dispose();
    this.memory.dispose();
  }
}

/** Frames [count, 64 x 64 x 3] of bytes to images in [0, 1]; the caller's. */
export function imagesOf(frames: Uint8Array, count: number): Tensor4D {
  const values = new Float32Array(count * FRAME_NUMBERS);
  for (let i = 0; i < values.length; i++) values[i] = (frames[i] ?? 0) / 255;
  return tf.tensor4d(values, [count, IMAGE_SIZE, IMAGE_SIZE, 3], 'float32');
}

export function tensor3d(values: Float32Array, shape: [number, number, number]): Tensor3D {
  return tf.tensor3d(values, shape, 'float32');
}
