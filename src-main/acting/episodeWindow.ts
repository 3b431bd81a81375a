/**
 * The newest episodes of a replay as single transitions: as many whole episodes as a learner may draw from, the oldest give way.
 * What it holds follows from the replay alone, so that a resumed run holds the same.
 */
import type { EpisodeReplay } from './episodeReplay.ts';

export interface WindowEpisode {
  /** Number of its first transition among all ever made. */
  readonly first: number;
  readonly length: number;
  readonly terminated: boolean;
  /** [length] */
  readonly rewards: ArrayLike<number>;
}

export interface EpisodeWindowOptions<Kept extends WindowEpisode> {
  readonly replay: EpisodeReplay;
  /** Transitions kept at most; one episode stays, whatever its length. */
  readonly capacity: number;
  /** Takes in an episode of the replay. @param index of all that were ever played */
  readonly load: (index: number) => Kept;
  readonly onDropped?: (episode: Kept) => void;
}

export class EpisodeWindow<Kept extends WindowEpisode> {
  readonly #options: EpisodeWindowOptions<Kept>;
  #kept: { readonly index: number; readonly episode: Kept }[] = [];
  /** Episodes of the replay that have been looked at. */
  #read = 0;
  #count = 0;

  constructor(options: EpisodeWindowOptions<Kept>) {
    this.#options = options;
  }

  /** Transitions that are held. */
  get count(): number {
    return this.#count;
  }

  /** Number of the first that is held. */
  get oldest(): number {
    return this.#kept[0]?.episode.first ?? 0;
  }

  /** After a resume: all is read again. */
  forget(): void {
    this.#kept = [];
    this.#read = 0;
    this.#count = 0;
  }

  /**
   * Takes in what was played since, one episode after the other: never more is held than the capacity and one episode, also where
   * many were played meanwhile, or a whole run is read again. Where numbers share places by that bound, none is taken for another.
   */
  readNew(): void {
    const { replay, load } = this.#options;
    const staying = this.#firstThatStays();
    for (; this.#read < replay.episodes.length; this.#read++) {
      if (this.#read < staying) continue;
      const episode = load(this.#read);
      this.#kept.push({ index: this.#read, episode });
      this.#count += episode.length;
      this.#giveWay();
    }
    this.#giveWay();
  }

  /** @param transition its number among all ever made */
  episodeOf(transition: number): Kept {
    let low = 0;
    let high = this.#kept.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#kept[middle]?.episode.first ?? 0) <= transition) low = middle;
      else high = middle - 1;
    }
    const kept = this.#kept[low];
    if (kept === undefined) throw new Error('there is no transition to draw from');
    return kept.episode;
  }

  /** The episode from which on all of the replay are to be held: what would only give way again is not read. */
  #firstThatStays(): number {
    const { replay, capacity } = this.#options;
    let first = replay.episodes.length - 1;
    let count = replay.episodes[first]?.length ?? 0;
    while (first > replay.oldest) {
      count += replay.episodes[first - 1]?.length ?? 0;
      if (count > capacity) break;
      first -= 1;
    }
    return Math.max(first, replay.oldest);
  }

  #giveWay(): void {
    const { replay, capacity } = this.#options;
    const over = () => this.#count > capacity && this.#kept.length > 1;
    // What the replay has let go is let go here as well: a resumed run could not read it.
    while (over() || (this.#kept[0]?.index ?? replay.oldest) < replay.oldest) this.#dropOldest();
  }

  #dropOldest(): void {
    const dropped = this.#kept.shift();
    if (dropped === undefined) return;
    this.#count -= dropped.episode.length;
    this.#options.onDropped?.(dropped.episode);
  }
}

/** What follows a step before a return is estimated. */
export interface RewardsAhead {
  /** Discounted and added up. */
  readonly reward: number;
  /** What a return from there on is worth: the discount to the number of steps, 0 past a termination. */
  readonly discount: number;
  /** Steps: as many as were asked for, or as the episode still has. */
  readonly taken: number;
}

/** @param step of the episode @param steps n of an n-step return */
export function rewardsAhead(
  { length, rewards, terminated }: WindowEpisode,
  step: number,
  { steps, discount: gamma }: { readonly steps: number; readonly discount: number },
): RewardsAhead {
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
