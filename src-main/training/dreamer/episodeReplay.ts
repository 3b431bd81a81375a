/**
 * Dreamer's replay: whole episodes on disk, their index in memory. Actions and rewards of all episodes stay, they are the
 * episodes' recipes; observations, one file an episode, are a cache of bounded size in which the oldest give way, and
 * are computed again where a checkpoint needs lost ones. Files are written once and never changed.
 *
 * A moment is an observation with what led to it: an episode of n steps has n + 1, the first without action and reward.
 */
import { closeSync, mkdirSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomStream } from '../../numerics/random.ts';
import { RecordFile } from '../recordFile.ts';
import type { EpisodeSpan, ReplayWatermark } from '../replay.ts';

export interface PlayedEpisode {
  readonly seed: number;
  /** [length + 1, observation bytes] */
  readonly observations: Uint8Array;
  /** [length, action size], as the environment took them. */
  readonly actions: Float64Array;
  /** [length] */
  readonly rewards: Float64Array;
  readonly terminated: boolean;
}

/** Moments in a row of one episode. */
export interface Chunk {
  readonly episode: number;
  /** Moment of the episode. */
  readonly first: number;
}

export interface EpisodeReplayOptions {
  readonly folder: string;
  /** Of one moment. */
  readonly observationBytes: number;
  readonly actionSize: number;
  /** Of observations; at least one episode stays, whatever its size. */
  readonly capacityBytes: number;
}

export class EpisodeReplay {
  readonly #options: EpisodeReplayOptions;
  readonly #folder: string;
  /** A step's action, then its reward, in doubles. */
  readonly #steps: RecordFile;
  #episodes: EpisodeSpan[] = [];
  /** Episodes before this one have given way. */
  #oldest = 0;

