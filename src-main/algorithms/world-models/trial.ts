/**
 * Episodes that score controllers: played in the real environment, or dreamt. What evolves C does not care which.
 */
import type { Workspace } from './workspace.ts';
import { playController } from './play.ts';
import type { EpisodeOutcome, EpisodePlan, Rollouts } from '../../acting/rollouts.ts';

export interface Trial {
  /** Of all its work; an estimate while episodes may end early. */
  readonly share: number;
  /** Steps of real environments. */
  readonly environmentSteps: number;
  /** Works until it is finished or `until()` says to pause. @returns whether it is finished. */
  run(until: () => boolean): Promise<boolean>;
  /** Of each episode in order. Once finished. */
  scores(): readonly number[];
  /** Steps a episode took on average. Once finished. */
  meanLength(): number;
  dispose(): Promise<void>;
}

export class RealTrial implements Trial {
  readonly #rollouts: Rollouts;
  readonly #plans: readonly EpisodePlan[];
  readonly #outcomes: EpisodeOutcome[];

  private constructor(rollouts: Rollouts, plans: readonly EpisodePlan[], outcomes: EpisodeOutcome[]) {
    this.#rollouts = rollouts;
    this.#plans = plans;
    this.#outcomes = outcomes;
  }

  /** @param parametersOf C's parameters in each of the planned episodes */
  static async begin(
    workspace: Workspace,
    plans: readonly EpisodePlan[],
    parametersOf: (episode: number) => Float64Array,
  ): Promise<RealTrial> {
    const outcomes: EpisodeOutcome[] = [];
    const rollouts = await playController(workspace.player, plans, parametersOf, (outcome) =>
      outcomes.push(outcome),
    );
    return new RealTrial(rollouts, plans, outcomes);
  }

  get share(): number {
    const stepsAtMost = this.#plans.reduce((sum, { maxSteps }) => sum + maxSteps, 0);
    return Math.max(this.#rollouts.finishedEpisodes / this.#plans.length, this.#rollouts.steps / stepsAtMost);
  }

  get environmentSteps(): number {
    return this.#rollouts.steps;
  }

  async run(until: () => boolean): Promise<boolean> {
    await this.#rollouts.run(until);
    return this.#rollouts.done;
  }

  /** In the order of the plans. */
  outcomes(): readonly EpisodeOutcome[] {
    return [...this.#outcomes].sort((a, b) => a.index - b.index);
  }

  scores(): readonly number[] {
    return this.outcomes().map(({ episodeReturn }) => episodeReturn);
  }

  meanLength(): number {
    return this.#rollouts.steps / this.#plans.length;
  }

  async dispose(): Promise<void> {
    await this.#rollouts.dispose();
  }
}
