/**
 * Dreamer's world model (Hafner et al. 2020, arXiv:1912.01603): encoder, RSSM, decoder, reward and (optional) discount
 * head over one set of parameters. Features are z, then h. Learning it is in dreamerLoss.ts.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import type { ActionSpace } from '../../../shared/spaces.ts';
import { dense } from '../../numerics/linear.ts';
import { mlpForward, mlpParameters, type MlpShape } from '../../numerics/mlp.ts';
import { ParameterSet, type ParameterSource } from '../../numerics/parameters.ts';
import type { RandomStream } from '../../numerics/random.ts';
import type { CellKind } from '../../numerics/recurrentCell.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import { actionScale, type ActionScale } from '../../models/actionScale.ts';
import {
  divergence,
  drawLatent,
  latentNoise,
  latentSize,
  nearestLatent,
  type Belief,
  type LatentShape,
} from '../../models/latent.ts';
import type { Gaussian } from '../../models/diagonalGaussian.ts';
import {
  decodeObservation,
  decoderParameters,
  embeddingSize,
  encodeObservation,
  readObservation,
  encoderParameters,
  type ObservationShape,
} from '../../models/observationCoder.ts';
import {
  advance,
  imagineStep,
  posteriorOf,
  priorOf,
  rssmParameters,
  rssmWeights,
  type RssmMoment,
  type RssmShape,
} from './rssm.ts';
import { readScalar, scalarOutputs, type ScalarKind } from '../../models/scalarHead.ts';
import type {
  GaussianBelief,
  ImagineOptions,
  LatentState,
  ObservationBatch,
  ObserveResult,
  ModelSight,
  WorldModel,
} from '../../models/worldModel.ts';

export interface HeadConfig {
  readonly layers: number;
  readonly units: number;
}

export interface DreamerModelConfig {
  readonly observation: ObservationShape;
  readonly actions: ActionSpace;
  /** Numbers of a Gaussian latent; with classes, its variables. */
  readonly stochasticSize: number;
  /** Of each variable of a categorical latent; absent: a Gaussian, as in the paper. */
  readonly latentClasses?: number;
  readonly deterministicSize: number;
  readonly hiddenSize: number;
  /** `scalar`: how rewards are told; plain, as in the paper, where absent. */
  readonly reward: HeadConfig & { readonly scalar?: ScalarKind };
  /** Predicts `gamma` times the probability that the episode goes on; null: every step is discounted by gamma alone. */
  readonly discount: (HeadConfig & { readonly gamma: number }) | null;
  /** Dense hidden layers are normalised; not so in the paper. Convolutions never are. */
  readonly norm?: boolean;
  /** The memory's cell; the paper's GRU where absent. */
  readonly cell?: CellKind;
}

export interface RssmState extends LatentState {
  /** [B, S] */
  readonly z: Tensor2D;
  /** [B, D] */
  readonly h: Tensor2D;
}

export class DreamerModel implements WorldModel<RssmState> {
  readonly kind = 'rssm';
  readonly hasTemperature = false;
  readonly observes: ModelSight;
  readonly heads: { readonly reward: boolean; readonly continuation: boolean };
  readonly featureSize: number;
  readonly actionSize: number;
  readonly config: DreamerModelConfig;
  readonly parameters: ParameterSet;
  readonly rssm: RssmShape;
  /** S: numbers of z. */
  readonly latentSize: number;
  readonly rewardHead: MlpShape;
  readonly rewardScalar: ScalarKind;
  readonly discountHead: MlpShape | null;
  /** Between the environment's actions, which every public method here takes, and those that the networks read. */
  readonly actionScale: ActionScale;

  constructor(config: DreamerModelConfig, source: ParameterSource) {
    const {
      observation,
      deterministicSize,
      hiddenSize,
      reward,
      discount,
      norm = false,
      cell = 'gru',
    } = config;
    const latent = latentShape(config);
    this.config = config;
    this.observes = observation.kind === 'vector' ? 'numbers' : observation.kind;
    this.actionScale = actionScale(config.actions);
    this.actionSize = this.actionScale.size;
    this.latentSize = latentSize(latent);
    this.featureSize = this.latentSize + deterministicSize;
    this.heads = { reward: true, continuation: discount !== null };
    this.rssm = {
      latent,
      deterministicSize,
      hiddenSize,
      actionSize: this.actionSize,
      embeddingSize: embeddingSize(observation),
      norm,
      cell,
    };
    const head = (name: string, { layers, units }: HeadConfig, scalar: ScalarKind = 'plain'): MlpShape => ({
      name,
      inputs: this.featureSize,
      layers,
      units,
      outputs: scalarOutputs(scalar),
      norm,
      startsAtZero: scalar === 'two-hot',
    });
    this.rewardScalar = reward.scalar ?? 'plain';
    this.rewardHead = head('reward', reward, this.rewardScalar);
    this.discountHead = discount === null ? null : head('discount', discount);
    this.parameters = new ParameterSet(
      [
        ...encoderParameters(observation),
        ...rssmParameters(this.rssm),
        ...decoderParameters(observation, this.featureSize),
        ...mlpParameters(this.rewardHead),
        ...(this.discountHead === null ? [] : mlpParameters(this.discountHead)),
      ],
      source,
    );
  }

