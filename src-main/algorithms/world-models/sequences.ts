/**
 * Which stretches of the recorded episodes M learns from. With a restart flag sequences run on across the ends of
 * episodes, as for Take Cover; without one each lies inside one episode, as for CarRacing.
 */
import type { RandomStream } from '../../numerics/random.ts';
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
    return this.#cut(low, start);
  }

  #cut(episodeIndex: number, offset: number): readonly Stretch[] {
    const stretches: Stretch[] = [];
    let left = this.length + 1;
    for (let index = episodeIndex, from = offset; left > 0; index++, from = 0) {
      const episode = this.#episodes[index];
      if (episode === undefined) throw new Error(`no episode ${index} of ${this.#episodes.length}`);
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
}

/** At least half of the episodes are this long. */
function typicalLength(episodes: readonly EpisodeSpan[]): number {
  const lengths = episodes.map(({ length }) => length).sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length / 2)] ?? 0;
}
