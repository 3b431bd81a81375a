/** Plays episodes to measure a behaviour: a few side by side, group after group, in pieces that can be interrupted. */
import type { DriverOfGroup } from './driver.ts';
import { Episodes, type EpisodeOutcome } from './episodes.ts';
import type { ObservationLayout } from './observationLayout.ts';
import type { EnvironmentShelf } from './environmentShelf.ts';

/** Episodes side by side; another number gives other batches, and so other last bits. */
const GROUP = 8;

export interface EvaluationOptions {
  readonly environments: Pick<EnvironmentShelf, 'config' | 'take'>;
  readonly layout: ObservationLayout;
  readonly seeds: readonly number[];
  readonly driver: DriverOfGroup;
}

export class Evaluation {
  readonly #options: EvaluationOptions;
  readonly #outcomes: EpisodeOutcome[] = [];
  #episodes: Episodes | null = null;

  constructor(options: EvaluationOptions) {
    this.#options = options;
  }

  /** Those that ended, in the seeds' order. */
  get outcomes(): readonly EpisodeOutcome[] {
    return this.#outcomes;
  }

  get done(): boolean {
    return this.#outcomes.length === this.#options.seeds.length;
  }

  /** Steps taken in the group under way. */
  get steps(): number {
    return this.#episodes?.steps ?? 0;
  }

  /** Goes on until all are done, or `enough` says so. */
  async run(enough: () => boolean = () => false): Promise<void> {
    while (!this.done) {
      await this.runGroup(enough);
      if (this.#episodes !== null) return;
    }
  }

  /** To the end of the group that is under way or comes next. */
  async runGroup(enough: () => boolean = () => false): Promise<void> {
    this.#episodes ??= await this.#nextGroup();
    this.#episodes.run(enough);
    if (!this.#episodes.done) return;
    // Observations of the first are enough to look at; those of all would fill the memory.
    for (const outcome of this.#episodes.outcomes()) {
      this.#outcomes.push(this.#outcomes.length === 0 ? outcome : withoutObservations(outcome));
    }
    this.dispose();
  }

  /** Ends what is under way. */
  dispose(): void {
    this.#episodes?.dispose();
    this.#episodes = null;
  }

  async #nextGroup(): Promise<Episodes> {
    const { environments, layout, seeds, driver } = this.#options;
    const first = this.#outcomes.length;
    const group = seeds.slice(first, first + GROUP);
    return new Episodes({
      environments: await environments.take(group.length),
      config: environments.config,
      seeds: group,
      layout,
      driver: driver(group.length, first / GROUP),
    });
  }
}

function withoutObservations(outcome: EpisodeOutcome): EpisodeOutcome {
  return { ...outcome, episode: { ...outcome.episode, observations: new Uint8Array(0) } };
}
