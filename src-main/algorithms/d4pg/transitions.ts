/**
 * n-step transitions out of recorded episodes, kept in memory as float32 and drawn uniformly. The episodes' files are the record;
 * what lies here is read from them again after a resume.
 */
import type { EpisodeReplay } from '../../acting/episodeReplay.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import type { TransitionBatch } from './losses.ts';

interface KeptEpisode {
  /** Number of its first transition among all ever kept. */
  readonly first: number;
  readonly length: number;
  readonly terminated: boolean;
  /** [length + 1, O] */
  readonly observations: Float32Array;
  /** [length, A], in [-1, 1]. */
  readonly actions: Float32Array;
  /** [length] */
  readonly rewards: Float64Array;
}

export interface TransitionOptions {
  readonly replay: EpisodeReplay;
  /** Numbers of an observation, and of an action. */
  readonly observed: number;
  readonly acted: number;
  /** Steps between what was observed and what a return is estimated at; `n` of the paper. */
  readonly steps: number;
  readonly discount: number;
  /** Transitions kept at most; whole episodes give way, the oldest first. */
  readonly capacity: number;
  /** An action's element as the environment takes it, to [-1, 1]. */
  readonly toModel: (value: number, element: number) => number;
}

export class Transitions {
  readonly #options: TransitionOptions;
  #episodes: KeptEpisode[] = [];
  /** Episodes of the replay that have been looked at. */
  #read = 0;
  #count = 0;

  constructor(options: TransitionOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#count;
  }

  /** After a resume: all is read again. */
  forget(): void {
    this.#episodes = [];
    this.#read = 0;
    this.#count = 0;
  }

  /** Every transition that is kept is as likely. The tensors are the caller's. */
  sample(rows: number, random: RandomStream): TransitionBatch {
    this.#readNew();
    const { observed, acted } = this.#options;
    const before = new Float32Array(rows * observed);
    const after = new Float32Array(rows * observed);
    const actions = new Float32Array(rows * acted);
    const rewards = new Float32Array(rows);
    const discounts = new Float32Array(rows);
    const oldest = this.#episodes[0]?.first ?? 0;
    for (let row = 0; row < rows; row++) {
      const drawn = oldest + random.integer(this.#count);
      const episode = this.#episodeOf(drawn);
      const step = drawn - episode.first;
      const { reward, discount, taken } = this.#ahead(episode, step);
      const at = (moment: number) =>
        episode.observations.subarray(moment * observed, (moment + 1) * observed);
      before.set(at(step), row * observed);
      after.set(at(step + taken), row * observed);
      actions.set(episode.actions.subarray(step * acted, (step + 1) * acted), row * acted);
      rewards[row] = reward;
      discounts[row] = discount;
    }
    return {
      before: tf.tensor2d(before, [rows, observed]),
      after: tf.tensor2d(after, [rows, observed]),
      actions: tf.tensor2d(actions, [rows, acted]),
      rewards: tf.tensor1d(rewards),
      discounts: tf.tensor1d(discounts),
    };
  }

  /** The discounted rewards of the next steps, as many as the episode still has. */
  #ahead({ length, rewards, terminated }: KeptEpisode, step: number) {
    const { steps, discount: gamma } = this.#options;
    const taken = Math.min(steps, length - step);
    let reward = 0;
    let discount = 1;
    for (let i = 0; i < taken; i++) {
      reward += discount * (rewards[step + i] ?? 0);
      discount *= gamma;
    }
    const ended = terminated && step + taken === length;
    return { reward, discount: ended ? 0 : discount, taken };
  }

  #episodeOf(transition: number): KeptEpisode {
    let low = 0;
    let high = this.#episodes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#episodes[middle]?.first ?? 0) <= transition) low = middle;
      else high = middle - 1;
    }
    const episode = this.#episodes[low];
    if (episode === undefined) throw new Error('there is no transition to draw from');
    return episode;
  }

  #readNew(): void {
    const { replay, capacity } = this.#options;
    for (; this.#read < replay.episodes.length; this.#read++) {
      if (this.#read < replay.oldest) continue;
      const episode = this.#load(this.#read);
      this.#episodes.push(episode);
      this.#count += episode.length;
    }
    while (this.#count > capacity && this.#episodes.length > 1) {
      this.#count -= this.#episodes.shift()?.length ?? 0;
    }
  }

  #load(index: number): KeptEpisode {
    const { replay, observed, acted, toModel } = this.#options;
    const span = replay.episodes[index];
    if (span === undefined) throw new Error(`no episode ${index}`);
    const { first, length, terminated } = span;
    const observations = new Float32Array((length + 1) * observed);
    replay.readObservations({ episode: index, first: 0 }, length + 1, new Uint8Array(observations.buffer));
    const { actions, rewards } = replay.readSteps(index, 0, length);
    return {
      first,
      length,
      terminated,
      observations,
      actions: Float32Array.from(actions, (value, at) => toModel(value, at % acted)),
      rewards,
    };
  }
}
