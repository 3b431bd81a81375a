/**
 * Behaviour learning of Dreamer (Hafner et al. 2020, arXiv:1912.01603, algorithm 1): the action model climbs the imagined
 * returns by their gradient through the dynamics, the value model regresses on the same returns. Losses and gradients
 * of one batch of starts; optimizers are the trainer's.
 */
import type { Rank, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { ImagineRequest } from '../../../shared/theatre.ts';
import type { DreamerModel } from './dreamerModel.ts';
import type { RssmMoment } from './rssm.ts';
import { readScalar, scalarGradient, scalarOutputs, type ScalarKind } from '../../models/scalarHead.ts';
import type { Imagined, Policy } from '../../models/worldModel.ts';
import { mlpBackward, mlpForward, mlpParameters } from '../../numerics/mlp.ts';
import type { Gradients } from '../../numerics/optimizers.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import {
  actionNoise,
  actorOutputs,
  drawAction,
  likeliestAction,
  type ActionShape,
  type BoxDistribution,
} from './actor.ts';
import {
  actorGradients,
  imaginationGradients,
  imagineAhead,
  imaginedEntropy,
  type Actor,
  type GradientPath,
  type Imagination,
  type ImaginationNoise,
} from './imagination.ts';
import { imaginedFan } from './imaginedFan.ts';
import { criticLoss, imaginedReturns, returnsGradient, scaledSum } from './imaginedReturns.ts';
import { reinforceLoss } from './reinforce.ts';
import { replayValueLoss, type Played } from './replayValue.ts';
import { SlowCritic, type Critic, type SlowCriticConfig } from './slowCritic.ts';
import { rewardSum, rewardSumGradient } from '../../agents/lambdaReturn.ts';
import { returnDivisor, ReturnScale } from '../../agents/returnScale.ts';

export interface ActorCriticConfig {
  /** Dense layers of the action model: 4 of 400 in the paper. */
  readonly actor: { readonly layers: number; readonly units: number };
  /** Of the value model: 3 of 400. Null: there is none, and the action model maximises V_R (the ablation). */
  readonly critic: {
    readonly layers: number;
    readonly units: number;
    /** How values are told; plain, as in the paper, where absent. */
    readonly scalar?: ScalarKind;
    /** One that follows it; none, as in the paper, where absent. */
    readonly slow?: SlowCriticConfig;
  } | null;
  /** 0.99; what the model's discount head predicts takes its place where there is one. */
  readonly gamma: number;
  /** 0.95 */
  readonly lambda: number;
  readonly gradientPath: GradientPath;
  /** What teaches the action model: the returns' gradient through the dynamics, as in the paper and where absent, or REINFORCE. */
  readonly actorGradient?: ActorGradient;
  /** The returns climbed are divided by their range (returnScale.ts); not so in the paper. */
  readonly scalesReturns?: boolean;
  /** How continuous actions are drawn; squashed, as in the paper, where absent. */
  readonly actionDistribution?: BoxDistribution;
  /** See `ActionShape`. */
  readonly unimix?: number;
  /**
   * What the value model's loss on what was played counts beside that on what is imagined; 0, as in the paper, where absent.
   * Only with REINFORCE, which imagines returns of the very moments that were played.
   */
  readonly replayValueScale?: number;
  /** What a nat of the actions' entropy is worth beside the returns (divided, where they are); 0, as in the paper, where absent. */
  readonly entropyScale?: number;
  /** Hidden layers of both are normalised; not so in the paper. */
  readonly norm?: boolean;
}

/** REINFORCE needs a value model to compare returns with. */
export type ActorGradient = 'dynamics' | 'reinforce';

/** What is known of the moments that imagination starts from. */
export interface Recorded {
  /** [N]: what each start counts for returns and values, 0 where an episode ended; absent: all alike, as in the paper. */
  readonly continuations?: Tensor1D;
  /** The same moments as stretches; read where `replayValueScale` says so. */
  readonly played?: Played;
}

export interface BehaviourLoss {
  /**
   * Scalar: minus the mean of the weighted returns, divided by their scale where they have one, and minus the entropy's
   * worth; by REINFORCE that of the log probabilities times their scaled advantages in the returns' place.
   */
  readonly actor: Tensor;
  readonly actorGradients: Gradients;
  /** Null where there is no value model; loss: half the weighted squared error, or what the head's kind has for it. */
  readonly critic: { readonly loss: Tensor; readonly gradients: Gradients } | null;
  /** Scalars, for curves: mean imagined reward, and mean estimate of the return (V_lambda or V_R). */
  readonly reward: Tensor;
  readonly returns: Tensor;
  /** Scalar: mean entropy of the imagined actions, nats. */
  readonly entropy: Tensor;
  /** [1]: the returns' average range, these counted: for `returnScale.set`. Null where returns are not scaled. */
  readonly returnRange: Tensor1D | null;
}

