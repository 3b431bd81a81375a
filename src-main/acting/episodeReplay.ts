/**
 * An episodic run's replay: whole episodes on disk, their index in memory. Observations, one file an episode, are of bounded size:
 * the oldest give way. Actions and rewards of all episodes stay. All of it is a cache: a checkpoint carries every episode's
 * seed and actions, from which lost files are computed again. Files are written once.
 *
 * A moment is an observation with what led to it: an episode of n steps has n + 1, the first without action and reward.
 */
import { closeSync, mkdirSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomStream } from '../numerics/random.ts';
import { writing } from '../training/diskFull.ts';
import { RecordFile } from './recordFile.ts';
import type { EpisodeSpan, ReplayWatermark } from './episodeSpan.ts';
import { drawChunk, type Chunk, type RecordedEpisodes } from './recordedEpisodes.ts';

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

export interface EpisodeReplayOptions {
  readonly folder: string;
  /** Of one moment. */
  readonly observationBytes: number;
  readonly actionSize: number;
  /** Of observations; at least one episode stays, whatever its size. */
  readonly capacityBytes: number;
}

export class EpisodeReplay implements RecordedEpisodes {
  readonly #options: EpisodeReplayOptions;
  readonly #folder: string;
  /** A step's action, then its reward, in doubles. */
  readonly #steps: RecordFile;
  #episodes: EpisodeSpan[] = [];
  /** Episodes before this one have given way. */
  #oldest = 0;
  /** All actions, as a checkpoint had them, where the file of steps does not reach as far. */
  #recovered: Float32Array | null = null;

  constructor(options: EpisodeReplayOptions) {
    this.#options = options;
    this.#folder = join(options.folder, 'episodes');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
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

  /** @throws DiskFull where it finds no room: it is not appended then. */
  append(episode: PlayedEpisode): EpisodeSpan {
    const { observationBytes } = this.#options;
    const length = episode.rewards.length;
    if (episode.observations.length !== (length + 1) * observationBytes) {
      throw new Error(`${episode.observations.length} bytes of observations for ${length} steps`);
    }
    const span: EpisodeSpan = {
      seed: episode.seed,
      first: this.#steps.count,
      length,
      terminated: episode.terminated,
      episodeReturn: episode.rewards.reduce((sum, reward) => sum + reward, 0),
    };
    this.#write(this.#episodes.length, episode.observations);
    this.#appendSteps(episode.actions, episode.rewards);
    this.#episodes.push(span);
    this.#makeRoom();
    return span;
  }

  /** Episodes to compute again, in this order, by `recover`. Nothing else may be asked for before that is done. */
  lostEpisodes(): readonly number[] {
    const lost: number[] = [];
    for (let episode = 0; episode < this.#episodes.length; episode++) {
      const stepsLost = this.#recovered !== null && this.#span(episode).first >= this.#steps.count;
      if (stepsLost || (episode >= this.#oldest && !this.#hasFile(episode))) lost.push(episode);
    }
    return lost;
  }

  /** What was done in an episode, also where the file of steps is lost. */
  actionsOf(episode: number): Float64Array {
    const { first, length } = this.#span(episode);
    if (this.#recovered === null) return this.readSteps(episode, 0, length).actions;
    const { actionSize } = this.#options;
    return Float64Array.from(this.#recovered.subarray(first * actionSize, (first + length) * actionSize));
  }

  /** Puts back what was lost of an episode. @throws DiskFull where it finds no room: it is still lost then. */
  recover(episode: number, { observations, actions, rewards }: PlayedEpisode): void {
    const { first, length } = this.#span(episode);
    if (rewards.length !== length) throw new Error(`episode ${episode} has ${rewards.length} steps`);
    if (episode >= this.#oldest) this.#write(episode, observations);
    if (this.#recovered === null || first < this.#steps.count) return;
    if (this.#steps.count !== first) throw new Error(`episode ${episode} is recovered out of turn`);
    this.#appendSteps(actions, rewards);
    if (episode === this.#episodes.length - 1) this.#recovered = null;
  }

  /** Whether some kept episode has so many moments. */
  has(moments: number): boolean {
    return this.#eligible(moments).length > 0;
  }

  sample(moments: number, random: RandomStream): Chunk {
    return drawChunk(this.#episodes, this.#eligible(moments), moments, random);
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

  watermark(): ReplayWatermark {
    return { episodes: [...this.#episodes] };
  }

  /** Of all episodes, one after the other, for a checkpoint: they are exact in single precision. */
  actions(): Float32Array {
    const { actionSize } = this.#options;
    const all = new Float32Array(this.#steps.count * actionSize);
    this.#episodes.forEach(({ first, length }, episode) => {
      all.set(this.readSteps(episode, 0, length).actions, first * actionSize);
    });
    return all;
  }

  /** Goes back to a checkpoint; see `lostEpisodes` for what must be computed again then. */
  restore({ episodes }: ReplayWatermark, actions: Float32Array): void {
    const steps = episodes.reduce((sum, { length }) => sum + length, 0);
    if (actions.length !== steps * this.#options.actionSize) {
      throw new Error(`${actions.length} numbers of actions for ${steps} steps`);
    }
    this.#recovered = null;
    if (!this.#steps.resumeAt(steps)) {
      this.#steps.resumeAt(0);
      this.#recovered = actions;
    }
    this.#episodes = [...episodes];
    this.#oldest = 0;
    this.#makeRoom();
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

  #appendSteps(actions: Float64Array, rewards: Float64Array): void {
    const { actionSize } = this.#options;
    const width = actionSize + 1;
    const steps = new Float64Array(rewards.length * width);
    rewards.forEach((reward, t) => {
      steps.set(actions.subarray(t * actionSize, (t + 1) * actionSize), t * width);
      steps[t * width + actionSize] = reward;
    });
    this.#steps.append(new Uint8Array(steps.buffer));
  }

  #write(episode: number, observations: Uint8Array): void {
    const file = this.#file(episode);
    writing(file, () => {
      writeFileSync(file, observations, { mode: 0o600 });
    });
  }

  #hasFile(episode: number): boolean {
    const size = statSync(this.#file(episode), { throwIfNoEntry: false })?.size ?? 0;
    return size === this.#bytesOf(this.#span(episode));
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
