/**
 * One worker of A3C (Mnih et al. 2016, arXiv:1602.01783, algorithm S3): it takes the shared parameters over, plays a few steps by
 * them, and computes from these its gradient of the shared parameters. It lives in a thread of its own (actorThread.ts).
 */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import type { A3cConfig } from '../../../shared/algorithms/a3c/config.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import { actionArgumentSize } from '../../../shared/spaces.ts';
import type { Environment, EnvironmentSpec } from '../../environments/environment.ts';
import { createEnvironment } from '../../environments/registry.ts';
import { at } from '../../numerics/at.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';
import { TracedFunction } from '../../numerics/tracedFunction.ts';
import type { BorrowedModel, SharedDream } from '../../training/trainer.ts';
import { EpisodeUnderWay, type EndedEpisode, type EpisodePlace } from './episodeUnderWay.ts';
import { a3cLosses, flatGradients, rolloutReturns, type Rollout } from './losses.ts';
import { Moments, type Moment } from './moments.ts';
import { a3cParameters, recurrentOf, storedRecurrent } from './network.ts';
import { a3cEnvironment } from './player.ts';
import { actionNumbers, drawAction } from './policyHead.ts';
import { a3cForm, type A3cForm } from './shape.ts';
import { pullParameters, type SharedMemory } from './sharedMemory.ts';

export interface ActorPlace {
  readonly environment: string;
  readonly config: A3cConfig;
  /** Its number among the workers. */
  readonly worker: number;
  readonly memory: SharedMemory;
  /** In whose dream it plays; null: in the real environment. */
  readonly dream: BorrowedModel | null;
}

/** What a worker plays in. */
export interface ActorGround {
  readonly environment: Environment;
  /** Of the run's environment; a dream of it gives the same pictures and takes the same actions. */
  readonly spec: EnvironmentSpec;
  /** What recipes say of it. */
  readonly config: EnvironmentConfig;
  close(): void;
}

/** What a roll-out came to. Its gradient lies in the worker's place of the shared memory. */
export interface RolloutReport {
  /** Played, action repeat counted. */
  readonly frames: number;
  /** Means over the steps, by metric name. */
  readonly figures: Readonly<Record<string, number>>;
  /** The episode that ended with it, if one did. */
  readonly ended: EndedEpisode | null;
}

/** Between two roll-outs: all that the next one needs beside the shared memory. */
export interface ActorState {
  readonly rollouts: number;
  readonly episode: number;
  readonly episodeReturn: number;
  /** Of the episode under way, one after the other. */
  readonly actions: Float32Array;
  /** States of the LSTMs, by name. */
  readonly recurrent: Readonly<Record<string, Float32Array>>;
}

interface Learnt {
  /** [4]: policy loss, value loss, entropy, value. */
  readonly sums: Tensor1D;
  /** [parameters] */
  readonly gradient: Tensor1D;
}

export class ActorLearner {
  readonly #place: ActorPlace;
  readonly #environment: Environment;
  readonly #ground: ActorGround;
  readonly #episodes: EpisodePlace;
  readonly #form: A3cForm;
  readonly #parameters: ParameterSet;
  readonly #moments: Moments;
  readonly #learn: TracedFunction<[Rollout], Learnt>;
  #rollouts = 0;
  #episode: EpisodeUnderWay;
  #moment: Moment;

  private constructor(place: ActorPlace, ground: ActorGround) {
    const { config, worker } = place;
    const { environment } = ground;
    this.#place = place;
    this.#ground = ground;
    this.#environment = environment;
    this.#form = a3cForm(config, ground.spec);
    const { shape, sight } = this.#form;
    // Overwritten by the shared ones before they are used.
    this.#parameters = new ParameterSet(a3cParameters(shape), RandomStream.named(config.seed, 'unused'));
    this.#moments = new Moments(this.#parameters, this.#form);
    const weights = { entropy: config.learning.entropyWeight, value: config.learning.valueWeight };
    this.#learn = new TracedFunction(
      () => this.#parameters.values(),
      (rollout) => {
        const losses = a3cLosses(this.#parameters, shape, weights, rollout);
        const { policyLoss, valueLoss, entropy, value, gradients } = losses;
        return {
          sums: tf.stack([policyLoss, valueLoss, entropy, value]) as Tensor1D,
          gradient: flatGradients(this.#parameters, gradients),
        };
      },
    );
    this.#episodes = {
      environment,
      config: ground.config,
      layout: sight.layout,
      seed: config.seed,
      worker,
      patience: config.workers.patience,
    };
    this.#episode = new EpisodeUnderWay(this.#episodes, 0);
    this.#moment = this.#firstMoment(this.#episode.seen());
  }

