/** What the parts of one Dreamer run share: config, environments, replay, networks, counters. */
import { join } from 'node:path';
import type { DreamerConfig } from '../../../shared/algorithms/dreamer/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import { actionArgumentSize } from '../../../shared/spaces.ts';
import { dreamerEnvironment } from './player.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { trainingProblem } from '../../environments/model-file/trainable.ts';
import { EnvironmentShelf } from '../../acting/environmentShelf.ts';
import { RunClock, type Counters } from '../../training/runClock.ts';
import type { TrainerContext } from '../../training/trainer.ts';
import { EpisodeReplay } from '../../acting/episodeReplay.ts';
import { DreamerNetworks } from './networks.ts';
import { observationLayout, type ObservationLayout } from '../../acting/observationLayout.ts';

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
