/** D4PG as what learns and acts in an episodic run. */
import type { D4pgConfig } from '../../../shared/algorithms/d4pg/config.ts';
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import { boundOf } from '../../../shared/spaces.ts';
import type { Driver } from '../../acting/driver.ts';
import type { EpisodicAgent } from '../../acting/episodicAgent.ts';
import type { EpisodicWorkspace } from '../../acting/episodicWorkspace.ts';
import { actionScale } from '../../models/actionScale.ts';
import { layerNormMlpParameters } from '../../models/layerNormMlp.ts';
import { Adam, clipGradients, type GradientClip } from '../../numerics/optimizers.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import { RandomStream } from '../../numerics/random.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';
import { TracedFunction } from '../../numerics/tracedFunction.ts';
import { D4pgActor } from './actorDriver.ts';
import { d4pgLosses, type D4pgLosses, type D4pgNetworks, type TransitionBatch } from './losses.ts';
import { AGENT_PREFIX } from './player.ts';
import { d4pgShape, type D4pgShape } from './shape.ts';
import { Transitions } from './transitions.ts';

const TARGET_PREFIX = 'target/';

type Step = D4pgLosses & {
  readonly criticNorm: D4pgLosses['value'];
  readonly policyNorm: D4pgLosses['value'];
};

export class Learner implements EpisodicAgent {
  readonly moments = 2;
  readonly pretrainSteps = 0;
  readonly networks: D4pgNetworks;
  readonly #config: D4pgConfig;
  readonly #transitions: Transitions;
  readonly #actor: D4pgActor;
  readonly #optimizers: { readonly policy: Adam; readonly critic: Adam };
  readonly #step: TracedFunction<[TransitionBatch], Step>;

  /** The workspace stays the caller's. @throws StudioError `config.invalid` where config and environment do not fit. */
  constructor({ replay, spec }: EpisodicWorkspace, config: D4pgConfig) {
    this.#config = config;
    const shape = d4pgShape(config, spec);
    const { observed, acted } = sizesOf(shape);
    const scale = actionScale(spec.actions);
    const initial = (name: string) => RandomStream.named(config.seed, `${name}/initial`);
    this.networks = {
      policy: new ParameterSet(layerNormMlpParameters(shape.policy), initial('policy')),
      critic: new ParameterSet(layerNormMlpParameters(shape.critic), initial('critic')),
      targetPolicy: new ParameterSet(layerNormMlpParameters(shape.policy), initial('policy')),
      targetCritic: new ParameterSet(layerNormMlpParameters(shape.critic), initial('critic')),
    };
    const { policy, critic } = this.networks;
    this.#optimizers = { policy: new Adam(policy), critic: new Adam(critic) };
    this.#actor = new D4pgActor(policy, shape, scale);
    this.#transitions = new Transitions({
      replay,
      observed,
      acted,
      steps: config.replay.steps,
      discount: config.learning.gamma,
      capacity: config.replay.transitions,
      toModel: scaleOf(spec.actions),
    });
    const clip: GradientClip = { kind: 'globalNorm', limit: config.learning.gradientClip };
    this.#step = new TracedFunction(
      () => Object.values(this.networks).flatMap((parameters: ParameterSet) => [...parameters.values()]),
      (batch) => {
        const losses = d4pgLosses(this.networks, shape, batch);
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

  trainStepsAfter(length: number): number {
    const { samplesPerStep, batchSize } = this.#config.learning;
    return Math.max(1, Math.round((length * samplesPerStep) / batchSize));
  }

  explorer(_count: number, random: RandomStream): Driver {
    return this.#actor.driver(random, this.#config.exploration.deviation);
  }

  best(_count: number, random: RandomStream): Driver {
    return this.#actor.driver(random, 0);
  }

  train(random: RandomStream): Record<string, number> {
    const { batchSize, policyLearningRate, criticLearningRate, targetEvery } = this.#config.learning;
    const batch = this.#transitions.sample(batchSize, random);
    const figures = tidy(() => {
      const step = this.#step.run(batch);
      this.#optimizers.critic.apply(step.criticGradients, criticLearningRate);
      this.#optimizers.policy.apply(step.policyGradients, policyLearningRate);
      return {
        'critic/loss': step.criticLoss,
        'critic/value': step.value,
        'critic/gradientNorm': step.criticNorm,
        'policy/loss': step.policyLoss,
        'policy/gradientNorm': step.policyNorm,
      };
    });
    disposeAll(batch);
    if (this.#optimizers.critic.steps % targetEvery === 0) this.#copyTargets();
    const read = Object.entries(figures).map(
      ([name, tensor]) => [name, tensor.dataSync()[0] ?? NaN] as const,
    );
    disposeAll(figures);
    return Object.fromEntries(read);
  }

  save(): { readonly optimizers: Record<string, number>; readonly arrays: Record<string, CheckpointArray> } {
    const { policy, critic, targetPolicy, targetCritic } = this.networks;
    return {
      optimizers: { policy: this.#optimizers.policy.steps, critic: this.#optimizers.critic.steps },
      arrays: {
        ...policy.export(AGENT_PREFIX),
        ...critic.export(AGENT_PREFIX),
        ...targetPolicy.export(TARGET_PREFIX),
        ...targetCritic.export(TARGET_PREFIX),
        ...this.#optimizers.policy.export('optimizer/policy/'),
        ...this.#optimizers.critic.export('optimizer/critic/'),
      },
    };
  }

  restore(steps: Readonly<Record<string, number>>, arrays: Readonly<Record<string, CheckpointArray>>): void {
    const { policy, critic, targetPolicy, targetCritic } = this.networks;
    policy.import(arrays, AGENT_PREFIX);
    critic.import(arrays, AGENT_PREFIX);
    targetPolicy.import(arrays, TARGET_PREFIX);
    targetCritic.import(arrays, TARGET_PREFIX);
    this.#optimizers.policy.import(arrays, steps['policy'] ?? 0, 'optimizer/policy/');
    this.#optimizers.critic.import(arrays, steps['critic'] ?? 0, 'optimizer/critic/');
    this.#transitions.forget();
  }

  dispose(): void {
    this.#step.dispose();
    this.#actor.dispose();
    this.#optimizers.policy.dispose();
    this.#optimizers.critic.dispose();
    for (const parameters of Object.values(this.networks) as ParameterSet[]) parameters.dispose();
  }

  #copyTargets(): void {
    const { policy, critic, targetPolicy, targetCritic } = this.networks;
    for (const [from, to] of [
      [policy, targetPolicy],
      [critic, targetCritic],
    ] as const) {
      for (const { name } of from.specs) to.assign(name, from.get(name).clone());
    }
  }
}

function sizesOf({ policy, critic }: D4pgShape): { readonly observed: number; readonly acted: number } {
  return { observed: policy.inputs, acted: critic.inputs - policy.inputs };
}

/** As `actionScale` has it, a number at a time. */
function scaleOf(space: EpisodicWorkspace['spec']['actions']): (value: number, element: number) => number {
  if (space.kind === 'discrete') throw new Error('D4PG has no discrete actions');
  return (value, element) => {
    const low = boundOf(space.low, element);
    const high = boundOf(space.high, element);
    return (value - (low + high) / 2) / ((high - low) / 2);
  };
}
