/**
 * A3C (Mnih et al. 2016, arXiv:1602.01783) from nothing to an evaluated behaviour: workers in threads play a few steps each and
 * compute gradients of parameters that they share. In the synchronous order, the default here, a round is one roll-out of every
 * worker on the same parameters, and the gradients are applied in the workers' order: so a run repeats bit for bit, at any number
 * of cores. In the asynchronous order, the paper's, each worker applies its own as soon as it has it, without locks.
 *
 * Nothing runs between two pulls: the asynchronous order is given a number of roll-outs that take about a quarter of a second.
 * What is under way then, every worker's episode, is part of a checkpoint as its number and its actions, and is played again.
 */
import type { A3cConfig } from '../../../shared/algorithms/a3c/config.ts';
import { a3c } from '../../../shared/algorithms/a3c/index.ts';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { PhaseProgress, TrainingUpdate } from '../../../shared/run.ts';
import { framesOf, type DreamtBeside } from '../../acting/dreamtBeside.ts';
import type { EpisodeOutcome } from '../../acting/episodes.ts';
import {
  evaluationParts,
  runEvaluation,
  startEvaluation,
  startFinal,
  stopPlaying,
  type EvaluationPlace,
  type PlayedEvaluation,
} from '../../acting/episodicPlaying.ts';
import { evaluationUpdates, lastEvaluationUpdates } from '../../acting/evaluationUpdates.ts';
import { meanFigures, NO_FIGURES, withFigures, type Figures } from '../../acting/meanFigures.ts';
import { openDreamPractice, realPractice, type Practice } from '../../acting/practice.ts';
import { trainingProblem } from '../../environments/trainable.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import { RandomStream } from '../../numerics/random.ts';
import { demandAlgorithm } from '../../training/checkpointHeader.ts';
import { demandFinite } from '../../training/finite.ts';
import { PhaseClock } from '../../training/progress.ts';
import { RunClock } from '../../training/runClock.ts';
import type { Trainer, TrainerContext } from '../../training/trainer.ts';
import type { RolloutReport } from './actorLearner.ts';
import { ActorTeam } from './actorTeam.ts';
import { actorStates, readHeader, storedActors, writeHeader, type A3cHeader } from './header.ts';
import { a3cParameters } from './network.ts';
import { A3cPlayer, AGENT_PREFIX, a3cEnvironment } from './player.ts';
import { a3cForm, type A3cForm } from './shape.ts';
import {
  COUNTER,
  createSharedMemory,
  exportMemory,
  importMemory,
  pullParameters,
  pushParameters,
  type SharedMemory,
} from './sharedMemory.ts';
import { applyRollout } from './update.ts';

const PHASES = ['train', 'evaluate'] as const;
type PhaseName = (typeof PHASES)[number];

const WORK_SECONDS = 0.25;
const PROGRESS_SECONDS = 0.25;
/** Losses are told as means over so many roll-outs. */
const METRICS_EVERY = 100;

export class A3cTrainer implements Trainer {
  readonly #context: TrainerContext<A3cConfig>;
  readonly #place: EvaluationPlace;
  readonly #memory: SharedMemory;
  readonly #team: ActorTeam;
  /** In this thread, for evaluations. */
  readonly #parameters: ParameterSet;
  readonly #player: A3cPlayer;
  readonly #runClock: RunClock;
  #state: A3cHeader['state'] = { phase: null, evaluateAt: 0, bestScore: null, reported: false, realSteps: 0 };
  #figures: Figures = NO_FIGURES;
  /** Made, but not yet pulled; its records are part of a checkpoint. */
  #outbox: TrainingUpdate[] = [];
  #playing: PlayedEvaluation | null = null;
  #clock = new PhaseClock();
  #secondsAnEvaluatedEpisode: number | null = null;
  #progressAt = Number.NEGATIVE_INFINITY;
  #checkpointAt = 0;
  /** Roll-outs of all workers that take about `WORK_SECONDS`, where they do not wait for each other. */
  #freeRollouts: number;

