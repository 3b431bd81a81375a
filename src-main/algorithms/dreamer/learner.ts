/**
 * Dreamer as what learns and acts in an episodic run, or learns from recorded data alone: batches of what was recorded, policies with and
 * without noise, pictures.
 */
import type { DreamerConfig } from '../../../shared/algorithms/dreamer/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import type { Driver } from '../../acting/driver.ts';
import type { EpisodeOutcome } from '../../acting/episodes.ts';
import type { EpisodicAgent } from '../../acting/episodicAgent.ts';
import type { PlayedEpisode } from '../../acting/episodeReplay.ts';
import { EpisodicWorkspace } from '../../acting/episodicWorkspace.ts';
import type { ObservationLayout } from '../../acting/observationLayout.ts';
import type { OfflineAgent } from '../../acting/offlineTrainer.ts';
import { OfflineWorkspace } from '../../acting/offlineWorkspace.ts';
import type { RecordedEpisodes } from '../../acting/recordedEpisodes.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { RandomStream } from '../../numerics/random.ts';
import { disposeAll } from '../../numerics/tidy.ts';
import type { Counters } from '../../training/runClock.ts';
import type { TrainerContext } from '../../training/trainer.ts';
import type { Policy } from '../../models/worldModel.ts';
import { readObservation } from '../../models/observationCoder.ts';
import { readBatch } from './batch.ts';
import { explorationAt } from './exploration.ts';
import { DreamerNetworks } from './networks.ts';
import { CONTEXT, openLoop, OPEN_LOOP_MOMENTS } from './openLoop.ts';
import { openLoopPanel } from './openLoopPanel.ts';
import { dreamerEnvironment } from './player.ts';
import { PolicyDriver } from './policyDriver.ts';
import { openLoopFigures } from './reports.ts';

const PICTURE_SECONDS = 5;
/** Pictures take at most one part in so many of the time. */
const PICTURE_SHARE = 50;

/** @throws StudioError `config.invalid` where config and environment do not fit, or what `trainingProblem` finds. */
export function openWorkspace(context: TrainerContext<DreamerConfig>): Promise<EpisodicWorkspace> {
  const { environment, config } = context;
  return EpisodicWorkspace.open(context, dreamerEnvironment(environment, config), (spec) => {
    demandLongEnough(config, spec);
  });
}

/** From recorded data. @throws StudioError `dataSet.*` where it is not there, or nothing of it is long enough */
export function openOffline(context: TrainerContext<DreamerConfig>): Promise<OfflineWorkspace> {
  const { environment, config } = context;
  return OfflineWorkspace.open(context, dreamerEnvironment(environment, config), config.model.sequenceLength);
}

function demandLongEnough({ model }: DreamerConfig, { maxEpisodeSteps }: EnvironmentSpec): void {
  const longest = maxEpisodeSteps + 1;
  if (model.sequenceLength <= longest) return;
  throw new StudioError('config.invalid', {
    field: 'model.sequenceLength',
    reason: `episodes have ${longest} moments at most`,
  });
}

/** What it learns from and is told by. */
export interface LearnerGround {
  readonly config: { readonly seed: number };
  readonly spec: EnvironmentSpec;
  readonly layout: ObservationLayout;
  readonly replay: RecordedEpisodes;
  readonly counters: Counters;
  readonly clock: () => number;
}

export class Learner implements EpisodicAgent, OfflineAgent {
  readonly networks: DreamerNetworks;
  readonly #workspace: LearnerGround;
  readonly #config: DreamerConfig;
  #picturesAt = Number.NEGATIVE_INFINITY;
  #pictureSeconds = 0;

  /** The workspace stays the caller's. */
  constructor(workspace: LearnerGround, config: DreamerConfig) {
    this.#workspace = workspace;
    this.#config = config;
    this.networks = new DreamerNetworks(config, workspace.spec);
  }

  get moments(): number {
    return this.#config.model.sequenceLength;
  }

  get pretrainSteps(): number {
    return this.#config.schedule.pretrainSteps;
  }

  trainStepsAfter(): number {
    return this.#config.schedule.trainSteps;
  }

  explorer(count: number, random: RandomStream): Driver {
    const { model } = this.networks;
    const policy = this.#policy;
    const exploration = explorationAt(this.#config.behaviour, this.#workspace.counters.environmentSteps);
    return new PolicyDriver({ model, policy, count, random, exploration });
  }

  best(count: number, random: RandomStream): Driver {
    const { model } = this.networks;
    const policy = this.#policy;
    return new PolicyDriver({ model, policy, count, random, exploration: null });
  }

  train(random: RandomStream): Record<string, number> {
    const { replay } = this.#workspace;
    const { batchSize, sequenceLength } = this.#config.model;
    const chunks = Array.from({ length: batchSize }, () => replay.sample(sequenceLength, random));
    const batch = readBatch(this.#workspace, chunks, sequenceLength);
    const { observation: shape } = this.networks.model.config;
    const observation = readObservation(shape, batch.observation, random);
    const figures = this.networks.train({ ...batch, observation }, random);
    disposeAll(batch);
    if (observation !== batch.observation) disposeAll(observation);
    return figures;
  }

  /** What the model imagines of a recorded episode, seldom enough to cost next to nothing. */
  pictures(): TrainingUpdate | null {
    const { clock, replay, counters, spec } = this.#workspace;
    const { networks } = this;
    const config = this.#config;
    const began = clock();
    const wait = Math.max(PICTURE_SECONDS, this.#pictureSeconds * PICTURE_SHARE);
    const moments = replay.has(OPEN_LOOP_MOMENTS) ? OPEN_LOOP_MOMENTS : config.model.sequenceLength;
    if (began - this.#picturesAt < wait || moments <= CONTEXT) return null;
    // A stream of its own: whether there was time to show something changes nothing that is learnt.
    const random = RandomStream.named(config.seed, `pictures/${counters.gradientSteps}`);
    const batch = readBatch(this.#workspace, [replay.sample(moments, random)], moments);
    const panel = openLoopPanel(
      networks.model.config.observation,
      openLoop(networks.model, batch, random),
      spec.invertedPixels === true,
    );
    disposeAll(batch);
    this.#picturesAt = clock();
    this.#pictureSeconds = this.#picturesAt - began;
    return { kind: 'pictures', phase: 'train', panel };
  }

  figuresOf(outcome: EpisodeOutcome, name: string): Record<string, number> {
    return this.measure(outcome.episode, name);
  }

  measure(episode: PlayedEpisode, name: string): Record<string, number> {
    return openLoopFigures(this.#workspace, this.networks.model, episode, name);
  }

  save(): ReturnType<DreamerNetworks['save']> {
    return this.networks.save();
  }

  restore(...from: Parameters<DreamerNetworks['restore']>): void {
    this.networks.restore(...from);
  }

  dispose(): void {
    this.networks.dispose();
  }

  get #policy(): Policy {
    const { policy } = this.networks;
    if (policy === null) throw new Error('nobody acts: the world model is trained alone');
    return policy;
  }
}
