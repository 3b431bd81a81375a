/**
 * V and M as one world model (Ha & Schmidhuber 2018, arXiv:1803.10122). The state is the latent z that was seen or
 * dreamt, and the LSTM's hidden and cell state after it read everything before z: what C acts on.
 */
import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import { subtract, times } from '../../numerics/elementwise.ts';
import { multiply } from '../../numerics/linear.ts';
import { mixtureLogProbability, mixtureMean, sampleMixture } from '../../numerics/mixture.ts';
import type { ParameterSource } from '../../numerics/parameters.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import { type MemoryConfig, type MemoryPrediction, MixtureDensityRnn, sampleLatents } from './mdnRnn.ts';
import { VariationalAutoencoder, type VisionConfig } from './vae.ts';
import type {
  ImagineOptions,
  LatentState,
  ObservationBatch,
  ObserveResult,
  WorldModel,
} from '../../models/worldModel.ts';

/** What a policy sees: the latent alone, with the hidden state, or with the cell state too. */
export type FeatureInputs = 'z' | 'zh' | 'zhc';

/** What is taken of V's Gaussian when a frame is seen. */
export type SeenLatents = 'sample' | 'mean';

export interface VisionMemoryConfig {
  readonly vision: VisionConfig;
  readonly memory: MemoryConfig;
  readonly inputs: FeatureInputs;
  readonly latents: SeenLatents;
  /**
   * For discrete actions: the one number that M reads for each of them (Take Cover: left -1, still 0, right 1). Null:
   * M reads the action as it is.
   */
  readonly actionValues: readonly number[] | null;
}

export interface VisionMemoryState extends LatentState {
  /** [B, Z] */
  readonly z: Tensor2D;
  /** [B, H] */
  readonly h: Tensor2D;
  /** [B, H] */
  readonly c: Tensor2D;
  /** [B, 1]: 1 where z is the first of an episode. */
  readonly restart: Tensor2D;
  /** [B, 2]: reward and the end's logit as M predicted them for this moment; 0 where it has no such head. */
  readonly outlook: Tensor2D;
}

/** Paths of V's and of M's arrays in a checkpoint. */
export const VISION_PREFIX = 'vision/';
export const MEMORY_PREFIX = 'memory/';

export class VisionMemory implements WorldModel<VisionMemoryState> {
  readonly kind = 'vision-memory';
  readonly hasTemperature = true;
  readonly observes = 'pixels';
  readonly heads: { readonly reward: boolean; readonly continuation: boolean };
  readonly featureSize: number;
  readonly actionSize: number;
  readonly config: VisionMemoryConfig;
  readonly vision: VariationalAutoencoder;
  readonly memory: MixtureDensityRnn;
  readonly #actionValues: Tensor2D | null;

  /** Takes V and M over and disposes them with itself. */
  constructor(config: VisionMemoryConfig, vision: VariationalAutoencoder, memory: MixtureDensityRnn) {
    const { latentSize, hiddenSize, actionSize, predictsReward, predictsDone } = config.memory;
    if (vision.latentSize !== latentSize) {
      throw new Error(`V has ${vision.latentSize} latent numbers, M expects ${latentSize}`);
    }
    if (config.actionValues !== null && actionSize !== 1) {
      throw new Error(`M reads ${actionSize} numbers an action, but one number is given for each`);
    }
    this.config = config;
    this.vision = vision;
    this.memory = memory;
    this.heads = { reward: predictsReward, continuation: predictsDone };
    this.featureSize = featureSize(config.inputs, latentSize, hiddenSize);
    this.actionSize = config.actionValues?.length ?? actionSize;
    this.#actionValues =
      config.actionValues === null
        ? null
        : tf.keep(tf.tensor2d([...config.actionValues], [config.actionValues.length, 1]));
  }

  initial(batchSize: number): VisionMemoryState {
    const { hidden, cell } = this.memory.initial(batchSize);
    return {
      z: tf.zeros([batchSize, this.vision.latentSize]),
      h: hidden,
      c: cell,
      restart: tf.ones([batchSize, 1]),
      outlook: tf.zeros([batchSize, 2]),
    };
  }