export class ActorCritic implements Policy {
  readonly config: ActorCriticConfig;
  readonly actor: Actor;
  readonly critic: Critic | null;
  /** Null where none follows the critic. */
  readonly slowCritic: SlowCritic | null;
  /** Null where returns are climbed as they are. */
  readonly returnScale: ReturnScale | null;
  readonly #model: DreamerModel;

  /** The model stays the caller's; its features and actions are what this acts on. */
  constructor(config: ActorCriticConfig, model: DreamerModel, random: RandomStream) {
    this.config = config;
    this.#model = model;
    const inputs = model.featureSize;
    const { norm = false, actionDistribution = 'squashed', unimix = 0 } = config;
    const { kind, size } = model.actionScale;
    const actions: ActionShape = { kind, size, distribution: actionDistribution, unimix };
    const network = { name: 'actor', inputs, ...config.actor, outputs: actorOutputs(actions), norm };
    this.actor = { parameters: new ParameterSet(mlpParameters(network), random), network, actions };
    if (config.critic === null) {
      this.critic = null;
    } else {
      const { layers, units, scalar = 'plain' } = config.critic;
      const startsAtZero = scalar === 'two-hot';
      const outputs = scalarOutputs(scalar);
      const shape = { name: 'critic', inputs, layers, units, outputs, norm, startsAtZero };
      this.critic = { parameters: new ParameterSet(mlpParameters(shape), random), network: shape, scalar };
    }
    const slow = config.critic?.slow;
    this.slowCritic = this.critic === null || slow === undefined ? null : new SlowCritic(slow, this.critic);
    this.returnScale = config.scalesReturns ? new ReturnScale(random) : null;
  }

  act(feature: Tensor2D, random: RandomStream, mode: 'sample' | 'mean'): Tensor2D {
    return tidy(() => {
      const { parameters, network, actions } = this.actor;
      const rows = mlpForward(parameters, network, feature).output;
      const action =
        mode === 'mean'
          ? likeliestAction(actions, rows, random)
          : drawAction(actions, rows, actionNoise(actions, feature.shape[0], random)).action;
      return this.#model.actionScale.toEnvironment(action);
    });
  }

  /** [B]; 0 where there is no value model. */
  value(feature: Tensor2D): Tensor {
    const { critic } = this;
    if (critic === null) return tf.zeros([feature.shape[0]]);
    return tidy(() => {
      const { output } = mlpForward(critic.parameters, critic.network, feature);
      return readScalar(critic.scalar, output).value.squeeze([1]);
    });
  }

