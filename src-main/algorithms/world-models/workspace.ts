/** What the phases of one World Models run share: config, recorded data, the three models, counters. */
import { join } from 'node:path';
import type { WorldModelsConfig } from '../../../shared/algorithms/world-models/config.ts';
import { environmentFacts } from '../../../shared/environmentFacts.ts';
import type { Recipe } from '../../../shared/recipe.ts';
import type { PicturePanel, TrainingUpdate } from '../../../shared/run.ts';
import type { ActionSpace } from '../../../shared/spaces.ts';
import { actionArgumentSize } from '../../../shared/spaces.ts';
import type { ControllerShape } from './linearController.ts';
import { visionMemoryConfig, worldModelsController, worldModelsEnvironment } from './player.ts';
import type { Environment, EnvironmentSpec } from '../../environments/environment.ts';
import { EpisodeRecorder } from '../../environments/recipe.ts';
import { createEnvironment } from '../../environments/registry.ts';
import { isHeldOut } from '../../acting/heldOutRule.ts';
import { EnvironmentPool } from '../../acting/environmentGroups.ts';
import { LatentStore } from './latentStore.ts';
import { modelActionSize } from '../../acting/modelActions.ts';
import type { ModelActions } from '../../acting/modelActions.ts';
import type { Player } from './play.ts';
import { Replay } from './replay.ts';
import type { EpisodeSpan } from '../../acting/episodeSpan.ts';
import type { EpisodeOutcome } from '../../acting/rollouts.ts';
import { RunClock, type Counters } from '../../training/runClock.ts';
import type { TrainerContext } from '../../training/trainer.ts';
import { WorldModelsParts } from './parts.ts';

/** They are part of every checkpoint: a quarter of a megabyte at most. */
const MOST_DREAM_STARTS = 500;

export interface WorkspaceLayout {
  readonly actions: ActionSpace;
  /** How many numbers the environment takes. */
  readonly actionArguments: number;
  readonly modelActions: ModelActions;
  /** How many numbers M uses for an action. */
  readonly actionSize: number;
  readonly frameBytes: number;
  /** Frames are 255 - x. */
  readonly inverted: boolean;
  readonly maxEpisodeSteps: number;
}

export class Workspace {
  readonly config: WorldModelsConfig;
  readonly layout: WorkspaceLayout;
  readonly environments: EnvironmentPool;
  readonly replay: Replay;
  readonly latents: LatentStore;
  readonly parts: WorldModelsParts;
  readonly runClock: RunClock;
  /** Figures for the run's result, gathered by the phases. */
  figures: Record<string, number> = {};
  round = 0;
  /** The round's best, by its evaluations; null before there is one. */
  controller: Float64Array | null = null;
  /** V's view of recorded first frames, where dreams begin: [n, 2 latentSize]; null before V has encoded them. */
  dreamStarts: Float32Array | null = null;
  readonly controllerShape: ControllerShape;
  readonly #context: TrainerContext;
  /** For recipes: one environment in this thread. */
  readonly #recorder: Environment;

  private constructor(context: TrainerContext, config: WorldModelsConfig, recorder: Environment) {
    this.#context = context;
    this.runClock = new RunClock(context);
    this.#recorder = recorder;
    this.config = config;
    const models = visionMemoryConfig(config, recorder.spec.actions);
    this.layout = layoutOf(recorder, models.actionValues);
    const choice = {
      environment: context.environment,
      config: worldModelsEnvironment(context.environment, config),
    };
    this.environments = new EnvironmentPool(choice, context.workers);
    const cache = join(context.folder, 'cache');
    this.replay = new Replay({
      folder: cache,
      frameBytes: this.layout.frameBytes,
      actionSize: this.layout.actionArguments,
      capacityBytes: config.collect.cacheBytes,
    });
    this.latents = new LatentStore(cache, config.vision.latentSize);
    this.controllerShape = worldModelsController(config, this.layout.actions);
    this.parts = new WorldModelsParts(config, models);
  }

  static async open(context: TrainerContext, config: WorldModelsConfig): Promise<Workspace> {
    const recorder = await createEnvironment(
      context.environment,
      worldModelsEnvironment(context.environment, config),
    );
    return new Workspace(context, config, recorder);
  }

  readonly clock = (): number => this.#context.clock();

  get counters(): Counters {
    return this.runClock.counters;
  }

  /** The environment as this run trains in it. */
  get realSpec(): EnvironmentSpec {
    return this.#recorder.spec;
  }

  /** What a step survived is worth where nothing else is: the game's own rule, 0 where it has none of the kind. */
  get pointsAStepSurvived(): number {
    const { id, actionRepeat } = this.realSpec;
    return (environmentFacts(id)?.pointsAFrameSurvived ?? 0) * actionRepeat;
  }