  /** [B, 2 Z]: means, then log-variances. */
  encode(observation: ObservationBatch): Tensor2D {
    const image = observation['image'];
    if (image === undefined)
      throw new Error(`observation has ${Object.keys(observation).join()}, expected image`);
    return this.vision.encodeJoined(image as Tensor4D);
  }

  observe(
    previous: VisionMemoryState,
    action: Tensor2D,
    embedding: Tensor2D,
    isFirst: Tensor,
    random: RandomStream,
  ): ObserveResult<VisionMemoryState> {
    return tidy(() => {
      const posterior = this.perceive(previous, action, embedding, isFirst, random);
      const prediction = this.memory.predict(posterior.h);
      // Before an episode's first frame M has predicted nothing: the prior is what is seen, and nothing surprises.
      const known = tf.scalar(1).sub(posterior.restart);
      const dreamt = sampleMixture(prediction.mixture, random);
      const prior = {
        z: dreamt.mul(known).add<Tensor2D>(posterior.z.mul(posterior.restart)),
        h: posterior.h.clone(),
        c: posterior.c.clone(),
        restart: posterior.restart.clone(),
        outlook: posterior.outlook.clone(),
      };
      const logProbability = mixtureLogProbability(prediction.mixture, posterior.z);
      const surprise = logProbability
        .sum(1)
        .neg()
        .mul<Tensor1D>(known.squeeze([1]));
      return { prior, posterior, surprise };
    });
  }

  /** `observe` without prior and surprise: what acting in the real environment needs, at half the cost. */
  perceive(
    previous: VisionMemoryState,
    action: Tensor2D,
    embedding: Tensor2D,
    isFirst: Tensor,
    random: RandomStream,
  ): VisionMemoryState {
    return tidy(() => {
      const batch = embedding.shape[0];
      assertShape('action', action, [batch, this.actionSize]);
      assertShape('isFirst', isFirst, [batch]);
      assertShape('embedding', embedding, [batch, 2 * this.vision.latentSize]);
      const first = isFirst.reshape<Tensor2D>([batch, 1]);
      const going = subtract(tf.scalar(1), first);
      const state = this.#advance(previous, action);
      const [mean, logVariance] = tf.split(embedding, 2, 1) as [Tensor2D, Tensor2D];
      const h = times(state.hidden, going);
      return {
        z: this.config.latents === 'mean' ? mean.clone() : sampleLatents(mean, logVariance, random),
        h,
        c: times(state.cell, going),
        restart: first.clone(),
        outlook: this.#outlook(this.#hasHeads ? this.memory.predict(h) : null, batch),
      };
    });
  }

  imagine(
    previous: VisionMemoryState,
    action: Tensor2D,
    random: RandomStream,
    options: ImagineOptions,
  ): VisionMemoryState {
    return tidy(() => {
      const batch = previous.z.shape[0];
      assertShape('action', action, [batch, this.actionSize]);
      const { hidden, cell } = this.#advance(previous, action);
      const prediction = this.memory.predict(hidden);
      const z =
        options.mode === 'mean'
          ? mixtureMean(prediction.mixture)
          : sampleMixture(prediction.mixture, random, options.temperature ?? 1);
      return {
        z,
        h: hidden,
        c: cell,
        restart: tf.zeros([batch, 1]),
        outlook: this.#outlook(prediction, batch),
      };
    });
  }

  feature(state: VisionMemoryState): Tensor2D {
    const { z, h, c } = state;
    switch (this.config.inputs) {
      case 'z':
        return z.clone();
      case 'zh':
        return tf.concat2d([z, h], 1);
      case 'zhc':
        return tf.concat2d([z, h, c], 1);
    }
  }

  decode(state: VisionMemoryState): Tensor4D {
    return this.vision.decode(state.z);
  }

