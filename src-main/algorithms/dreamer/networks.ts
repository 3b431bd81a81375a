/**
 * Dreamer's networks with their optimizers: world model, action model and value model, one Adam each (Hafner et al. 2020,
 * arXiv:1912.01603, algorithm 1), trained batch by batch and saved to the last bit.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import type { DreamerConfig } from '../../../shared/algorithms/dreamer/config.ts';
import { ActorCritic, type BehaviourLoss } from './actorCritic.ts';
import {
  actorCriticConfig,
  BEHAVIOUR_PREFIX,
  dreamerModelConfig,
  MODEL_PREFIX,
  plannerPolicy,
} from './player.ts';
import { imaginationNoise, type ImaginationNoise } from './imagination.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { dreamerLoss, type DreamerBatch, type DreamerLossOptions } from './dreamerLoss.ts';
import { DreamerModel } from './dreamerModel.ts';
import { latentNoise } from '../../models/latent.ts';
import type { Policy } from '../../models/worldModel.ts';
import { Adam, clipGradients, type GradientClip, type Gradients } from '../../numerics/optimizers.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import { RandomStream } from '../../numerics/random.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';
import { TracedFunction } from '../../numerics/tracedFunction.ts';

interface Trained {
  readonly name: 'model' | 'actor' | 'critic';
  readonly prefix: string;
  readonly parameters: ParameterSet;
  readonly optimizer: Adam;
  readonly learningRate: number;
  readonly clip: GradientClip;
}

/** What one batch says of all networks. */
interface StepLosses {
  /** Scalars, by metric name. */
  readonly figures: Record<string, Tensor>;
  /** Clipped. */
  readonly gradients: { [name in Trained['name']]?: Gradients | undefined };
  /** See `BehaviourLoss`. */
  readonly returnRange: Tensor1D | null;
}

export class DreamerNetworks {
  readonly model: DreamerModel;
  /** Who acts; null where nobody does. */
  readonly policy: Policy | null;
  readonly #config: DreamerConfig;
  /** Null where the policy plans and nothing of it is learnt, or there is none. */
  readonly #behaviour: ActorCritic | null;
  readonly #trained: readonly Trained[];
  readonly #step: TracedFunction<[DreamerBatch, Tensor2D, ImaginationNoise | null], StepLosses>;

