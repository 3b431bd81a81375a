/**
 * Behaviour learning of Dreamer (Hafner et al. 2020, arXiv:1912.01603, algorithm 1): the action model climbs the imagined
 * returns by their gradient through the dynamics, the value model regresses on the same returns. Losses and gradients
 * of one batch of starts; optimizers are the trainer's.
 */
import type { Rank, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { DreamerModel } from './dreamerModel.ts';
import type { RssmMoment } from './rssm.ts';
import {
  readScalar,
  scalarGradient,
  scalarLoss,
  scalarOutputs,
  type ScalarKind,
} from '../../models/scalarHead.ts';
import type { Policy } from '../../models/worldModel.ts';
import { add } from '../../numerics/elementwise.ts';
import {
  mlpBackward,
  mlpForward,
  mlpParameters,
  mlpWeightGradients,
  type MlpShape,
} from '../../numerics/mlp.ts';
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
  imaginationGradients,
  imagineAhead,
  imaginedEntropy,
  type Actor,
  type GradientPath,
  type ImaginationNoise,
} from './imagination.ts';
import {
  discountWeights,
  lambdaReturn,
  lambdaReturnGradient,
  rewardSum,
  rewardSumGradient,
} from '../../agents/lambdaReturn.ts';
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
  } | null;
  /** 0.99; what the model's discount head predicts takes its place where there is one. */
  readonly gamma: number;
  /** 0.95 */
  readonly lambda: number;
  readonly gradientPath: GradientPath;
  /** The returns climbed are divided by their range (returnScale.ts); not so in the paper. */
  readonly scalesReturns?: boolean;
  /** How continuous actions are drawn; squashed, as in the paper, where absent. */
  readonly actionDistribution?: BoxDistribution;
  /** What a nat of the actions' entropy is worth beside the returns (divided, where they are); 0, as in the paper, where absent. */
  readonly entropyScale?: number;
  /** Hidden layers of both are normalised; not so in the paper. */
  readonly norm?: boolean;
}

export interface BehaviourLoss {
  /** Scalar: minus the mean of the weighted returns, divided by their scale where they have one, and minus the entropy's worth. */
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

interface Critic {
  readonly parameters: ParameterSet;
  readonly network: MlpShape;
  readonly scalar: ScalarKind;
}

export class ActorCritic implements Policy {
  readonly config: ActorCriticConfig;
  readonly actor: Actor;
  readonly critic: Critic | null;
  /** Null where returns are climbed as they are. */
  readonly returnScale: ReturnScale | null;
  readonly #model: DreamerModel;

