/** V and M with their optimizers: built from the config, trained batch by batch, saved to the last bit. */
import type { Tensor4D } from '@tensorflow/tfjs';
import type { CheckpointArray, Json } from '../../../shared/checkpoint.ts';
import type { WorldModelsConfig } from '../../../shared/algorithms/world-models/config.ts';
import { roundToHalves } from '../../../shared/halfPrecision.ts';
import { MixtureDensityRnn } from './mdnRnn.ts';
import { IMAGE_SIZE, VariationalAutoencoder } from './vae.ts';
import type { VisionMemoryConfig } from './visionMemory.ts';
import { MEMORY_PREFIX, VISION_PREFIX, VisionMemory } from './visionMemory.ts';
import { imageBatch } from '../../numerics/images.ts';
import { Adam } from '../../numerics/optimizers.ts';
import { RandomStream } from '../../numerics/random.ts';

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
  /** V and M as they are now, as one: what C dreams in. Owned by the parts. */
  readonly world: VisionMemory;
  readonly #vision: Part<VariationalAutoencoder>;
  readonly #memory: Part<MixtureDensityRnn>;

  constructor(config: WorldModelsConfig, models: VisionMemoryConfig) {
    this.#vision = {
      model: new VariationalAutoencoder(models.vision, RandomStream.named(config.seed, 'vision/initial')),
      optimizer: null,
    };
    this.#memory = {
      model: new MixtureDensityRnn(models.memory, RandomStream.named(config.seed, 'memory/initial')),
      optimizer: null,
    };
    this.world = new VisionMemory(models, this.#vision.model, this.#memory.model);
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

  /** Rounds V's and M's weights to half precision: a checkpoint of them is then half as large. */
  roundToHalves(): void {
    for (const { model } of [this.#vision, this.#memory]) {
      const arrays = model.parameters.export('');
      for (const { data } of Object.values(arrays)) {
        if (data instanceof Float32Array) roundToHalves(data);
      }
      model.parameters.import(arrays, '');
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
        ...vision.model.parameters.export(VISION_PREFIX),
        ...memory.model.parameters.export(MEMORY_PREFIX),
        ...vision.optimizer?.export('optimizer/vision/'),
        ...memory.optimizer?.export('optimizer/memory/'),
      },
    };
  }

  /** @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape. */
  restore(header: PartsState['header'], arrays: PartsState['arrays']): void {
    this.dropOptimizers();
    this.#vision.model.parameters.import(arrays, VISION_PREFIX);
    this.#memory.model.parameters.import(arrays, MEMORY_PREFIX);
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
    // V and M are its own.
    this.world.dispose();
  }
}

/** Frames of bytes, one after the other, to images in [0, 1]; the caller's. */
export function imagesOf(frames: Uint8Array): Tensor4D {
  return imageBatch(frames, IMAGE_SIZE, IMAGE_SIZE);
}
