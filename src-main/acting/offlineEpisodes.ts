/** A data set as what is learnt from: read where it lies, one episode in so many kept back to measure on. */
import type { DataSetFiles, MomentKind } from '../datasets/dataSetFiles.ts';
import type { RandomStream } from '../numerics/random.ts';
import type { EpisodeSpan } from './episodeSpan.ts';
import type { EpisodeReplay, PlayedEpisode } from './episodeReplay.ts';
import { drawChunk, type Chunk, type RecordedEpisodes } from './recordedEpisodes.ts';

/** The last of so many is never learnt from; of fewer, the last of all, and where there is but one it serves for both. */
const HELD_OUT_EVERY = 10;

export class OfflineEpisodes implements RecordedEpisodes {
  readonly episodes: readonly EpisodeSpan[];
  /** Numbers of those that are never learnt from. */
  readonly heldOut: readonly number[];
  readonly #files: DataSetFiles;
  readonly #kind: MomentKind;
  readonly #learnt: readonly number[];
  readonly #eligible = new Map<number, readonly number[]>();

  /** @param files stay the caller's */
  constructor(files: DataSetFiles, kind: MomentKind) {
    this.#files = files;
    this.#kind = kind;
    this.episodes = files.episodes.map(({ firstStep, length, terminated, episodeReturn }, seed) => {
      return { seed, first: firstStep, length, terminated, episodeReturn };
    });
    const numbers = this.episodes.map((_, index) => index);
    const last = numbers.length - 1;
    const held = new Set(numbers.filter((index) => index % HELD_OUT_EVERY === HELD_OUT_EVERY - 1));
    if (held.size === 0) held.add(last);
    this.heldOut = [...held];
    const learnt = numbers.filter((index) => !held.has(index));
    this.#learnt = learnt.length > 0 ? learnt : numbers;
  }

  has(moments: number): boolean {
    return this.#longEnough(moments).length > 0;
  }

  sample(moments: number, random: RandomStream): Chunk {
    return drawChunk(this.episodes, this.#longEnough(moments), moments, random);
  }

  readObservations({ episode, first }: Chunk, moments: number, out: Uint8Array, offset = 0): void {
    this.#files.readMoments(this.#kind, this.#span(episode).firstMoment + first, moments, out, offset);
  }

  readSteps(episode: number, first: number, count: number): ReturnType<EpisodeReplay['readSteps']> {
    return this.#files.readSteps(this.#span(episode).firstStep + first, count);
  }

  /** A whole one, or its beginning. @param most steps */
  read(episode: number, most: number): PlayedEpisode {
    const span = this.#span(episode);
    const length = Math.min(span.length, most);
    const observations = new Uint8Array((length + 1) * this.#files.bytes[this.#kind]);
    this.readObservations({ episode, first: 0 }, length + 1, observations);
    const terminated = span.terminated && length === span.length;
    return { seed: episode, observations, ...this.readSteps(episode, 0, length), terminated };
  }

  #longEnough(moments: number): readonly number[] {
    const known = this.#eligible.get(moments);
    if (known !== undefined) return known;
    const found = this.#learnt.filter((episode) => this.#span(episode).length + 1 >= moments);
    this.#eligible.set(moments, found);
    return found;
  }

  #span(episode: number) {
    const span = this.#files.episodes[episode];
    if (span === undefined) throw new Error(`no episode ${episode} of ${this.episodes.length}`);
    return span;
  }
}
