/** What the parts of one episodic run share: environments, replay, counters, and what they are set to. */
import { join } from 'node:path';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import { actionArgumentSize } from '../../shared/spaces.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import { trainingProblem } from '../environments/trainable.ts';
import { RunClock, type Counters } from '../training/runClock.ts';
import type { TrainerContext } from '../training/trainer.ts';
import { EnvironmentShelf } from './environmentShelf.ts';
import { EpisodeReplay } from './episodeReplay.ts';
import { observationLayout, type ObservationLayout } from './observationLayout.ts';

/** The part of a config that every algorithm has which plays an episode and trains some steps in turn. */
export interface EpisodicConfig {
  readonly seed: number;
  readonly schedule: {
    /** Of the whole run, seed episodes counted; frames. */
    readonly environmentSteps: number;
    readonly seedEpisodes: number;
    /** Frames between two evaluations. */
    readonly evaluateEvery: number;
    readonly evaluateEpisodes: number;
  };
  readonly replay: { readonly cacheBytes: number };
  readonly evaluate: { readonly episodes: number };
  readonly checkpoint: { readonly everySeconds: number };
}

export class EpisodicWorkspace {
  readonly config: EpisodicConfig;
  readonly spec: EnvironmentSpec;
  readonly layout: ObservationLayout;
  readonly environments: EnvironmentShelf;
  readonly replay: EpisodeReplay;
  readonly runClock: RunClock;
  readonly #context: TrainerContext<EpisodicConfig>;

  private constructor(
    context: TrainerContext<EpisodicConfig>,
    environments: EnvironmentShelf,
    spec: EnvironmentSpec,
    layout: ObservationLayout,
  ) {
    this.#context = context;
    this.config = context.config;
    this.runClock = new RunClock(context);
    this.spec = spec;
    this.environments = environments;
    this.layout = layout;
    this.replay = new EpisodeReplay({
      folder: join(context.folder, 'cache'),
      observationBytes: this.layout.bytes,
      actionSize: actionArgumentSize(spec.actions),
      capacityBytes: context.config.replay.cacheBytes,
    });
  }

  /**
   * @param environment what the run's environment is made with
   * @param check throws where the algorithm cannot train on it; nothing is left open then
   * @param layoutOf how observations are kept; absent: pictures in colour, or the numbers
   * @throws StudioError what `trainingProblem` finds
   */
  static async open(
    context: TrainerContext<EpisodicConfig>,
    environment: EnvironmentConfig,
    check: (spec: EnvironmentSpec) => void,
    layoutOf = ({ observations }: EnvironmentSpec): ObservationLayout => observationLayout(observations),
  ): Promise<EpisodicWorkspace> {
    const shelf = new EnvironmentShelf(context.environment, environment);
    try {
      const { spec } = await shelf.first();
      const untrainable = trainingProblem(spec.actions);
      if (untrainable !== null) throw untrainable;
      check(spec);
      return new EpisodicWorkspace(context, shelf, spec, layoutOf(spec));
    } catch (error) {
      shelf.close();
      throw error;
    }
  }

  readonly clock = (): number => this.#context.clock();

  get counters(): Counters {
    return this.runClock.counters;
  }

  dispose(): void {
    this.environments.close();
    this.replay.close();
  }
}
