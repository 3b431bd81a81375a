/** What the parts of one episodic run share: environments, replay, counters, and what they are set to. */
import { join } from 'node:path';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import { actionArgumentSize } from '../../shared/spaces.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import { trainingProblem } from '../environments/trainable.ts';
import { RunClock, type Counters } from '../training/runClock.ts';
import type { TrainerContext } from '../training/trainer.ts';
import type { EnvironmentShelf } from './environmentShelf.ts';
import { EpisodeReplay } from './episodeReplay.ts';
import type { EvaluationPlace } from './episodicPlaying.ts';
import { observationLayout, type ObservationLayout } from './observationLayout.ts';
import { openDreamPractice, realPractice, type Practice } from './practice.ts';

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

/** Its own environment, and the dream of it in which a run may learn instead. */
interface Grounds {
  readonly real: Practice;
  readonly dream: Practice | null;
}

export class EpisodicWorkspace {
  readonly config: EpisodicConfig;
  /** Of its environment; a dream of it gives the same pictures and takes the same actions. */
  readonly spec: EnvironmentSpec;
  readonly layout: ObservationLayout;
  /** Where it learns. */
  readonly environments: EnvironmentShelf;
  readonly replay: EpisodeReplay;
  readonly runClock: RunClock;
  readonly #context: TrainerContext<EpisodicConfig>;
  readonly #grounds: Grounds;

  private constructor(context: TrainerContext<EpisodicConfig>, grounds: Grounds, layout: ObservationLayout) {
    this.#context = context;
    this.#grounds = grounds;
    this.config = context.config;
    this.runClock = new RunClock(context);
    const { spec } = grounds.real;
    this.spec = spec;
    this.environments = (grounds.dream ?? grounds.real).environments;
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
   * @throws StudioError what `trainingProblem` finds, and as `openDreamPractice`
   */
  static async open(
    context: TrainerContext<EpisodicConfig>,
    environment: EnvironmentConfig,
    check: (spec: EnvironmentSpec) => void,
    layoutOf = ({ observations }: EnvironmentSpec): ObservationLayout => observationLayout(observations),
  ): Promise<EpisodicWorkspace> {
    const real = await realPractice(context.environment, environment);
    let dream: Practice | null = null;
    try {
      const { spec } = real;
      const untrainable = trainingProblem(spec.actions);
      if (untrainable !== null) throw untrainable;
      check(spec);
      if (context.dream !== undefined) dream = await openDreamPractice(context.dream, spec);
      return new EpisodicWorkspace(context, { real, dream }, layoutOf(spec));
    } catch (error) {
      dream?.close();
      real.close();
      throw error;
    }
  }

  readonly clock = (): number => this.#context.clock();

  get counters(): Counters {
    return this.runClock.counters;
  }

  /** Where it is scored: in its environment, and in the dream beside it where it learns there. */
  get evaluationPlace(): EvaluationPlace {
    const { config, layout, counters } = this;
    return { config, layout, counters, ...this.#grounds };
  }

  dispose(): void {
    this.#grounds.dream?.close();
    this.#grounds.real.close();
    this.replay.close();
  }
}
