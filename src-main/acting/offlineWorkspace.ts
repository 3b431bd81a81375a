/** What the parts of a run on recorded data share: the data, counters, and what they are set to. */
import { StudioError } from '../../shared/errors.ts';
import type { EnvironmentConfig, Recipe } from '../../shared/recipe.ts';
import { DataSetFiles } from '../datasets/dataSetFiles.ts';
import { dataSetFolder } from '../datasets/dataSetFolder.ts';
import type { Environment, EnvironmentSpec } from '../environments/environment.ts';
import { EpisodeRecorder } from '../environments/recipe.ts';
import { createEnvironment } from '../environments/registry.ts';
import { RunClock, type Counters } from '../training/runClock.ts';
import type { TrainerContext } from '../training/trainer.ts';
import { observationLayout, type ObservationLayout } from './observationLayout.ts';
import { OfflineEpisodes } from './offlineEpisodes.ts';

/** The part of a config that every algorithm has which learns from recorded data alone. */
export interface OfflineConfig {
  readonly seed: number;
  readonly schedule: {
    /** Batches in all. */
    readonly offlineSteps: number;
  };
  readonly checkpoint: { readonly everySeconds: number };
}

export class OfflineWorkspace {
  readonly config: OfflineConfig;
  readonly spec: EnvironmentSpec;
  readonly layout: ObservationLayout;
  readonly replay: OfflineEpisodes;
  readonly runClock: RunClock;
  readonly #context: TrainerContext<OfflineConfig>;
  readonly #environment: Environment;
  readonly #environmentConfig: EnvironmentConfig;
  readonly #files: DataSetFiles;

  private constructor(
    context: TrainerContext<OfflineConfig>,
    environment: Environment,
    environmentConfig: EnvironmentConfig,
    files: DataSetFiles,
  ) {
    this.#context = context;
    this.#environment = environment;
    this.#environmentConfig = environmentConfig;
    this.#files = files;
    this.config = context.config;
    this.runClock = new RunClock(context);
    this.spec = environment.spec;
    this.layout = observationLayout(environment.spec.observations);
    const { image, ...numbers } = environment.spec.observations;
    this.replay = new OfflineEpisodes(files, [
      ...(image === undefined ? [] : (['pictures'] as const)),
      ...(Object.keys(numbers).length === 0 ? [] : (['numbers'] as const)),
    ]);
    this.counters.environmentSteps = this.replay.episodes.reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * @param madeWith the environment's own config
   * @param moments in a row that a batch needs
   * @throws StudioError `dataSet.*`; nothing is left open then
   */
  static async open(
    context: TrainerContext<OfflineConfig>,
    madeWith: EnvironmentConfig,
    moments: number,
  ): Promise<OfflineWorkspace> {
    const recorded = await createEnvironment(context.environment, madeWith);
    let files: DataSetFiles | null = null;
    try {
      const dataSet = String(madeWith['dataSet'] ?? '');
      files = new DataSetFiles(dataSetFolder(dataSet));
      const workspace = new OfflineWorkspace(context, recorded, madeWith, files);
      if (!workspace.replay.has(moments)) {
        const longest = recorded.spec.maxEpisodeSteps + 1;
        throw new StudioError('dataSet.tooShort', { dataSet, longest, needed: moments });
      }
      return workspace;
    } catch (error) {
      files?.close();
      recorded.close();
      throw error;
    }
  }

  readonly clock = (): number => this.#context.clock();

  get counters(): Counters {
    return this.runClock.counters;
  }

  /** Of a recorded episode, with hashes of what was observed. */
  recipe(episode: number): Recipe {
    const recorder = new EpisodeRecorder(this.#environment, this.#environmentConfig, episode);
    const { length } = this.replay.episodes[episode] ?? { length: 0 };
    const { actions } = this.replay.readSteps(episode, 0, length);
    const size = actions.length / Math.max(1, length);
    for (let step = 0; step < length; step++) recorder.step(actions.slice(step * size, (step + 1) * size));
    return recorder.recipe();
  }

  dispose(): void {
    this.#environment.close();
    this.#files.close();
  }
}