  private constructor(context: TrainerContext<A3cConfig>, parts: Parts) {
    const { memory, team, parameters, form, real, dream } = parts;
    const { config } = context;
    this.#context = context;
    this.#runClock = new RunClock(context);
    this.#memory = memory;
    this.#team = team;
    this.#parameters = parameters;
    this.#player = new A3cPlayer(parameters, form, config.evaluate.actions === 'drawn');
    const { layout } = form.sight;
    this.#place = { config, layout, counters: this.#runClock.counters, real, dream };
    this.#freeRollouts = config.workers.count;
  }

  /** @throws StudioError where config and environment do not fit; nothing is left open then. */
  static async create(context: TrainerContext<A3cConfig>): Promise<A3cTrainer> {
    const { environment, config } = context;
    const real = await realPractice(environment, a3cEnvironment(environment, config));
    let dream: Practice | null = null;
    try {
      const { spec } = real;
      const untrainable = trainingProblem(spec.actions);
      if (untrainable !== null) throw untrainable;
      const form = a3cForm(config, spec);
      if (context.dream !== undefined) dream = await openDreamPractice(context.dream, spec);
      const specs = a3cParameters(form.shape);
      const { count } = config.workers;
      const memory = createSharedMemory(specs, count, config.learning.optimiser);
      const team = await ActorTeam.start({
        environment,
        config,
        memory,
        dream: context.dream?.model ?? null,
      });
      const parameters = new ParameterSet(specs, RandomStream.named(config.seed, 'agent/initial'));
      pushParameters(memory, parameters);
      return new A3cTrainer(context, { memory, team, parameters, form, real, dream });
    } catch (error) {
      dream?.close();
      real.close();
      throw error;
    }
  }