  predict(state: VisionMemoryState): { readonly reward?: Tensor; readonly continuation?: Tensor } {
    const column = (index: number) => state.outlook.slice([0, index], [-1, 1]).reshape([-1]);
    return tidy(() => ({
      ...(this.heads.reward ? { reward: column(0) } : {}),
      ...(this.heads.continuation ? { continuation: column(1).neg().sigmoid() } : {}),
    }));
  }

  latent(state: VisionMemoryState): Tensor2D {
    return state.z.clone();
  }

  withLatent(state: VisionMemoryState, latent: Tensor2D): VisionMemoryState {
    assertShape('latent', latent, state.z.shape);
    const { h, c, restart, outlook } = state;
    return {
      z: latent.clone(),
      h: h.clone(),
      c: c.clone(),
      restart: restart.clone(),
      outlook: outlook.clone(),
    };
  }

  mixture(state: VisionMemoryState): {
    readonly weights: Tensor;
    readonly means: Tensor;
    readonly deviations: Tensor;
  } {
    return tidy(() => {
      const { logits, means, logSigmas } = this.memory.predict(state.h).mixture;
      const stacked = (parts: readonly Tensor2D[]) => tf.stack([...parts], 2);
      return {
        weights: stacked(logits).softmax(2),
        means: stacked(means),
        deviations: stacked(logSigmas).exp(),
      };
    });
  }

  weights(): ReadonlyMap<string, Tensor> {
    return new Map([
      ...[...this.vision.parameters.tensors()].map(
        ([name, tensor]) => [VISION_PREFIX + name, tensor] as const,
      ),
      ...[...this.memory.parameters.tensors()].map(
        ([name, tensor]) => [MEMORY_PREFIX + name, tensor] as const,
      ),
    ]);
  }

  /** Copies of all weights, for a checkpoint. */
  export(): Record<string, CheckpointArray> {
    return {
      ...this.vision.parameters.export(VISION_PREFIX),
      ...this.memory.parameters.export(MEMORY_PREFIX),
    };
  }

  dispose(): void {
    this.vision.dispose();
    this.memory.dispose();
    this.#actionValues?.dispose();
  }

  get #hasHeads(): boolean {
    return this.heads.reward || this.heads.continuation;
  }

  #advance(previous: VisionMemoryState, action: Tensor2D) {
    const read = this.#actionValues === null ? action : multiply(action, this.#actionValues);
    const { z, h, c, restart } = previous;
    return this.memory.step({ hidden: h, cell: c }, z, read, restart);
  }

  #outlook(prediction: MemoryPrediction | null, batch: number): Tensor2D {
    if (prediction === null || !this.#hasHeads) return tf.zeros([batch, 2]);
    const none = () => tf.zeros<Rank.R1>([batch]);
    return tf.stack([prediction.reward ?? none(), prediction.doneLogit ?? none()], 1) as Tensor2D;
  }
}

/**
 * A fresh model drawn from the stream, or one with a checkpoint's weights.
 * @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape
 */
export function createVisionMemory(
  config: VisionMemoryConfig,
  random: RandomStream,
  arrays?: Readonly<Record<string, CheckpointArray>>,
): VisionMemory {
  const source = (prefix: string): ParameterSource => (arrays === undefined ? random : { arrays, prefix });
  const vision = new VariationalAutoencoder(config.vision, source(VISION_PREFIX));
  try {
    return new VisionMemory(config, vision, new MixtureDensityRnn(config.memory, source(MEMORY_PREFIX)));
  } catch (error) {
    vision.dispose();
    throw error;
  }
}

export function featureSize(inputs: FeatureInputs, latentSize: number, hiddenSize: number): number {
  return latentSize + { z: 0, zh: 1, zhc: 2 }[inputs] * hiddenSize;
}

function assertShape(name: string, tensor: Tensor, expected: readonly number[]): void {
  if (tensor.shape.join() !== expected.join()) {
    throw new Error(`${name} is [${tensor.shape.join(', ')}], expected [${expected.join(', ')}]`);
  }
}