  /** The model stays the caller's; its features and actions are what this acts on. */
  constructor(config: ActorCriticConfig, model: DreamerModel, random: RandomStream) {
    this.config = config;
    this.#model = model;
    const inputs = model.featureSize;
    const { norm = false, actionDistribution = 'squashed' } = config;
    const { kind, size } = model.actionScale;
    const actions: ActionShape = { kind, size, distribution: actionDistribution };
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

  weights(): readonly Tensor[] {
    return [...this.actor.parameters.values(), ...(this.critic?.parameters.values() ?? [])];
  }

  /**
   * Imagines from every start and takes the gradients. Everything returned is the caller's.
   * @param start [N, ...]: posteriors of a batch. @param noise see `imaginationNoise`; as many steps as it has.
   */
  loss(start: RssmMoment, noise: ImaginationNoise): BehaviourLoss {
    return tidy(() => {
      const horizon = noise.latents.length;
      if (horizon < 2) throw new Error(`the horizon is ${horizon}, expected 2 or more`);
      const imagination = imagineAhead(this.#model, this.actor, start, noise);
      const { features } = imagination;
      const count = start.z.shape[0];
      const { critic } = this;
      const { entropyScale = 0 } = this.config;
      const climbed =
        critic === null ? this.#climbRewards(features, count) : this.#climbReturns(critic, features, count);
      const actorGradients = imaginationGradients(
        this.#model,
        this.actor,
        imagination,
        climbed.featureGradient,
        { path: this.config.gradientPath, entropyScale },
      );
      const { critic: ofCritic, reward, returns, returnRange } = climbed;
      const entropy = imaginedEntropy(imagination);
      const actor = entropyScale === 0 ? climbed.actor : climbed.actor.sub(entropy.mul(entropyScale));
      return { actor, actorGradients, critic: ofCritic, reward, returns, entropy, returnRange };
    });
  }

  dispose(): void {
    this.actor.parameters.dispose();
    this.critic?.parameters.dispose();
    this.returnScale?.dispose();
  }

  /** The range of these returns and those before, and what that makes of a number which is climbed. */
  #scale(returns: Tensor2D): { readonly range: Tensor1D | null; scaled<T extends Tensor>(climbed: T): T } {
    if (this.returnScale === null) return { range: null, scaled: (climbed) => climbed };
    const range = this.returnScale.including(returns);
    const divisor = returnDivisor(range);
    return { range, scaled: (climbed) => climbed.div(divisor.reshape(climbed.shape.map(() => 1))) };
  }

  /** V_lambda. As in the authors' code the last imagined state only bootstraps. */
  #climbReturns(critic: Critic, features: Tensor2D, count: number): Climb {
    const model = this.#model;
    const { gamma, lambda } = this.config;
    const horizon = features.shape[0] / count;
    const steps = horizon - 1;
    const grid = (rows: Tensor2D) => rows.reshape<Tensor2D>([horizon, count]);
    const first = (rows: Tensor2D) => rows.slice<Tensor2D>([0, 0], [steps, count]);
    const column = (rows: Tensor2D) => rows.reshape<Tensor2D>([horizon * count, 1]);
    const none = tf.zeros<Rank.R2>([1, count]);

    const rewardTrace = mlpForward(model.parameters, model.rewardHead, features);
    const valueTrace = mlpForward(critic.parameters, critic.network, features);
    const { discountHead } = model;
    const discountTrace = discountHead === null ? null : mlpForward(model.parameters, discountHead, features);
    const rewardReading = readScalar(model.rewardScalar, rewardTrace.output);
    const valueReading = readScalar(critic.scalar, valueTrace.output);
    const rewards = first(grid(rewardReading.value));
    const values = grid(valueReading.value);
    const discounts =
      discountTrace === null
        ? tf.fill<Rank.R2>([steps, count], gamma)
        : first(grid(discountTrace.output)).sigmoid<Tensor2D>();
    const nextValues = values.slice<Tensor2D>([1, 0], [steps, count]);
    const trajectory = { rewards, nextValues, discounts };
    const returns = lambdaReturn(trajectory, lambda);
    const weights = discountWeights(discounts).div<Tensor2D>(steps * count);

    const { range, scaled } = this.#scale(returns);
    const gradient = lambdaReturnGradient(trajectory, lambda, returns, scaled(weights.neg<Tensor2D>()));
    const ofRewards = scalarGradient(rewardReading, column(tf.concat2d([gradient.rewards, none], 0)));
    const ofValues = scalarGradient(valueReading, column(tf.concat2d([none, gradient.nextValues], 0)));
    let featureGradient = add(
      mlpBackward(model.parameters, model.rewardHead, rewardTrace, ofRewards, null),
      mlpBackward(critic.parameters, critic.network, valueTrace, ofValues, null),
    );
    if (discountHead !== null && discountTrace !== null) {
      const ofLogits = gradient.discounts.mul(discounts).mul<Tensor2D>(tf.scalar(1).sub(discounts));
      const ofDiscounts = column(tf.concat2d([ofLogits, none], 0));
      featureGradient = add(
        featureGradient,
        mlpBackward(model.parameters, discountHead, discountTrace, ofDiscounts, null),
      );
    }

    // The last state has no return to be compared with.
    const compared = valueTrace.output.slice<Tensor2D>([0, 0], [steps * count, -1]);
    const regression = scalarLoss(
      readScalar(critic.scalar, compared),
      returns.reshape([steps * count, 1]),
      weights.reshape([steps * count, 1]),
    );
    const beyond = tf.zeros<Rank.R2>([count, compared.shape[1]]);
    const criticGradients: Record<string, Tensor> = {};
    mlpWeightGradients(
      critic.parameters,
      critic.network,
      valueTrace,
      tf.concat2d([regression.gradient, beyond], 0),
      criticGradients,
    );
    return {
      featureGradient,
      actor: scaled(returns.mul(weights).sum().neg()),
      critic: { loss: regression.loss, gradients: criticGradients },
      reward: rewards.mean(),
      returns: returns.mean(),
      returnRange: range,
    };
  }

  /** V_R, without a value model. */
  #climbRewards(features: Tensor2D, count: number): Climb {
    const { parameters, rewardHead, rewardScalar } = this.#model;
    const horizon = features.shape[0] / count;
    const trace = mlpForward(parameters, rewardHead, features);
    const reading = readScalar(rewardScalar, trace.output);
    const rewards = reading.value.reshape<Tensor2D>([horizon, count]);
    const returns = rewardSum(rewards);
    const { range, scaled } = this.#scale(returns);
    const share = scaled(tf.fill<Rank.R2>([horizon, count], -1 / (horizon * count)));
    const gradient = rewardSumGradient(share).reshape<Tensor2D>([horizon * count, 1]);
    const mean = returns.mean();
    const byRows = scalarGradient(reading, gradient);
    return {
      featureGradient: mlpBackward(parameters, rewardHead, trace, byRows, null),
      actor: scaled(mean.neg()),
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