  constructor(config: DreamerConfig, environment: EnvironmentSpec) {
    const { seed } = config;
    this.#config = config;
    this.model = new DreamerModel(
      dreamerModelConfig(config, environment),
      RandomStream.named(seed, 'model/initial'),
    );
    const shape = actorCriticConfig(config);
    this.#behaviour =
      shape === null
        ? null
        : new ActorCritic(shape, this.model, RandomStream.named(seed, 'behaviour/initial'));
    try {
      this.policy =
        config.behaviour.kind === 'none' ? null : (this.#behaviour ?? plannerPolicy(config, this.model));
    } catch (error) {
      this.model.dispose();
      throw error;
    }
    const trained = (
      name: Trained['name'],
      prefix: string,
      parameters: ParameterSet,
      learningRate: number,
      { gradientClip, adamEpsilon }: { readonly gradientClip: number; readonly adamEpsilon: number },
    ): Trained => ({
      name,
      prefix,
      parameters,
      optimizer: new Adam(parameters, { epsilon: adamEpsilon }),
      learningRate,
      clip: { kind: 'globalNorm', limit: gradientClip },
    });
    const { model, behaviour } = config;
    const learner = this.#behaviour;
    const of = (name: 'actor' | 'critic', parameters: ParameterSet | undefined, learningRate: number) =>
      parameters === undefined ? [] : [trained(name, BEHAVIOUR_PREFIX, parameters, learningRate, behaviour)];
    this.#trained = [
      trained('model', MODEL_PREFIX, this.model.parameters, model.learningRate, model),
      ...of('actor', learner?.actor.parameters, behaviour.actorLearningRate),
      ...of('critic', learner?.critic?.parameters, behaviour.criticLearningRate),
    ];
    this.#step = new TracedFunction(
      () => this.#weights(),
      (batch, noise, imagined) => this.#losses(batch, noise, imagined),
    );
  }

  /**
   * One step of all: behaviours are imagined from the batch's posteriors with the world model as it was before the step.
   * The batch stays the caller's.
   * @returns the losses, by metric name.
   */
  train(batch: DreamerBatch, random: RandomStream): Record<string, number> {
    const { model } = this;
    const behaviour = this.#behaviour;
    const rows = batch.actions.shape[0];
    const figures = tidy(() => {
      const noise = latentNoise(model.rssm.latent, rows, random);
      const { horizon } = this.#config.behaviour;
      const imagined =
        behaviour === null ? null : imaginationNoise(model, behaviour.actor.actions, rows, horizon, random);
      const step = this.#step.run(batch, noise, imagined);
      if (step.returnRange !== null) behaviour?.returnScale?.set(step.returnRange);
      for (const { name, optimizer, learningRate } of this.#trained) {
        const gradients = step.gradients[name];
        if (gradients !== undefined) optimizer.apply(gradients, learningRate);
      }
      const critic = this.#trained.find(({ name }) => name === 'critic');
      if (critic !== undefined) behaviour?.slowCritic?.follow(critic.optimizer.steps);
      return step.figures;
    });
    const read = Object.entries(figures).map(
      ([name, tensor]) => [name, tensor.dataSync()[0] ?? NaN] as const,
    );
    disposeAll(figures);
    return Object.fromEntries(read);
  }

  #losses(batch: DreamerBatch, noise: Tensor2D, imagined: ImaginationNoise | null): StepLosses {
    const { observation, reward, discount, kl, gradients, posterior } = dreamerLoss(
      this.model,
      batch,
      noise,
      lossOptions(this.#config),
    );
    const { startsAtEnds, replayValueScale } = this.#config.behaviour;
    const recorded = {
      ...(startsAtEnds ? {} : { continuations: batch.continuations }),
      ...(replayValueScale > 0 ? { played: batch } : {}),
    };
    const behaviour =
      imagined === null ? null : (this.#behaviour?.loss(posterior, imagined, recorded) ?? null);
    const own: StepLosses['gradients'] = {
      model: gradients,
      actor: behaviour?.actorGradients,
      critic: behaviour?.critic?.gradients,
    };
    const clipped: StepLosses['gradients'] = {};
    const norms: Record<string, Tensor> = {};
    for (const { name, clip } of this.#trained) {
      const whole = own[name];
      if (whole === undefined) continue;
      const limited = clipGradients(whole, clip);
      clipped[name] = limited.gradients;
      if (limited.norm === null) continue;
      norms[name === 'model' ? 'model/gradientNorm' : `behaviour/${name}GradientNorm`] = limited.norm;
    }
    const figures = {
      'model/observation': observation,
      'model/reward': reward,
      ...(discount === null ? {} : { 'model/discount': discount }),
      'model/kl': kl,
      ...(behaviour === null ? {} : behaviourFigures(behaviour)),
      ...norms,
    };
    return { figures, gradients: clipped, returnRange: behaviour?.returnRange ?? null };
  }

  /** All that a step's losses are computed of besides the batch. */
  #weights(): readonly Tensor[] {
    return [
      ...this.#trained.flatMap(({ parameters }) => parameters.values()),
      ...(this.#behaviour?.slowCritic?.parameters.values() ?? []),
      ...(this.#behaviour?.returnScale?.tensors() ?? []),
    ];
  }

  /** `optimizers`: the steps that each has made. */
  save(): {
    readonly optimizers: Record<string, number>;
    readonly arrays: Record<string, CheckpointArray>;
  } {
    return {
      optimizers: Object.fromEntries(this.#trained.map(({ name, optimizer }) => [name, optimizer.steps])),
      arrays: Object.assign(
        {},
        ...this.#trained.flatMap(({ name, prefix, parameters, optimizer }) => [
          parameters.export(prefix),
          optimizer.export(`optimizer/${name}/`),
        ]),
        this.#behaviour?.slowCritic?.export(BEHAVIOUR_PREFIX) ?? {},
        this.#behaviour?.returnScale?.export(BEHAVIOUR_PREFIX) ?? {},
      ) as Record<string, CheckpointArray>,
    };
  }

  /** @param steps of each optimizer. @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape. */
  restore(steps: Readonly<Record<string, number>>, arrays: Readonly<Record<string, CheckpointArray>>): void {
    for (const { name, prefix, parameters, optimizer } of this.#trained) {
      parameters.import(arrays, prefix);
      optimizer.import(arrays, steps[name] ?? 0, `optimizer/${name}/`);
    }
    this.#behaviour?.slowCritic?.import(arrays, BEHAVIOUR_PREFIX);
    this.#behaviour?.returnScale?.import(arrays, BEHAVIOUR_PREFIX);
  }

  dispose(): void {
    this.#step.dispose();
    for (const { optimizer } of this.#trained) optimizer.dispose();
    this.policy?.dispose();
    this.model.dispose();
  }
}

function lossOptions({ model }: DreamerConfig): DreamerLossOptions {
  const {
    beta,
    freeNats,
    freeNatsEach,
    discountScale,
    observationScale,
    rewardScale,
    balancesKl,
    klBalance,
  } = model;
  return {
    beta,
    freeNats,
    freeNatsEach,
    discountScale,
    observationScale,
    rewardScale,
    ...(balancesKl ? { klBalance } : {}),
  };
}

function behaviourFigures({
  reward,
  returns,
  entropy,
  actor,
  critic,
  returnRange,
}: BehaviourLoss): Record<string, Tensor> {
  return {
    ...(returnRange === null ? {} : { 'behaviour/returnRange': returnRange }),
    'behaviour/reward': reward,
    'behaviour/return': returns,
    'behaviour/entropy': entropy,
    'behaviour/actorLoss': actor,
    ...(critic === null ? {} : { 'behaviour/criticLoss': critic.loss }),
  };
}
