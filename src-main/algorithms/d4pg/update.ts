/** One learner step of D4PG: losses and clipped gradients as one graph, then both optimizers. */
import type { Tensor } from '@tensorflow/tfjs';
import type { D4pgConfig } from '../../../shared/algorithms/d4pg/config.ts';
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import { layerNormMlpParameters } from '../../models/layerNormMlp.ts';
import { Adam, clipGradients, type GradientClip } from '../../numerics/optimizers.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import { RandomStream } from '../../numerics/random.ts';
import { tidy } from '../../numerics/tidy.ts';
import { TracedFunction } from '../../numerics/tracedFunction.ts';
import { d4pgLosses, type D4pgLosses, type D4pgNetworks, type TransitionBatch } from './losses.ts';
import { criticParameters, type D4pgShape } from './shape.ts';

/** Targets begin as what learns. The caller disposes them. */
export function freshNetworks(shape: D4pgShape, seed: number): D4pgNetworks {
  const initial = (name: string) => RandomStream.named(seed, `${name}/initial`);
  const policy = () => new ParameterSet(layerNormMlpParameters(shape.policy), initial('policy'));
  const critic = () => new ParameterSet(criticParameters(shape), initial('critic'));
  return { policy: policy(), critic: critic(), targetPolicy: policy(), targetCritic: critic() };
}

/** Scalars. */
export interface StepFigures {
  readonly criticLoss: Tensor;
  /** Mean of the critic's expected return of what was done. */
  readonly value: Tensor;
  /** Of the gradients before they are clipped. */
  readonly criticNorm: Tensor;
  readonly policyLoss: Tensor;
  readonly policyNorm: Tensor;
}

type Step = D4pgLosses & StepFigures;
type Settings = Pick<D4pgConfig['learning'], 'policyLearningRate' | 'criticLearningRate' | 'gradientClip'>;

export class D4pgUpdate {
  readonly #settings: Settings;
  readonly #optimizers: { readonly policy: Adam; readonly critic: Adam };
  readonly #step: TracedFunction<[TransitionBatch], Step>;

  /** The networks stay the caller's. */
  constructor(networks: D4pgNetworks, shape: D4pgShape, settings: Settings) {
    this.#settings = settings;
    this.#optimizers = { policy: new Adam(networks.policy), critic: new Adam(networks.critic) };
    const clip: GradientClip = { kind: 'globalNorm', limit: settings.gradientClip };
    const { policy, critic, targetPolicy, targetCritic } = networks;
    this.#step = new TracedFunction(
      () => [policy, critic, targetPolicy, targetCritic].flatMap((parameters) => parameters.values()),
      (batch) => {
        const losses = d4pgLosses(networks, shape, batch);
        const ofCritic = clipGradients(losses.criticGradients, clip);
        const ofPolicy = clipGradients(losses.policyGradients, clip);
        if (ofCritic.norm === null || ofPolicy.norm === null) throw new Error('a gradient has no norm');
        return {
          ...losses,
          criticGradients: ofCritic.gradients,
          policyGradients: ofPolicy.gradients,
          criticNorm: ofCritic.norm,
          policyNorm: ofPolicy.norm,
        };
      },
    );
  }

  /** Updates made so far. */
  get steps(): number {
    return this.#optimizers.critic.steps;
  }

  /** @returns scalars of the caller's */
  apply(batch: TransitionBatch): StepFigures {
    const { policyLearningRate, criticLearningRate } = this.#settings;
    return tidy(() => {
      const { criticGradients, policyGradients, ...figures } = this.#step.run(batch);
      this.#optimizers.critic.apply(criticGradients, criticLearningRate);
      this.#optimizers.policy.apply(policyGradients, policyLearningRate);
      return figures;
    });
  }

  save(): { readonly optimizers: Record<string, number>; readonly arrays: Record<string, CheckpointArray> } {
    const { policy, critic } = this.#optimizers;
    return {
      optimizers: { policy: policy.steps, critic: critic.steps },
      arrays: { ...policy.export('optimizer/policy/'), ...critic.export('optimizer/critic/') },
    };
  }

  /** @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape. */
  restore(steps: Readonly<Record<string, number>>, arrays: Readonly<Record<string, CheckpointArray>>): void {
    const { policy, critic } = this.#optimizers;
    policy.import(arrays, steps['policy'] ?? 0, 'optimizer/policy/');
    critic.import(arrays, steps['critic'] ?? 0, 'optimizer/critic/');
  }

  dispose(): void {
    this.#step.dispose();
    this.#optimizers.policy.dispose();
    this.#optimizers.critic.dispose();
  }
}
