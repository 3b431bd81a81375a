/**
 * A world whose dreams can be computed by hand: a point that the first of two numbers pushes along a line, paid for where it stands. A
 * model knows all of it, or is deaf, kind, or lost after some steps.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { Environment, EnvironmentSpec, StepResult } from '../../src-main/environments/environment.ts';
import { observationLayout } from '../../src-main/acting/observationLayout.ts';
import type { LatentState, Policy, WorldModel } from '../../src-main/models/worldModel.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { tidy } from '../../src-main/numerics/tidy.ts';
import type { Subject } from '../../src-main/trust/subject.ts';

export const EPISODE_STEPS = 40;
/** A reward that stays above zero wherever the point can get to in an episode. */
const OFFSET = 100;

export class ToyLine implements Environment {
  readonly spec: EnvironmentSpec = {
    id: 'toy-line',
    version: 1,
    observations: { place: { kind: 'box', shape: [1], dtype: 'float64', low: -1000, high: 1000 } },
    actions: { kind: 'box', shape: [2], dtype: 'float64', low: -1, high: 1, names: ['push', 'idle'] },
    stepSeconds: 1,
    actionRepeat: 1,
    maxEpisodeSteps: EPISODE_STEPS,
    rewardRange: [-1000, 1000],
  };
  readonly #place = new Float64Array(1);
  #steps = 0;

  reset(seed: number): StepResult {
    this.#place[0] = Math.fround(RandomStream.named(seed, 'toy').normal());
    this.#steps = 0;
    return this.#result(0);
  }

  step(action: Float64Array): StepResult {
    this.#place[0] = (this.#place[0] ?? 0) + (action[0] ?? 0);
    this.#steps += 1;
    return this.#result(OFFSET + (this.#place[0] ?? 0));
  }

  close(): void {
    this.#steps = 0;
  }

  #result(reward: number): StepResult {
    const truncated = this.#steps >= EPISODE_STEPS;
    return { observation: { place: this.#place }, reward, terminated: false, truncated, info: {} };
  }
}

export interface ToyFaults {
  /** How far a push is felt: 1 is right, 0 is deaf. */
  readonly hearing?: number;
  /** Times what reality pays. */
  readonly kindness?: number;
  /** So many dreamt steps are right; from then on the point is elsewhere. */
  readonly lostAfter?: number;
  readonly predictsReward?: boolean;
}

/** State: place, and steps since eyes closed, [B, 1] each. */
export class ToyModel implements WorldModel {
  readonly kind = 'rssm';
  readonly hasTemperature = false;
  readonly observes = 'numbers';
  readonly heads: { readonly reward: boolean; readonly continuation: boolean };
  readonly featureSize = 1;
  readonly actionSize = 2;
  readonly #faults: Required<ToyFaults>;

  constructor(faults: ToyFaults = {}) {
    this.#faults = { hearing: 1, kindness: 1, lostAfter: Infinity, predictsReward: true, ...faults };
    this.heads = { reward: this.#faults.predictsReward, continuation: false };
  }

  initial(batchSize: number): LatentState {
    return { place: tf.zeros([batchSize, 1]), dreamt: tf.zeros([batchSize, 1]) };
  }

  encode(observation: LatentState): Tensor2D {
    return (observation['place'] as Tensor2D).clone();
  }

  observe(_previous: LatentState, _action: Tensor2D, embedding: Tensor2D) {
    const seen = () => ({ place: embedding.clone(), dreamt: tf.zerosLike(embedding) });
    return { prior: seen(), posterior: seen(), surprise: tf.zeros([embedding.shape[0]]) };
  }

  imagine(previous: LatentState, action: Tensor2D): LatentState {
    const { hearing, lostAfter } = this.#faults;
    return tidy(() => {
      const push = action.slice([0, 0], [-1, 1]).mul(hearing);
      const dreamt = (previous['dreamt'] as Tensor).add(1);
      const lost = dreamt.greater(lostAfter).cast('float32').mul(1000);
      return { place: (previous['place'] as Tensor).add(push).add(lost), dreamt };
    });
  }

  feature(state: LatentState): Tensor2D {
    return (state['place'] as Tensor2D).clone();
  }

  decode(): never {
    throw new Error('there is no picture');
  }

  expectedObservation(state: LatentState): LatentState {
    return { place: (state['place'] as Tensor).clone() };
  }

  predict(state: LatentState) {
    if (!this.#faults.predictsReward) return {};
    const reward = (state['place'] as Tensor).add(OFFSET).mul(this.#faults.kindness).reshape([-1]);
    return { reward };
  }

  latent(state: LatentState): Tensor2D {
    return (state['place'] as Tensor2D).clone();
  }

  withLatent(state: LatentState, latent: Tensor2D): LatentState {
    return { place: latent.clone(), dreamt: (state['dreamt'] as Tensor).clone() };
  }

  weights(): ReadonlyMap<string, Tensor> {
    return new Map();
  }

  dispose(): void {
    // It has no tensors of its own.
  }
}

/** Pushes towards zero. */
export const toyPolicy: Policy = {
  act: (feature) =>
    tidy(() => tf.concat2d([tf.clipByValue(feature.mul<Tensor2D>(-0.5), -1, 1), tf.zerosLike(feature)], 1)),
  dispose: () => undefined,
};

export function toySubject(model: WorldModel, policy: Policy | null = toyPolicy): Subject {
  const made: ToyLine[] = [];
  const take = async (count: number) => {
    while (made.length < count) made.push(new ToyLine());
    return made.slice(0, count);
  };
  const { spec } = new ToyLine();
  return {
    model,
    policy,
    spec,
    environments: { config: {}, take, first: async () => new ToyLine() },
    layout: observationLayout(spec.observations),
    seed: 3,
  };
}