  async *train(): AsyncGenerator<TrainingUpdate, void, void> {
    this.#runClock.start();
    this.#checkpointAt = this.#context.clock();
    for (;;) {
      for (let update = this.#outbox.shift(); update !== undefined; update = this.#outbox.shift())
        yield update;
      if (this.#state.reported) return;
      await this.#advance();
    }
  }

  async save(): Promise<Checkpoint> {
    const { workers, arrays } = storedActors(await this.#team.save());
    const header = writeHeader({
      counters: this.#runClock.counters,
      state: this.#state,
      figures: this.#figures,
      workers,
      outbox: this.#outbox,
    });
    const { specs } = this.#parameters;
    return {
      format: 1,
      algorithm: a3c.id,
      header,
      arrays: { ...exportMemory(specs, this.#memory, AGENT_PREFIX), ...arrays },
    };
  }

  async restore(checkpoint: Checkpoint): Promise<void> {
    demandAlgorithm(checkpoint, a3c.id);
    const { counters, state, figures, workers, outbox } = readHeader(checkpoint.header);
    const { count } = this.#context.config.workers;
    if (workers.length !== count) {
      const [expected, found] = [`${count} workers`, String(workers.length)];
      throw new StudioError('checkpoint.mismatch', { array: 'worker', expected, found });
    }
    this.#stopPlaying();
    importMemory(this.#parameters.specs, this.#memory, AGENT_PREFIX, checkpoint.arrays);
    await this.#team.restore(actorStates(workers, checkpoint.arrays));
    this.#memory.counters[COUNTER.environmentSteps] = counters.environmentSteps;
    this.#memory.counters[COUNTER.updates] = counters.gradientSteps;
    Object.assign(this.#runClock.counters, counters);
    this.#state = { ...state };
    this.#figures = figures;
    this.#outbox = [...outbox];
  }

  async dispose(): Promise<void> {
    this.#stopPlaying();
    await this.#team.close();
    this.#player.dispose();
    this.#parameters.dispose();
    this.#place.dream?.close();
    this.#place.real.close();
  }

  async #advance(): Promise<void> {
    const { clock, config } = this.#context;
    const phase = this.#phaseNow();
    if (phase !== this.#state.phase) {
      this.#state.phase = phase;
      this.#clock = new PhaseClock();
      this.#outbox.push({ kind: 'log', level: 'info', key: LOG_OF_PHASE[phase] });
    }
    const updates = this.#evaluates(phase) ? await this.#evaluate(phase) : await this.#learn();
    this.#clock.note(clock(), this.#amount(phase).done);
    const ended = this.#state.reported || this.#phaseNow() !== phase;
    if (ended || clock() - this.#progressAt >= PROGRESS_SECONDS) {
      this.#progressAt = clock();
      this.#outbox.push({ kind: 'progress', progress: this.#progress(phase, ended) });
    }
    // After the progress: a result is a run's last update.
    this.#outbox.push(...updates);
    if (this.#state.reported) return;
    if (ended || clock() - this.#checkpointAt >= config.checkpoint.everySeconds) {
      this.#checkpointAt = clock();
      this.#outbox.push({ kind: 'checkpoint', reason: ended ? 'phase' : 'interval', score: null });
    }
  }

  #phaseNow(): PhaseName {
    const { environmentSteps } = this.#runClock.counters;
    return environmentSteps < this.#context.config.schedule.environmentSteps ? 'train' : 'evaluate';
  }

  #evaluates(phase: PhaseName): boolean {
    return phase === 'evaluate' || this.#runClock.counters.environmentSteps >= this.#state.evaluateAt;
  }

  /** One round, or as many roll-outs as take about as long as one should work between two pulls. */
  async #learn(): Promise<readonly TrainingUpdate[]> {
    const { config } = this.#context;
    const synchronous = config.workers.order === 'synchronous';
    const reports = synchronous ? await this.#round() : await this.#free();
    const { counters } = this.#runClock;
    counters.environmentSteps = this.#memory.counters[COUNTER.environmentSteps] ?? 0;
    counters.gradientSteps = this.#memory.counters[COUNTER.updates] ?? 0;
    const updates: TrainingUpdate[] = [];
    for (const { figures, ended } of reports) {
      demandFinite(figures, counters.gradientSteps);
      this.#figures = withFigures(this.#figures, figures);
      if (ended !== null) updates.push(...this.#ended(ended));
    }
    if (this.#figures.steps >= METRICS_EVERY || (this.#phaseNow() !== 'train' && this.#figures.steps > 0)) {
      updates.push({ kind: 'metrics', axis: this.#runClock.axis(), values: meanFigures(this.#figures) });
      this.#figures = NO_FIGURES;
    }
    return updates;
  }

  async #round(): Promise<readonly RolloutReport[]> {
    const reports = await this.#team.play();
    return reports.map((report, worker) => {
      const norm = applyRollout(this.#memory, this.#context.config, worker, report.frames);
      return { ...report, figures: { ...report.figures, 'update/gradientNorm': norm } };
    });
  }

  async #free(): Promise<readonly RolloutReport[]> {
    const { clock, config } = this.#context;
    const began = clock();
    const reports = await this.#team.playFreely(this.#freeRollouts);
    const times = Math.min(2, WORK_SECONDS / Math.max(1e-3, clock() - began));
    this.#freeRollouts = Math.max(config.workers.count, Math.round(this.#freeRollouts * times));
    return reports;
  }

  #ended({
    episodeReturn,
    length,
    terminated,
    recipe,
  }: NonNullable<RolloutReport['ended']>): readonly TrainingUpdate[] {
    const axis = this.#runClock.axis();
    const episode = { purpose: 'training', phase: 'train', episodeReturn, length, terminated, axis } as const;
    return [
      { kind: 'episode', episode: { ...episode, ...(recipe === null ? {} : { recipe }) } },
      { kind: 'metrics', axis, values: { 'train/return': episodeReturn, 'train/length': length } },
    ];
  }

  /** Goes on with what is being played, or begins it. */
  async #evaluate(phase: PhaseName): Promise<readonly TrainingUpdate[]> {
    const { clock } = this.#context;
    const until = clock() + WORK_SECONDS;
    const enough = () => clock() >= until;
    this.#playing ??= this.#begin(phase);
    const playing = this.#playing;
    if (playing.kind === 'final') return (await runEvaluation(playing, enough)) ? this.#report(playing) : [];
    const began = clock();
    const done = await runEvaluation(playing, enough);
    playing.seconds += clock() - began;
    return done ? this.#book(playing) : [];
  }

  #begin(phase: PhaseName): PlayedEvaluation {
    pullParameters(this.#memory, this.#parameters);
    const agent = { best: (count: number, random: RandomStream) => this.#player.driver(count, random) };
    return phase === 'evaluate' ? startFinal(this.#place, agent) : startEvaluation(this.#place, agent);
  }

  #book(playing: Extract<PlayedEvaluation, { kind: 'evaluation' }>): readonly TrainingUpdate[] {
    const { evaluation, seconds } = playing;
    const { outcomes } = evaluation;
    const dreamt = this.#dreamtBeside(playing, outcomes);
    this.#secondsAnEvaluatedEpisode = seconds / outcomes.length;
    this.#stopPlaying();
    const { evaluateEvery } = this.#context.config.schedule;
    const { environmentSteps } = this.#runClock.counters;
    this.#state.evaluateAt = (Math.floor(environmentSteps / evaluateEvery) + 1) * evaluateEvery;
    const axis = this.#runClock.axis();
    const { best, updates } = evaluationUpdates(outcomes, axis, this.#state.bestScore, {}, dreamt);
    this.#state.bestScore = best;
    return updates;
  }

  #report(playing: Extract<PlayedEvaluation, { kind: 'final' }>): readonly TrainingUpdate[] {
    const { trained, random } = playing;
    const dreamt = this.#dreamtBeside(playing, trained.outcomes);
    this.#stopPlaying();
    this.#state.reported = true;
    return lastEvaluationUpdates(trained.outcomes, random.outcomes, this.#runClock.axis(), dreamt);
  }

  /** Counts what an evaluation took of the real environment, where the run learns in a dream; null where it does not. */
  #dreamtBeside({ dreamt }: PlayedEvaluation, real: readonly EpisodeOutcome[]): DreamtBeside | null {
    if (dreamt === null) return null;
    this.#state.realSteps += framesOf(real, this.#place.real.spec.actionRepeat);
    return { outcomes: dreamt.outcomes, realSteps: this.#state.realSteps };
  }

  #stopPlaying(): void {
    stopPlaying(this.#playing);
    this.#playing = null;
  }

  /** How far a phase is, fractions of a unit counted. */
  #amount(phase: PhaseName): { readonly done: number; readonly total: number; readonly unit: string } {
    const { schedule, evaluate } = this.#context.config;
    if (phase === 'train') {
      const total = schedule.environmentSteps;
      return { done: Math.min(total, this.#runClock.counters.environmentSteps), total, unit: 'unit.frame' };
    }
    const parts = this.#playing?.kind === 'final' ? evaluationParts(this.#playing) : [];
    const { maxEpisodeSteps } = this.#place.real.spec;
    const done = parts.reduce((sum, part) => sum + part.outcomes.length + part.steps / maxEpisodeSteps, 0);
    const total = Math.max(2, parts.length) * evaluate.episodes;
    return { done: this.#state.reported ? total : Math.min(total, done), total, unit: 'unit.episode' };
  }

  #progress(phase: PhaseName, ended: boolean): PhaseProgress {
    const amount = this.#amount(phase);
    const perUnit = this.#clock.secondsPerUnit();
    const left = ended ? 0 : perUnit === null ? null : perUnit * (amount.total - amount.done);
    const evaluation = this.#secondsAnEvaluatedEpisode;
    const later = evaluation === null ? null : evaluation * this.#context.config.evaluate.episodes;
    const runSecondsLeft =
      phase === 'evaluate' ? left : left === null || later === null ? null : left + later;
    return {
      phase,
      index: PHASES.indexOf(phase),
      phases: PHASES,
      ...amount,
      phaseSecondsLeft: left,
      runSecondsLeft,
    };
  }
}

interface Parts {
  readonly memory: SharedMemory;
  readonly team: ActorTeam;
  readonly parameters: ParameterSet;
  readonly form: A3cForm;
  readonly real: Practice;
  readonly dream: Practice | null;
}

const LOG_OF_PHASE: Readonly<Record<PhaseName, string>> = {
  train: 'log.phase.train',
  evaluate: 'log.phase.evaluate',
};
