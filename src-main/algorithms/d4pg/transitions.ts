/**
 * n-step transitions out of recorded episodes, kept in memory as float32 and drawn uniformly. The episodes' files are the record;
 * what lies here is read from them again after a resume.
 */
import type { EpisodeReplay } from '../../acting/episodeReplay.ts';
import { EpisodeWindow, rewardsAhead, type WindowEpisode } from '../../acting/episodeWindow.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import type { TransitionBatch } from './losses.ts';

interface KeptEpisode extends WindowEpisode {
  /** [length + 1, O] */
  readonly observations: Float32Array;
  /** [length, A], in [-1, 1]. */
  readonly actions: Float32Array;
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
  readonly #window: EpisodeWindow<KeptEpisode>;

  constructor(options: TransitionOptions) {
    this.#options = options;
    const { replay, capacity } = options;
    this.#window = new EpisodeWindow({ replay, capacity, load: (index) => this.#load(index) });
  }

  get count(): number {
    return this.#window.count;
  }

  /** After a resume: all is read again. */
  forget(): void {
    this.#window.forget();
  }

  /** Every transition that is kept is as likely. The tensors are the caller's. */
  sample(rows: number, random: RandomStream): TransitionBatch {
    this.#window.readNew();
    const { observed, acted } = this.#options;
    const before = new Float32Array(rows * observed);
    const after = new Float32Array(rows * observed);
    const actions = new Float32Array(rows * acted);
    const rewards = new Float32Array(rows);
    const discounts = new Float32Array(rows);
    const { oldest, count } = this.#window;
    for (let row = 0; row < rows; row++) {
      const drawn = oldest + random.integer(count);
      const episode = this.#window.episodeOf(drawn);
      const step = drawn - episode.first;
      const { reward, discount, taken } = rewardsAhead(episode, step, this.#options);
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
