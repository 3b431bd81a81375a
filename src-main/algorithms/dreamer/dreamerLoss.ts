/**
 * What Dreamer's world model minimises, J_REC of Hafner et al. 2020 (arXiv:1912.01603, equation 10): reconstruction,
 * reward and discount under Gaussians of variance 1 and a Bernoulli, plus beta times the divergence of posterior and
 * prior, which counts only above the free nats. Loss and gradients of one batch, by hand.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { add, softplus, subtract, times } from '../../numerics/elementwise.ts';
import { mlpBackward, mlpForward, type MlpShape } from '../../numerics/mlp.ts';
import type { Gradients } from '../../numerics/optimizers.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import type { KlScales } from '../../models/diagonalGaussian.ts';
import type { DreamerModel } from './dreamerModel.ts';
import { divergence, divergenceGradient } from '../../models/latent.ts';
import { encodeObservation, encodingGradients, reconstruct } from '../../models/observationCoder.ts';
import { rssmWeights, type RssmMoment } from './rssm.ts';
import { rssmBackward, rssmForward, type EpisodeStarts } from './rssmSequence.ts';
import { readScalar, scalarLoss } from '../../models/scalarHead.ts';
import type { ObservationBatch } from '../../models/worldModel.ts';

/** B chunks of T moments of recorded episodes; rows are moments, time outermost: row t * B + b. */
export interface DreamerBatch {
  /** T */
  readonly steps: number;
  /** [T * B, ...] */
  readonly observation: ObservationBatch;
  /** [T * B, A] in the environment's bounds or one-hot: each led into its row's observation. */
  readonly actions: Tensor2D;
  /** [T * B]: what came with the observation. */
  readonly rewards: Tensor1D;
  /** [T * B]: 0 where the episode terminated with the observation, else 1. Only read where there is a discount head. */
  readonly continuations: Tensor1D;
  /** Where an observation is an episode's first. */
  readonly starts: EpisodeStarts;
}

export interface DreamerLossOptions {
  /** What the divergence counts: 1 in the paper, 0.1 for discrete actions. */
  readonly beta: number;
  /** Nats of mean divergence that cost nothing and teach nothing: 3 in the paper. */
  readonly freeNats: number;
  /** They are each moment's own, as in DreamerV3; the batch's, as in the paper, where absent. */
  readonly freeNatsEach?: boolean;
  /** What the discount's loss counts: 10 in the paper. */
  readonly discountScale: number;
  /** What the observation's loss counts; 1, as in the paper, where absent. 2 makes it the whole squared error, as in DreamerV3. */
  readonly observationScale?: number;
  /** What the reward's loss counts; 1, as in the paper, where absent. 10 in PlaNet's code. */
  readonly rewardScale?: number;
  /**
   * The prior's share of the divergence's gradient, the rest is the posterior's (KL balancing; DreamerV2,
   * arXiv:2010.02193: 0.8). Absent: each has all of it, as in the paper. The loss's value is the same.
   */
  readonly klBalance?: number;
}

export interface DreamerLoss {
  /**
   * Scalars, means over all moments, each before its scale; minimised is observationScale observation + rewardScale reward +
   * discountScale discount + beta max(kl, freeNats).
   */
  readonly observation: Tensor;
  readonly reward: Tensor;
  /** Null where there is no discount head. */
  readonly discount: Tensor | null;
  /** Before the free nats. */
  readonly kl: Tensor;
  readonly gradients: Gradients;
  /** [T * B, ...]: from where to imagine. */
  readonly posterior: RssmMoment;
}

/**
 * Everything returned is the caller's.
 * @param noise [T * B, S]: the posteriors' draws, see `latentNoise`.
 */
