/** Moves the gain towards what was done where it earned more than usual: reward-weighted regression on a step at a time. */
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import type { ToyConfig } from '../../../shared/algorithms/toy-search/config.ts';
import type { Driver } from '../../acting/driver.ts';
import type { EpisodicAgent } from '../../acting/episodicAgent.ts';
import type { EpisodicWorkspace } from '../../acting/episodicWorkspace.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { GAIN_PATH, gainDriver, readGain } from './gain.ts';

/** A step's reward is one of so many at most. */
const USUAL_REWARD = 0.5;

export class ToyLearner implements EpisodicAgent {
  readonly moments = 2;
  readonly pretrainSteps = 0;
  readonly #workspace: EpisodicWorkspace;
  readonly #settings: ToyConfig['search'];
  /** As a checkpoint keeps it, in single precision. */
  #gain = 0;
  #steps = 0;

  constructor(workspace: EpisodicWorkspace, config: ToyConfig) {
    this.#workspace = workspace;
    this.#settings = config.search;
  }

  trainStepsAfter(length: number): number {
    return length;
  }

  explorer(_count: number, random: RandomStream): Driver {
    return gainDriver(() => this.#gain, random, this.#settings.deviation);
  }

  best(_count: number, random: RandomStream): Driver {
    return gainDriver(() => this.#gain, random, 0);
  }

  train(random: RandomStream): Readonly<Record<string, number>> {
    const { replay, layout } = this.#workspace;
    const { stepSize, secondsAStep } = this.#settings;
    if (secondsAStep > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000 * secondsAStep);
    const chunk = replay.sample(2, random);
    const seen = new Uint8Array(2 * layout.bytes);
    replay.readObservations(chunk, 2, seen);
    const [position = 0] = new Float32Array(seen.buffer);
    const { actions, rewards } = replay.readSteps(chunk.episode, chunk.first, 1);
    const better = (rewards[0] ?? 0) - USUAL_REWARD;
    const error = (actions[0] ?? 0) - this.#gain * position;
    this.#gain = Math.fround(this.#gain + stepSize * better * error * position);
    this.#steps += 1;
    return { 'search/gain': this.#gain };
  }

  save(): { readonly optimizers: Record<string, number>; readonly arrays: Record<string, CheckpointArray> } {
    return {
      optimizers: { gain: this.#steps },
      arrays: { [GAIN_PATH]: { shape: [1], data: Float32Array.of(this.#gain) } },
    };
  }

  restore(steps: Readonly<Record<string, number>>, arrays: Readonly<Record<string, CheckpointArray>>): void {
    this.#gain = readGain(arrays);
    this.#steps = steps['gain'] ?? 0;
  }

  dispose(): void {
    // It holds numbers alone.
  }
}
