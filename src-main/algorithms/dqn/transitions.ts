/**
 * DQN's transitions: which were made is kept in memory, what was seen is read from the episodes' files when it is drawn (numbers
 * are few, and kept). Drawn uniformly, or by priority.
 */
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import type { ChoiceTable } from '../../acting/choiceTable.ts';
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
import type { Priorities } from './priorities.ts';

interface KeptEpisode extends WindowEpisode, EpisodeMoments {
  /** [length]: number of the choice. */
  readonly choices: Uint8Array;
}

export interface TransitionOptions {
  readonly replay: EpisodeReplay;
  readonly observation: RecordedSight;
  /** Pixels by which what is read is moved at most, each time it is drawn; 0: not at all. */
  readonly shift: number;
  readonly table: ChoiceTable;
  /** n of an n-step return. */
  readonly steps: number;
  readonly discount: number;
  /** Transitions kept at most; whole episodes give way, the oldest first. */
  readonly capacity: number;
  /** A reward as it is learnt from. */
  readonly shapeReward: (reward: number) => number;
  /** Null: every transition is as likely. The owner's. */
  readonly priorities: Priorities | null;
}

export interface DrawnTransitions {
  /** The caller's. */
  readonly batch: TransitionBatch;
  /** Their numbers among all ever made. */
  readonly numbers: readonly number[];
}

export class Transitions {
  readonly #options: TransitionOptions;
  readonly #window: EpisodeWindow<KeptEpisode>;

  constructor(options: TransitionOptions) {
    this.#options = options;
    const { replay, capacity, priorities } = options;
    this.#window = new EpisodeWindow({
      replay,
      capacity,
      load: (index) => this.#load(index),
      onDropped: ({ first, length }) => priorities?.drop(first, length),
    });
  }

  get count(): number {
    return this.#window.count;
  }

  /** After a resume: all is read again. */
  forget(): void {
    this.#window.forget();
  }

  /** Of everything that was played, for a checkpoint; none where all are as likely. */
  savedPriorities(): Record<string, CheckpointArray> {
    const { priorities } = this.#options;
    if (priorities === null) return {};
    this.#readNew();
    return priorities.export(this.#window.oldest, this.#window.count);
  }

  /** @param importance exponent of the weights that make up for uneven draws */
  sample(rows: number, random: RandomStream, importance: number): DrawnTransitions {
    this.#readNew();
    const { replay, observation, shift, table, priorities } = this.#options;
    const { oldest, count } = this.#window;
    const { numbers, weights } = priorities?.draw(rows, random, { count, importance }) ?? {
      numbers: Array.from({ length: rows }, () => oldest + random.integer(count)),
      weights: new Float32Array(rows).fill(1),
    };
    const { size } = observation;
    const before = new Float32Array(rows * size);
    const after = new Float32Array(rows * size);
    const choices = new Float32Array(rows * table.count);
    const rewards = new Float32Array(rows);
    const discounts = new Float32Array(rows);
    const moved = (): PixelShift | undefined => (shift === 0 ? undefined : drawShift(random, shift));
    numbers.forEach((number, row) => {
      const episode = this.#window.episodeOf(number);
      const step = number - episode.first;
      const { reward, discount, taken } = rewardsAhead(episode, step, this.#options);
      const first = stackBegins(step, observation.depth);
      const moments = momentsInARow(replay, observation, episode, first, step + taken + 1 - first);
      observation.write(moments, step - first, before, row * size, moved());
      observation.write(moments, step + taken - first, after, row * size, moved());
      choices[row * table.count + (episode.choices[step] ?? 0)] = 1;
      rewards[row] = reward;
      discounts[row] = discount;
    });
    const shape = [rows, ...observation.shape];
    return {
      numbers,
      batch: {
        before: tf.tensor(before, shape),
        after: tf.tensor(after, shape),
        choices: tf.tensor2d(choices, [rows, table.count]),
        rewards: tf.tensor1d(rewards),
        discounts: tf.tensor1d(discounts),
        weights: tf.tensor1d(weights),
      },
    };
  }

  #readNew(): void {
    this.#window.readNew();
    this.#options.priorities?.settle(this.#window.oldest, this.#window.count);
  }

  #load(index: number): KeptEpisode {
    const { replay, observation, table, shapeReward, priorities } = this.#options;
    const span = replay.episodes[index];
    if (span === undefined) throw new Error(`no episode ${index}`);
    const { first, length, terminated } = span;
    const { actions, rewards } = replay.readSteps(index, 0, length);
    priorities?.add(first, length);
    return {
      ...episodeMoments(replay, observation, { index, length }),
      first,
      length,
      terminated,
      choices: Uint8Array.from(table.numbersOf(actions)),
      rewards: Float32Array.from(rewards, shapeReward),
    };
  }
}