export function dreamerLoss(
  model: DreamerModel,
  batch: DreamerBatch,
  noise: Tensor2D,
  options: DreamerLossOptions,
): DreamerLoss {
  return tidy(() => {
    const { parameters, config } = model;
    const count = batch.actions.shape[0];
    const gradients: Record<string, Tensor> = {};
    const weights = rssmWeights(parameters, model.rssm);
    const encoded = encodeObservation(parameters, config.observation, batch.observation);
    const sequence = rssmForward(weights, {
      steps: batch.steps,
      embeddings: encoded.embedding,
      actions: model.actionScale.toModel(batch.actions),
      starts: batch.starts,
      noise,
    });
    const { moments, posterior, prior } = sequence;
    const features = tf.concat2d([moments.z, moments.h], 1);

    const reconstruction = tidy(() => {
      const own: Record<string, Tensor> = {};
      const { observationScale = 1 } = options;
      const result = reconstruct(parameters, config.observation, features, batch.observation, {
        into: own,
        scale: observationScale,
      });
      return { ...result, own };
    });
    Object.assign(gradients, reconstruction.own);
    const reward = rewardLoss(model, features, batch.rewards, options.rewardScale ?? 1, gradients);
    let featureGradient = add(reconstruction.featureGradient, reward.featureGradient);
    let discount: Tensor | null = null;
    if (model.discountHead !== null && config.discount !== null) {
      const targets = batch.continuations.mul<Tensor1D>(config.discount.gamma);
      const own = discountLoss(
        model,
        model.discountHead,
        features,
        targets,
        options.discountScale,
        gradients,
      );
      featureGradient = add(featureGradient, own.featureGradient);
      discount = own.loss;
    }

    const divergences = divergence(posterior, prior);
    const kl = divergences.mean();
    const counts = (options.freeNatsEach ? divergences.reshape([count, 1]) : kl)
      .greater(options.freeNats)
      .cast('float32')
      .mul(options.beta / count);
    const embeddingGradient = tidy(() => {
      const own: Record<string, Tensor> = {};
      const gradient = rssmBackward(
        weights,
        sequence,
        model.stateOf(featureGradient),
        divergenceGradient(posterior, prior, balanced(counts, options.klBalance)),
        own,
      );
      return { gradient, own };
    });
    Object.assign(gradients, embeddingGradient.own);
    encodingGradients(parameters, config.observation, encoded, embeddingGradient.gradient, gradients);
    return {
      observation: reconstruction.loss,
      reward: reward.loss,
      discount,
      kl,
      gradients,
      posterior: { z: moments.z, h: moments.h },
    };
  });
}

interface HeadLoss {
  readonly loss: Tensor;
  readonly featureGradient: Tensor2D;
}

function rewardLoss(
  { parameters, rewardHead, rewardScalar }: DreamerModel,
  features: Tensor2D,
  rewards: Tensor1D,
  scale: number,
  into: Record<string, Tensor>,
): HeadLoss {
  const trace = mlpForward(parameters, rewardHead, features);
  const targets = rewards.reshape<Tensor2D>([rewards.size, 1]);
  const { loss, gradient } = scalarLoss(readScalar(rewardScalar, trace.output), targets, null);
  const scaled = scale === 1 ? gradient : gradient.mul<Tensor2D>(scale);
  return { loss, featureGradient: mlpBackward(parameters, rewardHead, trace, scaled, into) };
}

function balanced(counts: Tensor, balance: number | undefined): KlScales {
  if (balance === undefined) return { posterior: counts, prior: counts };
  return { posterior: counts.mul(1 - balance), prior: counts.mul(balance) };
}

/** Cross-entropy, in nats, of the predicted probability with a target between 0 and 1. */
function discountLoss(
  { parameters }: DreamerModel,
  head: MlpShape,
  features: Tensor2D,
  targets: Tensor1D,
  scale: number,
  into: Record<string, Tensor>,
): HeadLoss {
  const count = targets.size;
  const trace = mlpForward(parameters, head, features);
  const logits = trace.output;
  const target = targets.reshape<Tensor2D>([count, 1]);
  const gradient = logits
    .sigmoid()
    .sub(target)
    .mul<Tensor2D>(scale / count);
  return {
    loss: subtract(softplus(logits), times(logits, target)).mean(),
    featureGradient: mlpBackward(parameters, head, trace, gradient, into),
  };
}
