/**
 * World Models (Ha & Schmidhuber 2018, arXiv:1803.10122) from nothing to an evaluated controller: collect, train V,
 * encode, train M, evolve C, as often as the config has rounds, then evaluate. Each phase works in small units; between
 * any two updates the trainer can be saved, and goes on from there bit for bit.
 */
import type { Checkpoint, CheckpointArray } from '../../../shared/checkpoint.ts';
import type { WorldModelsConfig } from '../../../shared/algorithms/world-models/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { PhaseProgress, TrainingUpdate } from '../../../shared/run.ts';
import { dreamStartMoments, dreamStartsArray } from './dreamStarts.ts';
import { CONTROLLER_PATH, controllerParameters } from './player.ts';
import { repairCache } from './cacheRepair.ts';
import { demandAlgorithm } from '../../training/checkpointHeader.ts';
import { whenThereIsRoom } from '../../training/diskFull.ts';
import type { CacheLoss } from './cacheRepair.ts';
import { BatchPhase } from './phases/batchPhase.ts';
import { CollectPhase } from './phases/collect.ts';
import { ControllerPhase } from './phases/controller.ts';
import { EncodePhase } from './phases/encode.ts';
import { EvaluatePhase } from './phases/evaluate.ts';
import { MemoryTraining } from './phases/memory.ts';
import type { Phase, PhaseName } from './phases/phase.ts';
import { VisionTraining } from './phases/vision.ts';
import { PhaseCosts } from './phaseCosts.ts';
import { PhaseClock } from '../../training/progress.ts';
import type { Trainer, TrainerContext } from '../../training/trainer.ts';
import { Workspace } from './workspace.ts';
import { readHeader, writeHeader, type WorldModelsHeader } from './header.ts';

export const WORLD_MODELS = 'world-models';
const ROUND_PHASES = ['collect', 'vision', 'encode', 'memory', 'controller'] as const;
const PROGRESS_SECONDS = 0.25;

const PHASES: Readonly<Record<PhaseName, (workspace: Workspace) => Phase>> = {
  collect: (workspace) => new CollectPhase(workspace),
  vision: (workspace) => new BatchPhase(workspace, new VisionTraining(workspace)),
  encode: (workspace) => new EncodePhase(workspace),
  memory: (workspace) => new BatchPhase(workspace, new MemoryTraining(workspace)),
  controller: (workspace) => new ControllerPhase(workspace),
  evaluate: (workspace) => new EvaluatePhase(workspace),
};

export class WorldModelsTrainer implements Trainer {
  readonly #workspace: Workspace;
  readonly #phases: readonly PhaseName[];
  #index = 0;
  #phase: Phase | null = null;
  /** Made, but not yet pulled; its records are part of a checkpoint. */
  #outbox: TrainingUpdate[] = [];
  #clock = new PhaseClock();
  readonly #costs: PhaseCosts;
  #progressAt = Number.NEGATIVE_INFINITY;
  #checkpointAt = 0;
  /** After a restore whose frames or latents are gone: what it was restored from, until they are there again. */
  #repair: { readonly loss: CacheLoss; readonly checkpoint: Checkpoint } | null = null;
  /** What was collected and encoded, where that is gone and nobody needs it any more: checkpoints go on telling of it. */
  #unneeded: Pick<WorldModelsHeader, 'watermark' | 'latents'> | null = null;