  /**
   * The backend must have been initialised.
   * @param openDream how a borrowed model is brought to dream
   * @throws StudioError where config and environment do not fit.
   */
  static async create(
    place: ActorPlace,
    openDream: (model: BorrowedModel) => Promise<SharedDream>,
  ): Promise<ActorLearner> {
    const { dream } = place;
    return new ActorLearner(
      place,
      dream === null ? await realGround(place) : dreamtGround(place, await openDream(dream)),
    );
  }

  /** On the shared parameters as they are when it begins. */
  play(): RolloutReport {
    const { config, worker, memory } = this.#place;
    const { learning, workers } = config;
    pullParameters(memory, this.#parameters);
    const random = RandomStream.named(config.seed, `worker/${worker}/rollout/${this.#rollouts}`);
    const before = tidy(() => cloned(this.#moment.recurrent));
    const inputs: Tensor[] = [];
    const actions: number[] = [];
    const rewards: number[] = [];
    while (rewards.length < workers.steps && !this.#episode.over) {
      inputs.push(this.#moment.input.clone());
      const { told, recurrent } = this.#moments.tell(this.#moment);
      const drawn = drawAction(this.#form.shape.head, rowOf(told).subarray(0, -1), random);
      told.dispose();
      const reward = this.#episode.step(this.#form.action.toEnvironment(drawn));
      actions.push(...drawn);
      rewards.push(learntReward(reward, learning));
      this.#moment = this.#look(
        (seen) => this.#moments.next(this.#moment, recurrent, seen),
        this.#episode.seen(),
      );
    }
    const returns = rolloutReturns(rewards, this.#bootstrap(), learning.gamma);
    const figures = this.#gradient({ inputs, actions, returns, before });
    this.#rollouts += 1;
    const frames = rewards.length * this.#environment.spec.actionRepeat;
    return { frames, figures, ended: this.#endEpisode() };
  }

  save(): ActorState {
    const stored = Object.entries(storedRecurrent(this.#moment.recurrent));
    return {
      rollouts: this.#rollouts,
      episode: this.#episode.number,
      episodeReturn: this.#episode.episodeReturn,
      actions: this.#episode.actions(),
      recurrent: Object.fromEntries(
        stored.map(([name, tensor]) => [name, tensor.dataSync<'float32'>().slice()]),
      ),
    };
  }

  /** @throws StudioError `run.episodesDiffer` where the episode under way does not go as it went. */
  restore({ rollouts, episode, episodeReturn, actions, recurrent }: ActorState): void {
    this.#rollouts = rollouts;
    this.#episode = new EpisodeUnderWay(this.#episodes, episode);
    const size = actionArgumentSize(this.#environment.spec.actions);
    let input: Tensor | null = null;
    this.#episode.replay(actions, episodeReturn, size, (seen) => {
      const last = input;
      input = this.#look((batch) => this.#form.sight.perceive(last, batch), seen);
      last?.dispose();
    });
    disposeAll(this.#moment);
    if (input === null) throw new Error('an episode has no first moment');
    const state = Object.entries(recurrent).map(
      ([name, values]) => [name, tf.tensor2d(values, [1, values.length])] as const,
    );
    this.#moment = { input, recurrent: recurrentOf(this.#form.shape, Object.fromEntries(state)) };
  }

  close(): void {
    this.#ground.close();
    disposeAll(this.#moment);
    this.#learn.dispose();
    this.#moments.dispose();
    this.#parameters.dispose();
  }

  #firstMoment(seen: Uint8Array): Moment {
    return this.#look((batch) => this.#moments.first(batch, 1), seen);
  }

  #look<T>(use: (seen: Record<string, Tensor>) => T, moment: Uint8Array): T {
    const seen = { ...this.#form.sight.layout.batch(moment) };
    const used = use(seen);
    disposeAll(seen);
    return used;
  }

  /** What is expected from the present moment on; nothing where the episode terminated. */
  #bootstrap(): number {
    if (this.#episode.terminated) return 0;
    const { told, recurrent } = this.#moments.tell(this.#moment);
    const value = rowOf(told).at(-1) ?? NaN;
    disposeAll([told, recurrent]);
    return value;
  }

  /** Every roll-out has as many rows, so that it is recorded once: those behind its end count nothing. Takes tensors over. */
  #gradient(played: {
    readonly inputs: readonly Tensor[];
    readonly actions: readonly number[];
    readonly returns: readonly number[];
    readonly before: Moment['recurrent'];
  }): Record<string, number> {
    const { inputs, actions, returns, before } = played;
    const rows = this.#place.config.workers.steps;
    const steps = returns.length;
    const width = actionNumbers(this.#form.shape.head);
    const rollout = tidy(() => ({
      inputs: padded(inputs, rows),
      actions: tf.tensor2d(filled(actions, rows * width), [rows, width]),
      returns: tf.tensor1d(filled(returns, rows)),
      played: tf.tensor1d(
        filled(
          Array.from({ length: steps }, () => 1),
          rows,
        ),
      ),
    }));
    const { sums, gradient } = this.#learn.run({ ...rollout, before });
    at(this.#place.memory.gradients, this.#place.worker).set(gradient.dataSync<'float32'>());
    const [policyLoss = NaN, valueLoss = NaN, entropy = NaN, value = NaN] = sums.dataSync<'float32'>();
    disposeAll([rollout, before, inputs, sums, gradient]);
    return {
      'policy/loss': policyLoss / steps,
      'policy/entropy': entropy / steps,
      'critic/loss': valueLoss / steps,
      'critic/value': value / steps,
    };
  }

  #endEpisode(): EndedEpisode | null {
    if (!this.#episode.over) return null;
    const ended = this.#episode.ended();
    this.#episode = new EpisodeUnderWay(this.#episodes, this.#episode.number + 1);
    disposeAll(this.#moment);
    this.#moment = this.#firstMoment(this.#episode.seen());
    return ended;
  }
}

async function realGround({ environment: id, config: run }: ActorPlace): Promise<ActorGround> {
  const config = a3cEnvironment(id, run);
  const environment = await createEnvironment(id, config);
  return { environment, spec: environment.spec, config, close: () => environment.close() };
}

function dreamtGround({ environment: id }: ActorPlace, dream: SharedDream): ActorGround {
  const environment = dream.begin();
  const spec = { ...environment.spec, id };
  return { environment, spec, config: dream.config, close: () => dream.close() };
}

/** What a reward counts for: scaled, then limited. */
export function learntReward(
  reward: number,
  { rewardScale, rewardLimit }: Pick<A3cConfig['learning'], 'rewardScale' | 'rewardLimit'>,
): number {
  const scaled = reward * rewardScale;
  return rewardLimit > 0 ? Math.max(-rewardLimit, Math.min(rewardLimit, scaled)) : scaled;
}

function rowOf(told: Tensor): Float32Array {
  return told.dataSync<'float32'>();
}

function cloned(recurrent: Moment['recurrent']): Moment['recurrent'] {
  return Object.fromEntries(
    Object.entries(recurrent).map(([name, { hidden, cell }]) => [
      name,
      { hidden: hidden.clone(), cell: cell.clone() },
    ]),
  );
}

/** [rows, ...] @param inputs [1, ...] each */
function padded(inputs: readonly Tensor[], rows: number): Tensor {
  const shape = inputs[0]?.shape.slice(1) ?? [];
  const missing = rows - inputs.length;
  return tf.concat(missing > 0 ? [...inputs, tf.zeros([missing, ...shape])] : [...inputs], 0);
}

function filled(values: readonly number[], length: number): Float32Array {
  const array = new Float32Array(length);
  array.set(values);
  return array;
}