  constructor(options: EpisodeReplayOptions) {
    this.#options = options;
    this.#folder = join(options.folder, 'episodes');
    mkdirSync(this.#folder, { recursive: true });
    this.#steps = new RecordFile(join(options.folder, 'steps.bin'), (options.actionSize + 1) * 8);
  }

  /** All episodes ever played. */
  get episodes(): readonly EpisodeSpan[] {
    return this.#episodes;
  }

  /** The first whose observations are kept. */
  get oldest(): number {
    return this.#oldest;
  }

  /** Of the observations that are kept. */
  get sizeBytes(): number {
    return this.#episodes.slice(this.#oldest).reduce((sum, span) => sum + this.#bytesOf(span), 0);
  }

  append(episode: PlayedEpisode): EpisodeSpan {
    const { actionSize, observationBytes } = this.#options;
    const length = episode.rewards.length;
    if (episode.observations.length !== (length + 1) * observationBytes) {
      throw new Error(`${episode.observations.length} bytes of observations for ${length} steps`);
    }
    const width = actionSize + 1;
    const steps = new Float64Array(length * width);
    for (let t = 0; t < length; t++) {
      steps.set(episode.actions.subarray(t * actionSize, (t + 1) * actionSize), t * width);
      steps[t * width + actionSize] = episode.rewards[t] ?? 0;
    }
    const span: EpisodeSpan = {
      seed: episode.seed,
      first: this.#steps.count,
      length,
      terminated: episode.terminated,
      episodeReturn: episode.rewards.reduce((sum, reward) => sum + reward, 0),
    };
    this.writeObservations(this.#episodes.length, episode.observations);
    this.#steps.append(new Uint8Array(steps.buffer));
    this.#episodes.push(span);
    this.#makeRoom();
    return span;
  }

  /** Puts an episode's observations where they belong: of a new one, or of one whose file was lost. */
  writeObservations(episode: number, observations: Uint8Array): void {
    writeFileSync(this.#file(episode), observations);
  }

  /** Kept episodes whose observations are not on the disk, or not whole. */
  lostEpisodes(): readonly number[] {
    const lost: number[] = [];
    for (let episode = this.#oldest; episode < this.#episodes.length; episode++) {
      const size = statSync(this.#file(episode), { throwIfNoEntry: false })?.size ?? 0;
      if (size !== this.#bytesOf(this.#span(episode))) lost.push(episode);
    }
    return lost;
  }

  /** Whether some kept episode has so many moments. */
  has(moments: number): boolean {
    return this.#eligible(moments).length > 0;
  }

  /**
   * As the authors draw: an episode uniformly among those long enough, then a stretch of it. Every stretch is as likely,
   * the last moment included.
   */
  sample(moments: number, random: RandomStream): Chunk {
    const eligible = this.#eligible(moments);
    const episode = eligible[random.integer(Math.max(1, eligible.length))];
    if (episode === undefined) throw new Error(`no episode has ${moments} moments`);
    return { episode, first: random.integer(this.#span(episode).length + 2 - moments) };
  }

  /** Observations of moments in a row into `out` at `offset`. */
  readObservations({ episode, first }: Chunk, moments: number, out: Uint8Array, offset = 0): void {
    const { observationBytes } = this.#options;
    const wanted = moments * observationBytes;
    const descriptor = openSync(this.#file(episode), 'r');
    try {
      let received = 0;
      while (received < wanted) {
        const at = first * observationBytes + received;
        const got = readSync(descriptor, out, offset + received, wanted - received, at);
        if (got === 0) throw new Error(`episode ${episode} ends before moment ${first + moments}`);
        received += got;
      }
    } finally {
      closeSync(descriptor);
    }
  }

  /** Actions and rewards of steps in a row, counted from the episode's first. */
  readSteps(
    episode: number,
    first: number,
    count: number,
  ): { readonly actions: Float64Array; readonly rewards: Float64Array } {
    const { actionSize } = this.#options;
    const width = actionSize + 1;
    const raw = new Float64Array(count * width);
    this.#steps.read(this.#span(episode).first + first, count, new Uint8Array(raw.buffer));
    const actions = new Float64Array(count * actionSize);
    const rewards = new Float64Array(count);
    for (let t = 0; t < count; t++) {
      actions.set(raw.subarray(t * width, t * width + actionSize), t * actionSize);
      rewards[t] = raw[t * width + actionSize] ?? 0;
    }
    return { actions, rewards };
  }

  /** Actions and rewards are on the disk when this returns; observations can be computed from them. */
  watermark(): ReplayWatermark {
    this.#steps.sync();
    return { episodes: [...this.#episodes] };
  }

  /** @returns false where actions are lost, from which everything else would be computed; nothing is changed then. */
  restore({ episodes }: ReplayWatermark): boolean {
    const steps = episodes.reduce((sum, { length }) => sum + length, 0);
    if (!this.#steps.resumeAt(steps)) return false;
    this.#episodes = [...episodes];
    this.#oldest = 0;
    this.#makeRoom();
    return true;
  }

  close(): void {
    this.#steps.close();
  }

  #eligible(moments: number): readonly number[] {
    const eligible: number[] = [];
    for (let episode = this.#oldest; episode < this.#episodes.length; episode++) {
      if (this.#span(episode).length + 1 >= moments) eligible.push(episode);
    }
    return eligible;
  }

  #makeRoom(): void {
    let size = this.sizeBytes;
    while (size > this.#options.capacityBytes && this.#oldest < this.#episodes.length - 1) {
      size -= this.#bytesOf(this.#span(this.#oldest));
      rmSync(this.#file(this.#oldest), { force: true });
      this.#oldest += 1;
    }
  }

  #bytesOf({ length }: EpisodeSpan): number {
    return (length + 1) * this.#options.observationBytes;
  }

  #span(episode: number): EpisodeSpan {
    const span = this.#episodes[episode];
    if (span === undefined) throw new Error(`no episode ${episode} of ${this.#episodes.length}`);
    return span;
  }

  #file(episode: number): string {
    return join(this.#folder, `${String(episode).padStart(7, '0')}.bin`);
  }
}
