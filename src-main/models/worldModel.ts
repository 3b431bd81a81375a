/** What V + M and the RSSM have in common, so that theatre, dream, play and evaluation are written once. */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { DreamPaths, ImagineRequest } from '../../shared/theatre.ts';
import type { Temperature } from '../numerics/mixture.ts';
import type { RandomStream } from '../numerics/random.ts';

/** Named [B, ...] tensors. The receiver of a state owns it and disposes it (`tf.dispose(state)`). */
export type LatentState = Readonly<Record<string, Tensor>>;

/** Batch of images [B, H, W, 3] in [0, 1] (pixels), or named vectors [B, n]. */
export type ObservationBatch = Readonly<Record<string, Tensor>>;

export interface ObserveResult<S extends LatentState> {
  /** What the model expected before it saw the observation. */
  readonly prior: S;
  /** What it believes after. */
  readonly posterior: S;
  /** [B] nats: negative log-likelihood of the seen latent under the prediction (V + M), or KL(posterior, prior) (RSSM). */
  readonly surprise: Tensor;
}

export interface ImagineOptions {
  /** 1 where absent. Only models with a temperature take another value (`hasTemperature`). */
  readonly temperature?: Temperature;
  readonly mode: 'sample' | 'mean';
  /** Both where absent. Only an RSSM has two: it zeroes the other (`kind`). */
  readonly paths?: DreamPaths;
}

/** Diagonal Gaussians, [B, N] each. */
export interface GaussianBelief {
  readonly means: Tensor2D;
  readonly deviations: Tensor2D;
}

/** What a policy that learned in imagination makes of one moment; see `ImaginedTrajectories` in shared/theatre.ts. */
export interface Imagined {
  /** [N, H] each. */
  readonly rewards: Tensor2D;
  readonly values: Tensor2D;
  /** [N, H - 1] */
  readonly discounts: Tensor2D;
  /** [N] */
  readonly returns: Tensor;
  readonly lambda: number;
  /** [N, H, A] */
  readonly actions: Tensor;
  /** [H, A, H] of the first trajectory; null where actions are chosen. */
  readonly influence: Tensor | null;
  /** Null where no action was to be changed, or none can be. */
  readonly nudged: null | {
    readonly by: number;
    /** [1, H] */
    readonly rewards: Tensor2D;
    readonly values: Tensor2D;
    /** [1] */
    readonly worth: Tensor;
  };
  /** Of the step whose pictures are wanted, a member a trajectory. */
  readonly looked: LatentState;
}

/** Pictures, which `decode` draws, the environment's own numbers (see `expectedObservation`), or both. */
export type ModelSight = 'pixels' | 'numbers' | 'both';

/** Whether a model that dreams the one has something to see for who observes the other. */
export function shows(dreamt: ModelSight, observes: ModelSight): boolean {
  return dreamt === 'both' || dreamt === observes;
}

export interface WorldModel<S extends LatentState = LatentState> {
  readonly kind: 'vision-memory' | 'rssm';
  readonly hasTemperature: boolean;
  readonly observes: ModelSight;
  /** Which of `predict`'s heads exist. What is absent is shown as absent, never invented. */
  readonly heads: { readonly reward: boolean; readonly continuation: boolean };
  readonly featureSize: number;
  readonly actionSize: number;

  initial(batchSize: number): S;
  /** [B, ...] observations to [B, E]; may be called once for [B * T]. */
  encode(observation: ObservationBatch): Tensor2D;
  /**
   * One step with eyes open. The action at t is the one that led into observation t; discrete actions are one-hot.
   * @param action [B, A] @param embedding [B, E] @param isFirst [B], 1 where an episode begins (state is reset there)
   */
  observe(
    previous: S,
    action: Tensor2D,
    embedding: Tensor2D,
    isFirst: Tensor,
    random: RandomStream,
  ): ObserveResult<S>;
  /** One step with eyes closed: sees no observation. */
  imagine(previous: S, action: Tensor2D, random: RandomStream, options: ImagineOptions): S;
  /** [B, F]: what a policy sees. */
  feature(state: S): Tensor2D;
  /** Images [B, H, W, 3] in [0, 1]. @throws where the model observes numbers. */
  decode(state: S): Tensor4D;
  /** What the state looks like, under the observation's names; every model that observes numbers has it. */
  expectedObservation?(state: S): ObservationBatch;
  /** [B] each. `continuation` is the probability that the episode goes on. */
  predict(state: S): { readonly reward?: Tensor; readonly continuation?: Tensor };
  /** The numbers a latent inspector shows and slides: [B, N]. */
  latent(state: S): Tensor2D;
  /** The same state with other latent numbers. */
  withLatent(state: S, latent: Tensor2D): S;
  /**
   * The mixture that the state's own latent was expected to come from, at temperature 1: [B, N, K] each. Only models that predict by a mixture have it.
   */
  mixture?(state: S): { readonly weights: Tensor; readonly means: Tensor; readonly deviations: Tensor };
  /**
   * What is expected of a moment before it is seen, and believed after; given what `observe` is given. Null where latents are
   * no Gaussians; absent where what is expected is none.
   */
  beliefs?(
    previous: S,
    action: Tensor2D,
    embedding: Tensor2D,
    isFirst: Tensor,
  ): { readonly prior: GaussianBelief; readonly posterior: GaussianBelief } | null;
  /** By checkpoint path; owned by the model. */
  weights(): ReadonlyMap<string, Tensor>;
  dispose(): void;
}

/** A policy over features: what drives in the real environment and in the dream alike. */
export interface Policy {
  /**
   * @param feature [B, F] @returns [B, A]: box actions in the environment's bounds, or one-hot for discrete.
   */
  act(feature: Tensor2D, random: RandomStream, mode: 'sample' | 'mean'): Tensor2D;
  /** [B] where the agent has a critic. */
  value?(feature: Tensor2D): Tensor;
  /** What it imagines from one moment, as when it learns. @param feature [1, F] */
  imagined?(feature: Tensor2D, request: ImagineRequest, random: RandomStream): Imagined;
  /**
   * What it computes with beside the model's weights. A policy with it draws nothing but random tensors, so that it can be
   * traced (tracedFunction.ts).
   */
  weights?(): readonly Tensor[];
  /**
   * Only these rows of the present `count` will be asked about from now on, in this order. A policy with it may be
   * driven by many dreams of which some have ended.
   */
  keepRows?(rows: readonly number[], count: number): void;
  dispose(): void;
}

/** For whoever holds a model without knowing its kind: it must be given back only states that it made itself. */
export function anyState<S extends LatentState>(model: WorldModel<S>): WorldModel {
  return model as unknown as WorldModel;
}
