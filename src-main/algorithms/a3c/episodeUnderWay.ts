/**
 * One training episode of one worker, of which roll-outs are parts. What is saved of it is how it came about: its number, which
 * gives the seed, and its actions. Everything that was seen follows from those.
 */
import type { EnvironmentConfig, Recipe } from '../../../shared/recipe.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { ObservationLayout } from '../../acting/observationLayout.ts';
import type { Environment, StepResult } from '../../environments/environment.ts';
import { EpisodeRecorder } from '../../environments/recipe.ts';
import { RandomStream } from '../../numerics/random.ts';

/** What an ended episode comes to. */
export interface EndedEpisode {
  readonly episodeReturn: number;
  readonly length: number;
  readonly terminated: boolean;
  readonly recipe: Recipe | null;
}

export interface EpisodePlace {
  readonly environment: Environment;
  readonly config: EnvironmentConfig;
  readonly layout: ObservationLayout;
  readonly seed: number;
  readonly worker: number;
  /** Decisions without a reward above 0 after which it ends; 0: never. */
  readonly patience: number;
}

/** One training episode in so many keeps its recipe for the theatre. */
const RECIPE_EVERY = 10;

export class EpisodeUnderWay {
  /** Among the worker's. */
  readonly number: number;
  readonly #place: EpisodePlace;
  readonly #recorder: EpisodeRecorder;
  readonly #actions: number[] = [];
  #last: StepResult;
  #length = 0;
  #episodeReturn = 0;
  #sinceReward = 0;

  constructor(place: EpisodePlace, number: number) {
    const { environment, config, seed, worker } = place;
    this.#place = place;
    this.number = number;
    const start = RandomStream.named(seed, `worker/${worker}/episode/${number}`).uint32();
    this.#recorder = new EpisodeRecorder(environment, config, start);
    this.#last = this.#recorder.first;
  }

  /** What is observed now, in the layout's bytes. */
  seen(): Uint8Array {
    const moment = new Uint8Array(this.#place.layout.bytes);
    this.#place.layout.write(this.#last.observation, moment, 0);
    return moment;
  }

  get terminated(): boolean {
    return this.#last.terminated;
  }

  get over(): boolean {
    const { patience } = this.#place;
    const { terminated, truncated } = this.#last;
    return terminated || truncated || (patience > 0 && this.#sinceReward >= patience);
  }

  get episodeReturn(): number {
    return this.#episodeReturn;
  }

  /** @param action exact in single precision @returns its reward */
  step(action: Float64Array): number {
    this.#last = this.#recorder.step(action);
    const { reward } = this.#last;
    this.#actions.push(...action);
    this.#length += 1;
    this.#episodeReturn += reward;
    this.#sinceReward = reward > 0 ? 0 : this.#sinceReward + 1;
    return reward;
  }

  ended(): EndedEpisode {
    const keepsRecipe = this.number % RECIPE_EVERY === 0;
    return {
      episodeReturn: this.#episodeReturn,
      length: this.#length,
      terminated: this.terminated,
      recipe: keepsRecipe ? this.#recorder.recipe() : null,
    };
  }

  /** All actions so far, one after the other. */
  actions(): Float32Array {
    return Float32Array.from(this.#actions);
  }

  /**
   * Goes again to where it was saved.
   * @param look is shown every moment, the first included
   * @throws StudioError `run.episodesDiffer` where it does not come to the same
   */
  replay(actions: Float32Array, episodeReturn: number, size: number, look: (seen: Uint8Array) => void): void {
    look(this.seen());
    for (let at = 0; at < actions.length; at += size) {
      this.step(Float64Array.from(actions.subarray(at, at + size)));
      look(this.seen());
    }
    if (this.#episodeReturn !== episodeReturn)
      throw new StudioError('run.episodesDiffer', { episode: this.number });
  }
}
