/** D4PG as what learns and acts in an episodic run. */
import type { Tensor } from '@tensorflow/tfjs';
import type { D4pgConfig } from '../../../shared/algorithms/d4pg/config.ts';
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import { boundOf } from '../../../shared/spaces.ts';
import type { Driver } from '../../acting/driver.ts';
import type { EpisodicAgent } from '../../acting/episodicAgent.ts';
import type { EpisodicWorkspace } from '../../acting/episodicWorkspace.ts';
import { actionScale } from '../../models/actionScale.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { disposeAll } from '../../numerics/tidy.ts';
import { D4pgActor } from './actorDriver.ts';
import type { D4pgNetworks } from './losses.ts';
import { AGENT_PREFIX } from './player.ts';
import { d4pgParts } from './shape.ts';
import { Transitions } from './transitions.ts';
import { D4pgUpdate, freshNetworks } from './update.ts';

const TARGET_PREFIX = 'target/';

export class Learner implements EpisodicAgent {
  readonly moments = 2;
  readonly pretrainSteps = 0;
  readonly networks: D4pgNetworks;
  readonly #config: D4pgConfig;
  readonly #transitions: Transitions;
  readonly #actor: D4pgActor;
  readonly #update: D4pgUpdate;

  /** The workspace stays the caller's. @throws StudioError `config.invalid` where config and environment do not fit. */
  constructor({ replay, spec }: EpisodicWorkspace, config: D4pgConfig) {
    this.#config = config;
    const parts = d4pgParts(config, spec);
    const { sight, shape } = parts;
    const scale = actionScale(spec.actions);
    this.networks = freshNetworks(shape, config.seed);
    this.#update = new D4pgUpdate(this.networks, shape, config.learning);
    this.#actor = new D4pgActor(this.networks, parts, scale);
    this.#transitions = new Transitions({
      replay,
      sight,
      acted: scale.size,
      shift: sight.observes === 'pixels' ? config.encoder.shift : 0,
      steps: config.replay.steps,
      discount: config.learning.gamma,
      capacity: config.replay.transitions,
      toModel: scaleOf(spec.actions),
    });
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
    const { batchSize, targetEvery } = this.#config.learning;
    const batch = this.#transitions.sample(batchSize, random);
    const figures = this.#update.apply(batch);
    disposeAll(batch);
    if (this.#update.steps % targetEvery === 0) this.#copyTargets();
    const read = (tensor: Tensor) => tensor.dataSync()[0] ?? NaN;
    const { criticLoss, value, criticNorm, policyLoss, policyNorm } = figures;
    const told = {
      'critic/loss': read(criticLoss),
      'critic/value': read(value),
      'critic/gradientNorm': read(criticNorm),
      'policy/loss': read(policyLoss),
      'policy/gradientNorm': read(policyNorm),
    };
    disposeAll(figures);
    return told;
  }

  save(): { readonly optimizers: Record<string, number>; readonly arrays: Record<string, CheckpointArray> } {
    const { policy, critic, targetPolicy, targetCritic } = this.networks;
    const { optimizers, arrays } = this.#update.save();
    return {
      optimizers,
      arrays: {
        ...policy.export(AGENT_PREFIX),
        ...critic.export(AGENT_PREFIX),
        ...targetPolicy.export(TARGET_PREFIX),
        ...targetCritic.export(TARGET_PREFIX),
        ...arrays,
      },
    };
  }

  restore(steps: Readonly<Record<string, number>>, arrays: Readonly<Record<string, CheckpointArray>>): void {
    const { policy, critic, targetPolicy, targetCritic } = this.networks;
    policy.import(arrays, AGENT_PREFIX);
    critic.import(arrays, AGENT_PREFIX);
    targetPolicy.import(arrays, TARGET_PREFIX);
    targetCritic.import(arrays, TARGET_PREFIX);
    this.#update.restore(steps, arrays);
    this.#transitions.forget();
  }

  dispose(): void {
    this.#update.dispose();
    this.#actor.dispose();
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

/** As `actionScale` has it, a number at a time. */
function scaleOf(space: EpisodicWorkspace['spec']['actions']): (value: number, element: number) => number {
  if (space.kind === 'discrete') throw new Error('D4PG has no discrete actions');
  return (value, element) => {
    const low = boundOf(space.low, element);
    const high = boundOf(space.high, element);
    return (value - (low + high) / 2) / ((high - low) / 2);
  };
}
