/** What the parts of one Dreamer run share: config, environments, replay, networks, counters. */
import { join } from 'node:path';
import type { DreamerConfig } from '../../../shared/algorithms/dreamer/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import { actionArgumentSize } from '../../../shared/spaces.ts';
import { dreamerEnvironment } from '../../agents/dreamerPlayer.ts';
import type { Environment, EnvironmentSpec } from '../../environments/environment.ts';
import { trainingProblem } from '../../environments/model-file/trainable.ts';
import { createEnvironment } from '../../environments/registry.ts';
import { RunClock, type Counters } from '../runClock.ts';
import type { TrainerContext } from '../trainer.ts';
import { EpisodeReplay } from './episodeReplay.ts';
import { DreamerNetworks } from './networks.ts';
import { observationLayout, type ObservationLayout } from './observationLayout.ts';

/** Environments of one kind in this thread, made when first wanted and kept. */
export class EnvironmentShelf {
  readonly environment: string;
  readonly config: EnvironmentConfig;
  readonly #made: Environment[] = [];

  constructor(environment: string, config: EnvironmentConfig) {
    this.environment = environment;
    this.config = config;
  }

  async take(count: number): Promise<readonly Environment[]> {
    while (this.#made.length < count) {
      this.#made.push(await createEnvironment(this.environment, this.config));
    }
    return this.#made.slice(0, count);
  }

  async first(): Promise<Environment> {
    const [environment] = await this.take(1);
    if (environment === undefined) throw new Error('no environment was made');
    return environment;
  }

  close(): void {
    for (const environment of this.#made.splice(0)) environment.close();
  }
}

export class DreamerWorkspace {
  readonly config: DreamerConfig;
  readonly spec: EnvironmentSpec;
  readonly layout: ObservationLayout;
  readonly environments: EnvironmentShelf;
  readonly replay: EpisodeReplay;
  readonly networks: DreamerNetworks;
  readonly runClock: RunClock;
  readonly #context: TrainerContext;

  private constructor(
    context: TrainerContext,
    config: DreamerConfig,
    environments: EnvironmentShelf,
    spec: EnvironmentSpec,
  ) {
    this.#context = context;
    this.runClock = new RunClock(context);
    this.config = config;
    this.spec = spec;
    this.environments = environments;
    this.layout = observationLayout(spec.observations);
    this.networks = new DreamerNetworks(config, spec);
    this.replay = new EpisodeReplay({
      folder: join(context.folder, 'cache'),
      observationBytes: this.layout.bytes,
      actionSize: actionArgumentSize(spec.actions),
      capacityBytes: config.replay.cacheBytes,
    });
  }

  /** @throws StudioError `config.invalid` where config and environment do not fit, or what `trainingProblem` finds. */
  static async open(context: TrainerContext, config: DreamerConfig): Promise<DreamerWorkspace> {
    const shelf = new EnvironmentShelf(context.environment, dreamerEnvironment(context.environment, config));
    try {
      const { spec } = await shelf.first();
      const untrainable = trainingProblem(spec.actions);
      if (untrainable !== null) throw untrainable;
      const longest = spec.maxEpisodeSteps + 1;
      if (config.model.sequenceLength > longest) {
        throw new StudioError('config.invalid', {
          field: 'model.sequenceLength',
          reason: `episodes have ${longest} moments at most`,
        });
      }
      return new DreamerWorkspace(context, config, shelf, spec);
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
    this.networks.dispose();
  }
}
