/**
 * Recorded episodes on disk: frames (uint8), actions, rewards and ends, appended and never changed. A cache, not a
 * record: each episode carries its seed and actions, so that lost frames can be computed again from them.
 */
import { join } from 'node:path';
import type { EpisodeSpan, ReplayWatermark } from '../../acting/episodeSpan.ts';
import { RecordFile } from '../../acting/recordFile.ts';

export interface RecordedEpisode {
  readonly seed: number;
  /** [length, frameBytes] */
  readonly frames: Uint8Array;
  /** [length, actionSize] */
  readonly actions: Float64Array;
  /** [length] */
  readonly rewards: Float64Array;
  readonly terminated: boolean;
}

export interface ReplayOptions {
  readonly folder: string;
  readonly frameBytes: number;
  readonly actionSize: number;
  /** Frames kept at most; later episodes are refused by `fits`. */
  readonly capacityBytes: number;
}

export class Replay {
  readonly frameBytes: number;
  readonly actionSize: number;
  readonly #frames: RecordFile;
  /** A step's actions, then its reward, in doubles. */
  readonly #steps: RecordFile;
  readonly #capacityBytes: number;
  #episodes: EpisodeSpan[] = [];

  constructor(options: ReplayOptions) {
    this.frameBytes = options.frameBytes;
    this.actionSize = options.actionSize;
    this.#capacityBytes = options.capacityBytes;
    this.#frames = new RecordFile(join(options.folder, 'frames.bin'), options.frameBytes);
    this.#steps = new RecordFile(join(options.folder, 'steps.bin'), (options.actionSize + 1) * 8);
  }

  get episodes(): readonly EpisodeSpan[] {
    return this.#episodes;
  }

  get stepCount(): number {
    return this.#steps.count;
  }

  get sizeBytes(): number {
    return this.stepCount * (this.frameBytes + (this.actionSize + 1) * 8);
  }

  /** Whether so many more steps stay within the capacity. */
  fits(steps: number): boolean {
    return (this.stepCount + steps) * this.frameBytes <= this.#capacityBytes;
  }

  /** @throws DiskFull where it finds no room: it is not appended then. */
  append(episode: RecordedEpisode): EpisodeSpan {
    const length = episode.rewards.length;
    const width = this.actionSize + 1;
    const steps = new Float64Array(length * width);
    let episodeReturn = 0;
    for (let t = 0; t < length; t++) {
      steps.set(episode.actions.subarray(t * this.actionSize, (t + 1) * this.actionSize), t * width);
      const reward = episode.rewards[t] ?? 0;
      steps[t * width + this.actionSize] = reward;
      episodeReturn += reward;
    }
    const span: EpisodeSpan = {
      seed: episode.seed,
      first: this.#steps.count,
      length,
      terminated: episode.terminated,
      episodeReturn,
    };
    this.#frames.append(episode.frames.subarray(0, length * this.frameBytes));
    this.#steps.append(new Uint8Array(steps.buffer));
    this.#episodes.push(span);
    return span;
  }

  /** Frames of consecutive steps, into `out`. */
  readFrames(first: number, count: number, out: Uint8Array): void {
    this.#frames.read(first, count, out);
  }

  /** Frames of any steps, one after the other into `out`. */
  gatherFrames(steps: ArrayLike<number>, out: Uint8Array): void {
    this.#frames.gather(steps, out);
  }

  /** Actions [length, actionSize] and rewards [length] of consecutive steps. */
  readSteps(first: number, length: number): { actions: Float64Array; rewards: Float64Array } {
    const width = this.actionSize + 1;
    const raw = new Float64Array(length * width);
    this.#steps.read(first, length, new Uint8Array(raw.buffer));
    const actions = new Float64Array(length * this.actionSize);
    const rewards = new Float64Array(length);
    for (let t = 0; t < length; t++) {
      actions.set(raw.subarray(t * width, t * width + this.actionSize), t * this.actionSize);
      rewards[t] = raw[t * width + this.actionSize] ?? 0;
    }
    return { actions, rewards };
  }

  /** Everything appended is on the disk when this returns. */
  watermark(): ReplayWatermark {
    this.#frames.sync();
    this.#steps.sync();
    return { episodes: [...this.#episodes] };
  }

  /** @returns false where the files hold less than the watermark says; the replay is then empty. */
  restore(watermark: ReplayWatermark): boolean {
    const steps = watermark.episodes.reduce((sum, episode) => sum + episode.length, 0);
    const whole = this.#frames.resumeAt(steps) && this.#steps.resumeAt(steps);
    if (!whole) {
      this.#frames.resumeAt(0);
      this.#steps.resumeAt(0);
    }
    this.#episodes = whole ? [...watermark.episodes] : [];
    return whole;
  }

  close(): void {
    this.#frames.close();
    this.#steps.close();
  }
}