  private constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const rounds = Array.from({ length: workspace.config.rounds }, () => ROUND_PHASES);
    this.#phases = [...rounds.flat(), 'evaluate'];
    this.#costs = new PhaseCosts(workspace);
  }

  static async create(context: TrainerContext<WorldModelsConfig>): Promise<WorldModelsTrainer> {
    return new WorldModelsTrainer(await Workspace.open(context, context.config));
  }

  async *train(): AsyncGenerator<TrainingUpdate, void, void> {
    this.#workspace.runClock.start();
    this.#checkpointAt = this.#workspace.clock();
    if (this.#repair !== null) {
      yield { kind: 'log', level: 'warning', key: 'log.cacheLost' };
      yield* repairCache(this.#workspace, this.#repair.loss, (phase) => ({
        ...this.#progress(phase),
        // The clock is of the phase that the run has come to.
        phaseSecondsLeft: null,
        runSecondsLeft: null,
      }));
      const { checkpoint } = this.#repair;
      this.#repair = null;
      this.#resumePhase(checkpoint);
    }
    for (;;) {
      for (let update = this.#outbox.shift(); update !== undefined; update = this.#outbox.shift())
        yield update;
      if (this.#index >= this.#phases.length) return;
      yield* whenThereIsRoom(() => this.#advance());
    }
  }

  async save(): Promise<Checkpoint> {
    if (this.#repair !== null) return this.#repair.checkpoint;
    const { counters, figures, replay, latents, parts, controller, dreamStarts, round } = this.#workspace;
    const phase = this.#phase?.save() ?? null;
    const models = parts.save();
    return {
      format: 1,
      algorithm: WORLD_MODELS,
      header: writeHeader({
        index: this.#index,
        round,
        counters,
        figures,
        watermark: this.#unneeded?.watermark ?? replay.watermark(),
        latents: this.#unneeded?.latents ?? latents.watermark(),
        optimizers: models.header,
        phase: phase?.header ?? null,
        outbox: this.#outbox,
      }),
      arrays: {
        ...models.arrays,
        ...(controller === null
          ? {}
          : { [CONTROLLER_PATH]: { shape: [controller.length], data: controller.slice() } }),
        ...(dreamStarts === null ? {} : dreamStartsArray(dreamStarts, latents.latentSize)),
        ...prefixed('phase/', phase?.arrays ?? {}),
      },
    };
  }

  async restore(checkpoint: Checkpoint): Promise<void> {
    demandAlgorithm(checkpoint, WORLD_MODELS);
    await this.#phase?.dispose();
    this.#phase = null;
    const workspace = this.#workspace;
    const header = readHeader(checkpoint.header);
    this.#index = header.index;
    workspace.round = header.round;
    Object.assign(workspace.counters, header.counters);
    workspace.figures = { ...header.figures };
    workspace.parts.restore(header.optimizers, checkpoint.arrays);
    workspace.controller = controllerParameters(checkpoint.arrays, workspace.controllerShape);
    workspace.dreamStarts = dreamStartMoments(checkpoint.arrays, workspace.latents.latentSize);
    this.#outbox = [...header.outbox];
    const frames = workspace.replay.restore(header.watermark);
    const latents = workspace.latents.resumeAt(header.latents);
    // From the last round's controller on, nobody looks at a frame again.
    const done = this.#index >= this.#phases.length - 2;
    const loss = {
      frames: frames || done ? null : header.watermark,
      latents: !latents && this.#phases[this.#index] === 'memory',
    };
    this.#unneeded = done && !(frames && latents) ? header : null;
    this.#repair = loss.frames !== null || loss.latents ? { loss, checkpoint } : null;
    if (this.#repair === null) this.#resumePhase(checkpoint);
  }

  /** V and M, what was measured of them, what they cost and where dreams begin; C begins at its beginning. */
  beginFrom(checkpoint: Checkpoint): Promise<void> {
    const workspace = this.#workspace;
    const controller = this.#phases.indexOf('controller');
    const header = readHeader(checkpoint.header);
    if (checkpoint.algorithm !== WORLD_MODELS || header.round > 0 || header.index < controller) {
      throw new StudioError('checkpoint.mismatch', {
        array: 'phase',
        expected: 'controller',
        found: this.#phases[header.index] ?? checkpoint.algorithm,
      });
    }
    this.#index = controller;
    workspace.parts.restore({}, checkpoint.arrays);
    workspace.dreamStarts = dreamStartMoments(checkpoint.arrays, workspace.latents.latentSize);
    // What the phases that are taken over did, and nothing of what the other run did after them.
    const frames = header.watermark.episodes.reduce((sum, { length }) => sum + length, 0);
    workspace.counters.environmentSteps = frames * workspace.config.environment.actionRepeat;
    workspace.counters.gradientSteps = header.counters.gradientSteps;
    workspace.figures = Object.fromEntries(
      Object.entries(header.figures).filter(([name]) => /^(vision|memory)\./.test(name)),
    );
    return Promise.resolve();
  }

  #resumePhase(checkpoint: Checkpoint): void {
    const { phase } = readHeader(checkpoint.header);
    const name = this.#phases[this.#index];
    if (name === undefined || phase === null) return;
    this.#phase = PHASES[name](this.#workspace);
    this.#phase.restore({ header: phase, arrays: unprefixed('phase/', checkpoint.arrays) });
  }

  async dispose(): Promise<void> {
    await this.#phase?.dispose();
    await this.#workspace.dispose();
  }

  async #advance(): Promise<void> {
    const workspace = this.#workspace;
    const name = this.#phases[this.#index];
    if (name === undefined) return;
    if (this.#phase === null) {
      workspace.round = Math.min(Math.floor(this.#index / ROUND_PHASES.length), workspace.config.rounds - 1);
      this.#phase = PHASES[name](workspace);
      this.#clock = new PhaseClock();
      this.#outbox.push({ kind: 'log', level: 'info', key: `log.phase.${name}` });
    }
    const phase = this.#phase;
    // Nothing to try once the last phase is reached.
    if (this.#index < this.#phases.length - 1) this.#costs.tryNext();
    const updates = await phase.work();
    this.#clock.note(workspace.clock(), phase.done);
    const ended = phase.finished;
    if (ended || workspace.clock() - this.#progressAt >= PROGRESS_SECONDS) {
      this.#progressAt = workspace.clock();
      this.#outbox.push({ kind: 'progress', progress: this.#progress(phase) });
    }
    // After the progress: a result is a run's last update.
    this.#outbox.push(...updates);
    if (ended) {
      const cost = this.#clock.secondsPerUnitOverall();
      if (cost !== null) this.#costs.learn(name, cost);
      await phase.dispose();
      this.#phase = null;
      this.#index += 1;
      if (this.#index < this.#phases.length) this.#checkpoint('phase');
    } else if (workspace.clock() - this.#checkpointAt >= workspace.config.checkpoint.everySeconds) {
      this.#checkpoint('interval');
    }
  }

  #checkpoint(reason: 'phase' | 'interval'): void {
    this.#checkpointAt = this.#workspace.clock();
    this.#outbox.push({ kind: 'checkpoint', reason, score: null });
  }

  #progress(phase: Phase): PhaseProgress {
    const perUnit = this.#clock.secondsPerUnit();
    const left = perUnit === null ? null : perUnit * (phase.total - phase.done);
    const later = this.#costs.secondsOf(this.#phases.slice(this.#index + 1));
    return {
      phase: phase.name,
      index: this.#index,
      phases: this.#phases,
      done: phase.done,
      total: phase.total,
      unit: phase.unit,
      phaseSecondsLeft: phase.finished ? 0 : left,
      runSecondsLeft: left === null || later === null ? null : left + later,
    };
  }
}

function prefixed(
  prefix: string,
  arrays: Readonly<Record<string, CheckpointArray>>,
): Record<string, CheckpointArray> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [prefix + name, array]));
}

function unprefixed(
  prefix: string,
  arrays: Readonly<Record<string, CheckpointArray>>,
): Record<string, CheckpointArray> {
  return Object.fromEntries(
    Object.entries(arrays)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, array]) => [name.slice(prefix.length), array]),
  );
}
