/** A data set as what is learnt from: read where it lies, some episodes kept back to measure on. */
import type { DataSetFiles, MomentKind } from '../datasets/dataSetFiles.ts';
import type { RandomStream } from '../numerics/random.ts';
import type { EpisodeSpan } from './episodeSpan.ts';
import type { EpisodeReplay, PlayedEpisode } from './episodeReplay.ts';
import { isHeldOut } from './heldOutRule.ts';
import { drawChunk, type Chunk, type RecordedEpisodes } from './recordedEpisodes.ts';

export class OfflineEpisodes implements RecordedEpisodes {
  readonly episodes: readonly EpisodeSpan[];
  /** Numbers of those that are never learnt from. */
  readonly heldOut: readonly number[];
  readonly #files: DataSetFiles;
  /** In the order in which a moment's bytes have them. */
  readonly #kinds: readonly MomentKind[];
  readonly #learnt: readonly number[];
  readonly #eligible = new Map<number, readonly number[]>();

  /** @param files stay the caller's */
  constructor(files: DataSetFiles, kinds: readonly MomentKind[]) {
    this.#files = files;
    this.#kinds = kinds;
    this.episodes = files.episodes.map(({ firstStep, length, terminated, episodeReturn }, seed) => {
      return { seed, first: firstStep, length, terminated, episodeReturn };
    });
    const numbers = this.episodes.map((_, index) => index);
    this.heldOut = numbers.filter(isHeldOut);
    const learnt = numbers.filter((index) => !isHeldOut(index));
    // A single episode serves for both.
    this.#learnt = learnt.length > 0 ? learnt : numbers;
  }

  has(moments: number): boolean {
    return this.#longEnough(moments).length > 0;
  }

  sample(moments: number, random: RandomStream): Chunk {
    return drawChunk(this.episodes, this.#longEnough(moments), moments, random);
  }

  readObservations({ episode, first }: Chunk, moments: number, out: Uint8Array, offset = 0): void {
    const from = this.#span(episode).firstMoment + first;
    const [only, ...others] = this.#kinds;
    if (only !== undefined && others.length === 0) {
      this.#files.readMoments(only, from, moments, out, offset);
      return;
    }
    // Each kind lies by itself in the files, and side by side in a moment.
    let place = offset;
    for (const kind of this.#kinds) {
      const size = this.#files.bytes[kind];
      const rows = new Uint8Array(moments * size);
      this.#files.readMoments(kind, from, moments, rows);
      for (let moment = 0; moment < moments; moment++) {
        out.set(rows.subarray(moment * size, (moment + 1) * size), place + moment * this.#bytes);
      }
      place += size;
    }
  }

  readSteps(episode: number, first: number, count: number): ReturnType<EpisodeReplay['readSteps']> {
    return this.#files.readSteps(this.#span(episode).firstStep + first, count);
  }

  /** A whole one, or its beginning. @param most steps */
  read(episode: number, most: number): PlayedEpisode {
    const span = this.#span(episode);
    const length = Math.min(span.length, most);
    const observations = new Uint8Array((length + 1) * this.#bytes);
    this.readObservations({ episode, first: 0 }, length + 1, observations);
    const terminated = span.terminated && length === span.length;
    return { seed: episode, observations, ...this.readSteps(episode, 0, length), terminated };
  }

  /** Of a moment. */
  get #bytes(): number {
    return this.#kinds.reduce((sum, kind) => sum + this.#files.bytes[kind], 0);
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
