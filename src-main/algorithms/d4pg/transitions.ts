/**
 * n-step transitions out of recorded episodes, drawn uniformly. Numbers are kept in memory, frames are read from the episodes' files
 * when they are drawn, and shifted at random. The files are the record; what lies here is read from them again after a resume.
 */
import type { EpisodeReplay } from '../../acting/episodeReplay.ts';
import { EpisodeWindow, rewardsAhead, type WindowEpisode } from '../../acting/episodeWindow.ts';
import { stackBegins } from '../../acting/frameStack.ts';
import { drawShift, type PixelShift } from '../../acting/pixelShift.ts';
import {
  episodeMoments,
  momentsInARow,
  type EpisodeMoments,
  type RecordedSight,
} from '../../acting/recordedSight.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import type { TransitionBatch } from './losses.ts';

interface KeptEpisode extends WindowEpisode, EpisodeMoments {
  /** [length, A], in [-1, 1]. */
  readonly actions: Float32Array;
}

export interface TransitionOptions {
  readonly replay: EpisodeReplay;
  readonly sight: RecordedSight;
  /** Numbers of an action. */
  readonly acted: number;
  /** Pixels by which what is read is moved at most, each time it is drawn; 0: not at all. */
  readonly shift: number;
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
    const { replay, sight, acted, shift } = this.#options;
    const { size } = sight;
    const before = new Float32Array(rows * size);
    const after = new Float32Array(rows * size);
    const actions = new Float32Array(rows * acted);
    const rewards = new Float32Array(rows);
    const discounts = new Float32Array(rows);
    const moved = (): PixelShift | undefined => (shift === 0 ? undefined : drawShift(random, shift));
    const { oldest, count } = this.#window;
    for (let row = 0; row < rows; row++) {
      const drawn = oldest + random.integer(count);
      const episode = this.#window.episodeOf(drawn);
      const step = drawn - episode.first;
      const { reward, discount, taken } = rewardsAhead(episode, step, this.#options);
      const first = stackBegins(step, sight.depth);
      const moments = momentsInARow(replay, sight, episode, first, step + taken + 1 - first);
      sight.write(moments, step - first, before, row * size, moved());
      sight.write(moments, step + taken - first, after, row * size, moved());
      actions.set(episode.actions.subarray(step * acted, (step + 1) * acted), row * acted);
      rewards[row] = reward;
      discounts[row] = discount;
    }
    const shape = [rows, ...sight.shape];
    return {
      before: tf.tensor(before, shape),
      after: tf.tensor(after, shape),
      actions: tf.tensor2d(actions, [rows, acted]),
      rewards: tf.tensor1d(rewards),
      discounts: tf.tensor1d(discounts),
    };
  }

  #load(index: number): KeptEpisode {
    const { replay, sight, acted, toModel } = this.#options;
    const span = replay.episodes[index];
    if (span === undefined) throw new Error(`no episode ${index}`);
    const { first, length, terminated } = span;
    const { actions, rewards } = replay.readSteps(index, 0, length);
    return {
      ...episodeMoments(replay, sight, { index, length }),
      first,
      length,
      terminated,
      actions: Float32Array.from(actions, (value, at) => toModel(value, at % acted)),
      rewards,
    };
  }
}