  /** See imaginedFan.ts. @throws where there is no value model: nothing values what is imagined */
  imagined(feature: Tensor2D, request: ImagineRequest, random: RandomStream): Imagined {
    const { actor, critic } = this;
    if (critic === null) throw new Error('without a value model nothing values what is imagined');
    const { gamma, lambda } = this.config;
    return imaginedFan({ model: this.#model, actor, critic, gamma, lambda }, feature, request, random);
  }

  weights(): readonly Tensor[] {
    return [...this.actor.parameters.values(), ...(this.critic?.parameters.values() ?? [])];
  }

  /**
   * Imagines from every start and takes the gradients. Everything returned is the caller's.
   * @param start [N, ...]: posteriors of a batch. @param noise see `imaginationNoise`; as many steps as it has.
   */
  loss(start: RssmMoment, noise: ImaginationNoise, { continuations, played }: Recorded = {}): BehaviourLoss {
    return tidy(() => {
      const horizon = noise.latents.length;
      if (horizon < 2) throw new Error(`the horizon is ${horizon}, expected 2 or more`);
      const imagination = imagineAhead(this.#model, this.actor, start, noise);
      const { critic } = this;
      const counts = continuations?.reshape<Tensor2D>([1, start.z.shape[0]]) ?? null;
      if (this.config.actorGradient === 'reinforce') {
        if (critic === null) throw new Error('REINFORCE needs a value model');
        return {
          ...this.#reinforce(critic, imagination, counts, played),
          entropy: imaginedEntropy(imagination),
        };
      }
      const { features } = imagination;
      const count = start.z.shape[0];
      const { entropyScale = 0 } = this.config;
      const { featureGradient, ...climbed } =
        critic === null
          ? this.#climbRewards(features, count, counts)
          : this.#climbReturns(critic, features, count, counts);
      const gradients = imaginationGradients(this.#model, this.actor, imagination, featureGradient, {
        path: this.config.gradientPath,
        entropyScale,
      });
      const entropy = imaginedEntropy(imagination);
      const actor = entropyScale === 0 ? climbed.actor : climbed.actor.sub(entropy.mul(entropyScale));
      return { ...climbed, actor, actorGradients: gradients, entropy };
    });
  }

  dispose(): void {
    this.actor.parameters.dispose();
    this.critic?.parameters.dispose();
    this.slowCritic?.dispose();
    this.returnScale?.dispose();
  }

  /** The range of these returns and those before, and what that makes of a number which is climbed. */
  #scale(returns: Tensor2D): { readonly range: Tensor1D | null; scaled<T extends Tensor>(climbed: T): T } {
    if (this.returnScale === null) return { range: null, scaled: (climbed) => climbed };
    const range = this.returnScale.including(returns);
    const divisor = returnDivisor(range);
    return { range, scaled: (climbed) => climbed.div(divisor.reshape(climbed.shape.map(() => 1))) };
  }

  /** V_lambda. */
  #climbReturns(critic: Critic, features: Tensor2D, count: number, counts: Tensor2D | null): Climb {
    const { gamma, lambda } = this.config;
    const judge = this.#judge(critic);
    const imagined = imaginedReturns(this.#model, judge, features, count, { gamma, lambda, counts });
    const { returns, weights, trajectory } = imagined;
    const { range, scaled } = this.#scale(returns);
    const byReturns = scaled(weights.neg<Tensor2D>());
    const trace =
      judge === critic ? imagined.traces.value : mlpForward(critic.parameters, critic.network, features);
    return {
      featureGradient: returnsGradient(this.#model, judge, imagined, lambda, byReturns),
      actor: scaled(returns.mul(weights).sum().neg()),
      critic: criticLoss(critic, features, imagined, trace, this.#regulariser()),
      reward: trajectory.rewards.mean(),
      returns: returns.mean(),
      returnRange: range,
    };
  }

  /** V_lambda of every state in which an action was drawn: the start is one, the last imagined state is none. */
  #reinforce(
    critic: Critic,
    { start, features, steps }: Imagination,
    counts: Tensor2D | null,
    played: Played | undefined,
  ): Omit<BehaviourLoss, 'entropy'> {
    const { gamma, lambda, entropyScale = 0, replayValueScale = 0 } = this.config;
    const states = tf.concat2d([start, features], 0);
    const count = start.shape[0];
    const judge = this.#judge(critic);
    const imagined = imaginedReturns(this.#model, judge, states, count, { gamma, lambda, counts });
    const { returns, weights, trajectory, values } = imagined;
    const { range, scaled } = this.#scale(returns);
    const expected = values.slice<Tensor2D>([0, 0], returns.shape);
    const advantages = scaled(returns.sub<Tensor2D>(expected));
    const actions = steps.map(({ action }) => action);
    const { loss, rows } = reinforceLoss(actions, advantages, weights, entropyScale);
    const trace =
      judge === critic ? imagined.traces.value : mlpForward(critic.parameters, critic.network, states);
    const slow = this.#regulariser();
    let learnt = criticLoss(critic, states, imagined, trace, slow);
    if (replayValueScale > 0 && played !== undefined) {
      const fromStarts = returns.slice<Tensor2D>([0, 0], [1, count]).as1D();
      const onPlayed = replayValueLoss(critic, start, played, fromStarts, { gamma, lambda, slow });
      learnt = scaledSum(learnt, onPlayed, replayValueScale);
    }
    return {
      actor: loss,
      actorGradients: actorGradients(this.actor, steps, rows),
      critic: learnt,
      reward: trajectory.rewards.mean(),
      returns: returns.mean(),
      returnRange: range,
    };
  }

  /** Whose values returns are bootstrapped with. */
  #judge(critic: Critic): Critic {
    return this.slowCritic?.config.kind === 'copied' ? this.slowCritic.critic : critic;
  }

  #regulariser(): SlowCritic | null {
    return this.slowCritic?.config.kind === 'regularised' ? this.slowCritic : null;
  }

  /** V_R, without a value model. */
  #climbRewards(features: Tensor2D, count: number, counts: Tensor2D | null): Climb {
    const { parameters, rewardHead, rewardScalar } = this.#model;
    const horizon = features.shape[0] / count;
    const trace = mlpForward(parameters, rewardHead, features);
    const reading = readScalar(rewardScalar, trace.output);
    const rewards = reading.value.reshape<Tensor2D>([horizon, count]);
    const returns = rewardSum(rewards);
    const { range, scaled } = this.#scale(returns);
    const share = scaled(tf.fill<Rank.R2>([horizon, count], -1 / (horizon * count)));
    const counted = counts === null ? share : share.mul<Tensor2D>(counts);
    const gradient = rewardSumGradient(counted).reshape<Tensor2D>([horizon * count, 1]);
    const mean = returns.mean();
    const climbed = counts === null ? mean : returns.mul(counts).mean();
    const byRows = scalarGradient(reading, gradient);
    return {
      featureGradient: mlpBackward(parameters, rewardHead, trace, byRows, null),
      actor: scaled(climbed.neg()),
      critic: null,
      reward: rewards.mean(),
      returns: mean,
      returnRange: range,
    };
  }
}

type Climb = Omit<BehaviourLoss, 'actorGradients' | 'entropy'> & {
  /** [H * N, F] */
  readonly featureGradient: Tensor2D;
};