  initial(batchSize: number): RssmState {
    return {
      z: tf.zeros([batchSize, this.latentSize]),
      h: tf.zeros([batchSize, this.rssm.deterministicSize]),
    };
  }

  /** @param random the noise of images of fewer bits comes from it; absent: they are read without any */
  encode(observation: ObservationBatch, random: RandomStream | null = null): Tensor2D {
    return tidy(() => {
      const { observation: shape } = this.config;
      return encodeObservation(this.parameters, shape, readObservation(shape, observation, random)).embedding;
    });
  }

  observe(
    previous: RssmState,
    action: Tensor2D,
    embedding: Tensor2D,
    isFirst: Tensor,
    random: RandomStream,
  ): ObserveResult<RssmState> {
    return tidy(() => {
      const { h, posterior } = this.#see(previous, action, embedding, isFirst);
      const prior = priorOf(rssmWeights(this.parameters, this.rssm), h).belief;
      return {
        prior: { z: this.#draw(prior, h.shape[0], random), h: h.clone() },
        posterior: { z: this.#draw(posterior, h.shape[0], random), h },
        surprise: divergence(posterior, prior),
      };
    });
  }

  /** `observe` without prior and surprise: what acting in the real environment needs. */
  perceive(
    previous: RssmState,
    action: Tensor2D,
    embedding: Tensor2D,
    isFirst: Tensor,
    random: RandomStream,
  ): RssmState {
    return tidy(() => {
      const { h, posterior } = this.#see(previous, action, embedding, isFirst);
      return { z: this.#draw(posterior, h.shape[0], random), h };
    });
  }

  imagine(
    previous: RssmState,
    action: Tensor2D,
    random: RandomStream,
    options: Pick<ImagineOptions, 'mode' | 'paths'>,
  ): RssmState {
    return tidy(() => {
      assertShape('action', action, [previous.z.shape[0], this.actionSize]);
      const count = previous.z.shape[0];
      const { paths = 'both' } = options;
      const noise = options.mode === 'mean' ? null : latentNoise(this.rssm.latent, count, random);
      const { next } = imagineStep(
        rssmWeights(this.parameters, this.rssm),
        {
          z: paths === 'deterministic' ? tf.zerosLike(previous.z) : previous.z,
          h: paths === 'stochastic' ? tf.zerosLike(previous.h) : previous.h,
        },
        this.actionScale.toModel(action),
        noise,
      );
      // Without z nothing is drawn: it would be seen in the picture all the same.
      return { z: paths === 'deterministic' ? tf.zerosLike(next.z) : next.z, h: next.h };
    });
  }

  beliefs(
    previous: RssmState,
    action: Tensor2D,
    embedding: Tensor2D,
    isFirst: Tensor,
  ): { readonly prior: GaussianBelief; readonly posterior: GaussianBelief } | null {
    return tidy(() => {
      const { h, posterior } = this.#see(previous, action, embedding, isFirst);
      const prior = priorOf(rssmWeights(this.parameters, this.rssm), h).belief;
      if (prior.kind !== 'gaussian' || posterior.kind !== 'gaussian') return null;
      const told = ({ mean, deviation }: Gaussian) => ({ means: mean, deviations: deviation });
      return { prior: told(prior.of), posterior: told(posterior.of) };
    });
  }

  feature(state: RssmState): Tensor2D {
    return tf.concat2d([state.z, state.h], 1);
  }

  /** The state that a feature [B, F] was made of; new tensors. */
  stateOf(feature: Tensor2D): RssmState {
    return tidy(() => {
      const [z, h] = tf.split(feature, [this.latentSize, this.rssm.deterministicSize], 1) as [
        Tensor2D,
        Tensor2D,
      ];
      return { z, h };
    });
  }

  /** @throws where the model sees vectors: it has no picture to show. See `expectedObservation`. */
  decode(state: RssmState): Tensor4D {
    const { observation } = this.config;
    if (observation.kind === 'vector') {
      const names = observation.fields.map(({ name }) => name).join(', ');
      throw new Error(`this model sees ${names} and decodes no images`);
    }
    const pixels = observation.kind === 'both' ? observation.pixels : observation;
    return tidy(() => {
      const { image } = decodeObservation(this.parameters, pixels, this.feature(state));
      return image as Tensor4D;
    });
  }

  /** What the state looks like, under the observation's names: image [B, 64, 64, 3] in [0, 1], vectors [B, n]. */
  expectedObservation(state: RssmState): ObservationBatch {
    return tidy(() => decodeObservation(this.parameters, this.config.observation, this.feature(state)));
  }

  predict(state: RssmState): { readonly reward: Tensor1D; readonly continuation?: Tensor1D } {
    return tidy(() => {
      const feature = this.feature(state);
      const rows = mlpForward(this.parameters, this.rewardHead, feature).output;
      const reward = readScalar(this.rewardScalar, rows).value.squeeze<Tensor1D>([1]);
      const { discount } = this.config;
      if (this.discountHead === null || discount === null) return { reward };
      const logit = mlpForward(this.parameters, this.discountHead, feature).output.squeeze<Tensor1D>([1]);
      return { reward, continuation: logit.sigmoid().div<Tensor1D>(discount.gamma).minimum<Tensor1D>(1) };
    });
  }

  latent(state: RssmState): Tensor2D {
    return state.z.clone();
  }

  /** Of classes, the largest number of each variable's is taken for 1, the others for 0. */
  withLatent(state: RssmState, latent: Tensor2D): RssmState {
    assertShape('latent', latent, state.z.shape);
    return { z: nearestLatent(this.rssm.latent, latent), h: state.h.clone() };
  }

  weights(): ReadonlyMap<string, Tensor> {
    return this.parameters.tensors();
  }

  /** Copies of all weights, for a checkpoint. */
  export(prefix = ''): Record<string, CheckpointArray> {
    return this.parameters.export(prefix);
  }

  dispose(): void {
    this.parameters.dispose();
  }

  #see(
    previous: RssmMoment,
    action: Tensor2D,
    embedding: Tensor2D,
    isFirst: Tensor,
  ): { readonly h: Tensor2D; readonly posterior: Belief } {
    const batch = embedding.shape[0];
    assertShape('action', action, [batch, this.actionSize]);
    assertShape('isFirst', isFirst, [batch]);
    assertShape('embedding', embedding, [batch, this.rssm.embeddingSize]);
    const weights = rssmWeights(this.parameters, this.rssm);
    const keep = tf.scalar(1).sub<Tensor2D>(isFirst.reshape([batch, 1]));
    const from = { z: previous.z.mul<Tensor2D>(keep), h: previous.h.mul<Tensor2D>(keep) };
    const { gru } = advance(weights, from, this.actionScale.toModel(action).mul<Tensor2D>(keep));
    const { kernel, bias } = weights.posterior.hidden;
    const linear = dense(tf.concat2d([gru.hidden, embedding], 1), kernel, bias);
    return { h: gru.hidden, posterior: posteriorOf(weights, linear).belief };
  }

  #draw(belief: Belief, count: number, random: RandomStream): Tensor2D {
    return drawLatent(belief, latentNoise(this.rssm.latent, count, random));
  }
}

function latentShape({ stochasticSize, latentClasses }: DreamerModelConfig): LatentShape {
  return latentClasses === undefined
    ? { kind: 'gaussian', size: stochasticSize }
    : { kind: 'categorical', variables: stochasticSize, classes: latentClasses };
}

/**
 * A fresh model drawn from the stream, or one with a checkpoint's weights.
 * @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape
 */
export function createDreamerModel(
  config: DreamerModelConfig,
  random: RandomStream,
  arrays?: Readonly<Record<string, CheckpointArray>>,
  prefix = '',
): DreamerModel {
  return new DreamerModel(config, arrays === undefined ? random : { arrays, prefix });
}

function assertShape(name: string, tensor: Tensor, expected: readonly number[]): void {
  if (tensor.shape.join() !== expected.join()) {
    throw new Error(`${name} is [${tensor.shape.join(', ')}], expected [${expected.join(', ')}]`);
  }
}
