/**
 * Plays whole episodes side by side, one driver over all of them, and keeps what happened: a recipe of each, and the
 * observations where they are wanted.
 */
import type { EnvironmentConfig, Recipe } from '../../shared/recipe.ts';
import type { Environment, StepResult } from '../environments/environment.ts';
import { EpisodeRecorder } from '../environments/recipe.ts';
import type { Driver } from './driver.ts';
import type { PlayedEpisode } from './episodeReplay.ts';
import type { ObservationLayout } from './observationLayout.ts';

export interface EpisodeOutcome {
  readonly episode: PlayedEpisode;
  readonly episodeReturn: number;
  readonly length: number;
  readonly recipe: Recipe;
}

interface Slot {
  readonly recorder: EpisodeRecorder;
  readonly seed: number;
  last: StepResult;
  /** A moment each, copied. */
  readonly observations: Uint8Array[];
  readonly actions: Float64Array[];
  readonly rewards: number[];
}

export interface EpisodesOptions {
  /** As many as seeds; they stay the caller's. */
  readonly environments: readonly Environment[];
  /** What they were created with. */
  readonly config: EnvironmentConfig;
  readonly seeds: readonly number[];
  readonly layout: ObservationLayout;
  /** Taken over. */
  readonly driver: Driver;
}

export class Episodes {
  readonly #slots: readonly Slot[];
  readonly #layout: ObservationLayout;
  readonly #driver: Driver;
  /** Steps taken in all. */
  #steps = 0;

  constructor({ environments, config, seeds, layout, driver }: EpisodesOptions) {
    this.#layout = layout;
    this.#driver = driver;
    this.#slots = seeds.map((seed, index) => {
      const environment = environments[index];
      if (environment === undefined) throw new Error(`${seeds.length} seeds, ${environments.length} places`);
      const recorder = new EpisodeRecorder(environment, config, seed);
      const slot: Slot = {
        recorder,
        seed,
        last: recorder.first,
        observations: [],
        actions: [],
        rewards: [],
      };
      this.#keep(slot);
      return slot;
    });
  }

  get steps(): number {
    return this.#steps;
  }

  get done(): boolean {
    return this.#slots.every(({ last }) => isOver(last));
  }

  /** Steps all that go on, until none does or `enough` says so. */
  run(enough: () => boolean = () => false): void {
    while (!this.done) {
      this.#advance();
      if (enough()) return;
    }
  }

  /** In the seeds' order; once all are done. */
  outcomes(): readonly EpisodeOutcome[] {
    return this.#slots.map((slot) => {
      const { recorder, seed, last, observations, actions, rewards } = slot;
      return {
        episode: {
          seed,
          observations: joinedBytes(observations, this.#layout.bytes),
          actions: joinedNumbers(actions),
          rewards: Float64Array.from(rewards),
          terminated: last.terminated,
        },
        episodeReturn: rewards.reduce((sum, reward) => sum + reward, 0),
        length: rewards.length,
        recipe: recorder.recipe(),
      };
    });
  }

  dispose(): void {
    this.#driver.dispose();
  }

  #advance(): void {
    const { bytes } = this.#layout;
    const seen = joinedBytes(
      this.#slots.map(({ observations }) => observations.at(-1) ?? new Uint8Array(bytes)),
      bytes,
    );
    const chosen = this.#driver.act(this.#layout.batch(seen));
    const size = chosen.length / this.#slots.length;
    this.#slots.forEach((slot, index) => {
      if (isOver(slot.last)) return;
      const action = chosen.slice(index * size, (index + 1) * size);
      slot.last = slot.recorder.step(action);
      slot.actions.push(action);
      slot.rewards.push(slot.last.reward);
      this.#keep(slot);
      this.#steps += 1;
    });
  }

  #keep(slot: Slot): void {
    const moment = new Uint8Array(this.#layout.bytes);
    this.#layout.write(slot.last.observation, moment, 0);
    slot.observations.push(moment);
  }
}

function isOver({ terminated, truncated }: StepResult): boolean {
  return terminated || truncated;
}

function joinedBytes(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  const joined = new Uint8Array(parts.length * bytes);
  parts.forEach((part, index) => joined.set(part, index * bytes));
  return joined;
}

function joinedNumbers(parts: readonly Float64Array[]): Float64Array {
  const size = parts[0]?.length ?? 0;
  const joined = new Float64Array(parts.length * size);
  parts.forEach((part, index) => joined.set(part, index * size));
  return joined;
}