  /** Of recorded data as many as there are; null where episodes are played. */
  get recordedEpisodes(): number | null {
    return this.#recorder.recording?.episodes ?? null;
  }

  /** An episode of recorded data. The last moment, after which nothing was done, is left out. */
  readRecorded(seed: number): EpisodeOutcome {
    const environment = this.#recorder;
    const taken = environment.recording?.recipe(seed).actions ?? [];
    const { frameBytes, actionArguments } = this.layout;
    const frames = new Uint8Array(taken.length * frameBytes);
    const actions = new Float64Array(taken.length * actionArguments);
    const rewards = new Float64Array(taken.length);
    let last = environment.reset(seed);
    for (const [step, action] of taken.entries()) {
      frames.set(last.observation['image'] ?? [], step * frameBytes);
      actions.set(action, step * actionArguments);
      last = environment.step(Float64Array.from(action));
      rewards[step] = last.reward;
    }
    return {
      index: seed,
      plan: { seed, maxSteps: taken.length, patience: 0, record: 'frames' },
      episodeReturn: rewards.reduce((sum, reward) => sum + reward, 0),
      length: taken.length,
      terminated: last.terminated,
      actions,
      rewards,
      frames,
    };
  }

  /** With all threads at work, by trying it in this one; 0 where nothing is played. */
  secondsAnEnvironmentStep(steps: number): number {
    if (this.recordedEpisodes !== null) return 0;
    const action = new Float64Array(this.layout.actionArguments);
    this.#recorder.reset(0);
    const begin = this.clock();
    for (let step = 0; step < steps; step++) this.#recorder.step(action);
    return (this.clock() - begin) / steps / Math.max(1, this.#context.workers);
  }

  /** What plays with the models as they are now. */
  get player(): Player {
    return {
      environments: this.environments,
      vision: this.parts.vision,
      memory: this.parts.memory,
      inputs: this.config.controller.inputs,
      latents: this.config.controller.latents,
      shape: this.controllerShape,
      actions: this.layout.modelActions,
    };
  }

  /** Takes the dreams' first moments from the encoded episodes. */
  readDreamStarts(): void {
    const width = 2 * this.latents.latentSize;
    const episodes = this.replay.episodes.slice(0, MOST_DREAM_STARTS);
    const starts = new Float32Array(episodes.length * width);
    episodes.forEach(({ first }, index) => this.latents.read(first, 1, starts, index * width));
    this.dreamStarts = starts;
  }

  /** Episodes that V and M learn from. */
  get trainingEpisodes(): readonly EpisodeSpan[] {
    const episodes = this.replay.episodes;
    const kept = episodes.filter((_, index) => !isHeldOut(index));
    return kept.length === 0 ? episodes : kept;
  }

  /** Episodes that V and M are measured on. */
  get heldOutEpisodes(): readonly EpisodeSpan[] {
    return this.replay.episodes.filter((_, index) => isHeldOut(index));
  }

  panel(phase: string, title: string, rows: PicturePanel['rows']): TrainingUpdate {
    return { kind: 'pictures', phase, panel: { title, rows, inverted: this.layout.inverted } };
  }

  /**
   * Plays a recorded episode again, to note its state hashes: enough for the theatre to show it.
   * @returns undefined where the environment does not repeat: that would be another episode
   */
  recipe(outcome: EpisodeOutcome): Recipe | undefined {
    if (this.#recorder.lock?.repeats === false) return undefined;
    if (outcome.actions === null) throw new Error('the episode has no recorded actions');
    const recorder = new EpisodeRecorder(this.#recorder, this.environments.choice.config, outcome.plan.seed);
    const width = this.layout.actionArguments;
    for (let step = 0; step < outcome.length; step++) {
      recorder.step(outcome.actions.slice(step * width, (step + 1) * width));
    }
    return recorder.recipe();
  }

  async dispose(): Promise<void> {
    await this.environments.close();
    this.#recorder.close();
    this.replay.close();
    this.latents.close();
    this.parts.dispose();
  }
}

function layoutOf(environment: Environment, values: readonly number[] | null): WorkspaceLayout {
  const { actions, observations, maxEpisodeSteps, invertedPixels } = environment.spec;
  const image = observations['image'];
  if (image === undefined) throw new Error(`${environment.spec.id} has no images: V needs them`);
  const modelActions = { space: actions, values };
  return {
    actions,
    actionArguments: actionArgumentSize(actions),
    modelActions,
    actionSize: modelActionSize(modelActions),
    frameBytes: image.shape.reduce((product, extent) => product * extent, 1),
    maxEpisodeSteps,
    inverted: invertedPixels === true,
  };
}
