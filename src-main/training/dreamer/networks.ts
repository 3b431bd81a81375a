/**
 * Dreamer's networks with their optimizers: world model, action model and value model, one Adam each (Hafner et al. 2020,
 * arXiv:1912.01603, algorithm 1), trained batch by batch and saved to the last bit.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import type { DreamerConfig } from '../../../shared/dreamerConfig.ts';
import { ActorCritic, type BehaviourLoss } from '../../agents/actorCritic.ts';
import {
  actorCriticConfig,
  BEHAVIOUR_PREFIX,
  dreamerModelConfig,
  MODEL_PREFIX,
  plannerPolicy,
} from '../../agents/dreamerPlayer.ts';
import { imaginationNoise } from '../../agents/imagination.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { dreamerLoss, type DreamerBatch, type DreamerLossOptions } from '../../models/dreamerLoss.ts';
import { DreamerModel } from '../../models/dreamerModel.ts';
import { latentNoise } from '../../models/latent.ts';
import type { Policy } from '../../models/worldModel.ts';
import { Adam, type GradientClip } from '../../numerics/optimizers.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import { RandomStream } from '../../numerics/random.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';

interface Trained {
  readonly name: 'model' | 'actor' | 'critic';
  readonly prefix: string;
  readonly parameters: ParameterSet;
  readonly optimizer: Adam;
  readonly learningRate: number;
  readonly clip: GradientClip;
}

export class DreamerNetworks {
  readonly model: DreamerModel;
  /** Who acts. */
  readonly policy: Policy;
  readonly #config: DreamerConfig;
  /** Null where the policy plans and nothing of it is learnt. */
  readonly #behaviour: ActorCritic | null;
  readonly #world: Trained;
  readonly #actor: Trained | null;
  readonly #critic: Trained | null;

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
      this.policy = this.#behaviour ?? plannerPolicy(config, this.model);
    } catch (error) {
      this.model.dispose();
      throw error;
    }
    const trained = (
      name: Trained['name'],
      prefix: string,
      parameters: ParameterSet,
      learningRate: number,
      limit: number,
    ): Trained => ({
      name,
      prefix,
      parameters,
      optimizer: new Adam(parameters),
      learningRate,
      clip: { kind: 'globalNorm', limit },
    });
    const { model, behaviour } = config;
    this.#world = trained(
      'model',
      MODEL_PREFIX,
      this.model.parameters,
      model.learningRate,
      model.gradientClip,
    );
    const of = (name: 'actor' | 'critic', parameters: ParameterSet | undefined, learningRate: number) =>
      parameters === undefined
        ? null
        : trained(name, BEHAVIOUR_PREFIX, parameters, learningRate, behaviour.gradientClip);
    this.#actor = of('actor', this.#behaviour?.actor.parameters, behaviour.actorLearningRate);
    this.#critic = of('critic', this.#behaviour?.critic?.parameters, behaviour.criticLearningRate);
  }

  /**
   * One step of all: behaviours are imagined from the batch's posteriors with the world model as it was before the step.
   * The batch stays the caller's.
   * @returns the losses, by metric name.
   */
  train(batch: DreamerBatch, random: RandomStream): Record<string, number> {
    const { model } = this;
    const rows = batch.isFirst.length;
    const figures = tidy((): Record<string, Tensor> => {
      const noise = latentNoise(model.rssm.latent, rows, random);
      const loss = dreamerLoss(model, batch, noise, lossOptions(this.#config));
      const behaviour = this.#imagine(loss.posterior, rows, random);
      const { observation, reward, discount, kl, gradients } = loss;
      return {
        'model/observation': observation,
        'model/reward': reward,
        ...(discount === null ? {} : { 'model/discount': discount }),
        'model/kl': kl,
        ...applied(this.#world, gradients),
        ...this.#improve(behaviour),
      };
    });
    const read = Object.entries(figures).map(
      ([name, tensor]) => [name, tensor.dataSync()[0] ?? NaN] as const,
    );
    disposeAll(figures);
    return Object.fromEntries(read);
  }

  #imagine(
    start: { readonly z: Tensor2D; readonly h: Tensor2D },
    count: number,
    random: RandomStream,
  ): BehaviourLoss | null {
    const behaviour = this.#behaviour;
    if (behaviour === null) return null;
    const { horizon } = this.#config.behaviour;
    return tidy(() =>
      behaviour.loss(start, imaginationNoise(this.model, behaviour.actor.actions, count, horizon, random)),
    );
  }

  #improve(loss: BehaviourLoss | null): Record<string, Tensor> {
    if (loss === null) return {};
    const { critic, returnRange } = loss;
    if (returnRange !== null) this.#behaviour?.returnScale?.set(returnRange);
    return {
      ...(returnRange === null ? {} : { 'behaviour/returnRange': returnRange }),
      'behaviour/reward': loss.reward,
      'behaviour/return': loss.returns,
      'behaviour/actorLoss': loss.actor,
      ...(this.#actor === null ? {} : applied(this.#actor, loss.actorGradients)),
      ...(critic === null ? {} : { 'behaviour/criticLoss': critic.loss }),
      ...(critic === null || this.#critic === null ? {} : applied(this.#critic, critic.gradients)),
    };
  }

  get #all(): readonly Trained[] {
    return [this.#world, this.#actor, this.#critic].filter((trained) => trained !== null);
  }

  /** `optimizers`: the steps that each has made. */
  save(): {
    readonly optimizers: Record<string, number>;
    readonly arrays: Record<string, CheckpointArray>;
  } {
    return {
      optimizers: Object.fromEntries(this.#all.map(({ name, optimizer }) => [name, optimizer.steps])),
      arrays: Object.assign(
        {},
        ...this.#all.flatMap(({ name, prefix, parameters, optimizer }) => [
          parameters.export(prefix),
          optimizer.export(`optimizer/${name}/`),
        ]),
        this.#behaviour?.returnScale?.export(BEHAVIOUR_PREFIX) ?? {},
      ) as Record<string, CheckpointArray>,
    };
  }

  /** @param steps of each optimizer. @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape. */
  restore(steps: Readonly<Record<string, number>>, arrays: Readonly<Record<string, CheckpointArray>>): void {
    for (const { name, prefix, parameters, optimizer } of this.#all) {
      parameters.import(arrays, prefix);
      optimizer.import(arrays, steps[name] ?? 0, `optimizer/${name}/`);
    }
    this.#behaviour?.returnScale?.import(arrays, BEHAVIOUR_PREFIX);
  }

  dispose(): void {
    for (const { optimizer } of this.#all) optimizer.dispose();
    this.policy.dispose();
    this.model.dispose();
  }
}

function lossOptions({ model }: DreamerConfig): DreamerLossOptions {
  const { beta, freeNats, discountScale, balancesKl, klBalance } = model;
  return { beta, freeNats, discountScale, ...(balancesKl ? { klBalance } : {}) };
}

/** Updates a network. @returns the norm of its gradients before they were clipped. */
function applied(
  { name, optimizer, learningRate, clip }: Trained,
  gradients: Parameters<Adam['apply']>[0],
): Record<string, Tensor> {
  const norm = optimizer.apply(gradients, learningRate, clip);
  if (norm === null) return {};
  return { [name === 'model' ? 'model/gradientNorm' : `behaviour/${name}GradientNorm`]: norm };
}
