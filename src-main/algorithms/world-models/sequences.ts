/**
 * Which stretches of the recorded episodes M learns from. With a restart flag sequences run on across the ends of
 * episodes, as for Take Cover; without one each lies inside one episode, as for CarRacing. They are drawn one by one, or cut from
 * streams that go on from batch to batch, as the authors' Take Cover has it, so that M's state can be carried.
 */
import { StudioError } from '../../../shared/errors.ts';
import { at } from '../../numerics/at.ts';
import { type RandomStream, shuffled } from '../../numerics/random.ts';
import type { EpisodeSpan } from '../../acting/episodeSpan.ts';

/** Steps `first` to `first + length` of the files; the first of them begins an episode where `restart`. */
export interface Stretch {
  readonly first: number;
  readonly length: number;
  readonly restart: boolean;
  /** Whether its last step is the last of an episode that terminated. */
  readonly ends: boolean;
}

export class SequenceSampler {
  /** Transitions a sequence; at most what was asked for, less where episodes are shorter. */
  readonly length: number;
  readonly #episodes: readonly EpisodeSpan[];
  /** Sequences that begin in the episodes before each one. */
  readonly #before: Float64Array;
  readonly #total: number;

  constructor(episodes: readonly EpisodeSpan[], length: number, acrossEpisodes: boolean) {
    const steps = episodes.reduce((sum, episode) => sum + episode.length, 0);
    this.length = acrossEpisodes
      ? Math.min(length, steps - 1)
      : Math.min(length, typicalLength(episodes) - 1);
    if (this.length < 1) throw new Error(`${episodes.length} episodes of ${steps} steps hold no transition`);
    this.#episodes = acrossEpisodes ? episodes : episodes.filter((episode) => episode.length > this.length);
    this.#before = new Float64Array(this.#episodes.length + 1);
    this.#episodes.forEach((episode, index) => {
      const starts = acrossEpisodes ? episode.length : episode.length - this.length;
      this.#before[index + 1] = (this.#before[index] ?? 0) + starts;
    });
    // A sequence needs length + 1 steps: the last ones begin none.
    this.#total = acrossEpisodes ? steps - this.length : (this.#before[this.#episodes.length] ?? 0);
  }

  /** `length + 1` steps in one or more stretches. */
  draw(random: RandomStream): readonly Stretch[] {
    let start = random.integer(this.#total);
    let low = 0;
    let high = this.#episodes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#before[middle] ?? 0) <= start) low = middle;
      else high = middle - 1;
    }
    start -= this.#before[low] ?? 0;
    return cut(this.#episodes, this.length + 1, low, start);
  }
}

/**
 * All episodes of an epoch in a random order, one after the other, as `batchSize` streams of equal length; batch after batch each
 * sequence begins with the step that the one before it in its stream ended with, as its target.
 */
export class SequenceStreams {
  /** Transitions a sequence; less than what was asked for where the streams are shorter. */
  readonly length: number;
  readonly batchesAnEpoch: number;
  readonly #episodes: readonly EpisodeSpan[];
  readonly #batchSize: number;
  readonly #streamSteps: number;
  #ordered: { readonly epoch: number; readonly episodes: readonly EpisodeSpan[] } | null = null;

  /** @throws StudioError `config.invalid` where the episodes have fewer than two steps for each stream */
  constructor(episodes: readonly EpisodeSpan[], length: number, batchSize: number) {
    const steps = episodes.reduce((sum, episode) => sum + episode.length, 0);
    this.#streamSteps = Math.floor(steps / batchSize);
    this.length = Math.min(length, this.#streamSteps - 1);
    if (this.length < 1) {
      const reason = `${steps} collected steps are too few for ${batchSize} sequences side by side`;
      throw new StudioError('config.invalid', { field: 'memory.batchSize', reason });
    }
    this.batchesAnEpoch = Math.floor((this.#streamSteps - 1) / this.length);
    this.#episodes = episodes;
    this.#batchSize = batchSize;
  }

  /** Whether no batch goes before it in its streams. */
  begins(batch: number): boolean {
    return batch % this.batchesAnEpoch === 0;
  }

  /** `length + 1` steps of each stream. @param randomOf an epoch's own stream */
  batch(batch: number, randomOf: (epoch: number) => RandomStream): readonly (readonly Stretch[])[] {
    const epoch = Math.floor(batch / this.batchesAnEpoch);
    if (this.#ordered?.epoch !== epoch) {
      const order = shuffled(Uint32Array.from(this.#episodes.keys()), randomOf(epoch));
      this.#ordered = { epoch, episodes: Array.from(order, (index) => at(this.#episodes, index)) };
    }
    const { episodes } = this.#ordered;
    const offset = (batch % this.batchesAnEpoch) * this.length;
    return Array.from({ length: this.#batchSize }, (_, row) => {
      let from = row * this.#streamSteps + offset;
      let index = 0;
      for (; from >= at(episodes, index).length; index++) from -= at(episodes, index).length;
      return cut(episodes, this.length + 1, index, from);
    });
  }
}

/** `count` steps from one within an episode on. */
function cut(
  episodes: readonly EpisodeSpan[],
  count: number,
  episodeIndex: number,
  offset: number,
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let left = count;
  for (let index = episodeIndex, from = offset; left > 0; index++, from = 0) {
    const episode = episodes[index];
    if (episode === undefined) throw new Error(`no episode ${index} of ${episodes.length}`);
    const length = Math.min(left, episode.length - from);
    stretches.push({
      first: episode.first + from,
      length,
      // Without the flag M's state is zero at every sequence's beginning anyway.
      restart: from === 0,
      ends: episode.terminated && from + length === episode.length,
    });
    left -= length;
  }
  return stretches;
}

/** At least half of the episodes are this long. */
function typicalLength(episodes: readonly EpisodeSpan[]): number {
  const lengths = episodes.map(({ length }) => length).sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length / 2)] ?? 0;
}
