/**
 * Training that plays an episode and then makes some training steps on the replay, in turn: seed episodes at random, episodes
 * with exploration, evaluations between, and one at the end. What learns is an `EpisodicAgent`.
 *
 * A unit of work is one episode, one training step or one evaluation. Between any two updates the trainer can be saved; it
 * goes on from its last finished unit, bit for bit, because every unit draws from a random stream of its own name.
 */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { StudioError } from '../../shared/errors.ts';
import type { PhaseProgress, TrainingUpdate } from '../../shared/run.ts';
import { demandAlgorithm } from '../training/checkpointHeader.ts';
import { whenThereIsRoom } from '../training/diskFull.ts';
import { PhaseClock } from '../training/progress.ts';
import type { Trainer } from '../training/trainer.ts';
import { episodeUpdate } from './episodeUpdate.ts';
import type { EpisodicAgent } from './episodicAgent.ts';
import { readHeader, writeHeader, type EpisodicHeader } from './episodicHeader.ts';
import { framesOf, type DreamtBeside } from './dreamtBeside.ts';
import type { EpisodeOutcome } from './episodes.ts';
import {
  evaluationParts,
  runEvaluation,
  startEpisode,
  startEvaluation,
  startFinal,
  stopPlaying,
  type PlayedEvaluation,
  type Playing,
} from './episodicPlaying.ts';
import type { EpisodicWorkspace } from './episodicWorkspace.ts';
import { evaluationUpdates, lastEvaluationUpdates } from './evaluationUpdates.ts';
import { recompute } from './recompute.ts';
import { TrainingSteps } from './trainingSteps.ts';

/** All actions ever taken: what the replay is computed from where it was lost. */
const ACTIONS_PATH = 'replay/actions';
const PHASES = ['seed', 'train', 'evaluate'] as const;
type PhaseName = (typeof PHASES)[number];

const WORK_SECONDS = 0.25;
const PROGRESS_SECONDS = 0.25;
/** One training episode in so many keeps its recipe for the theatre. */
const RECIPE_EVERY = 10;

export class EpisodicTrainer implements Trainer {
  readonly #algorithm: string;
  readonly #workspace: EpisodicWorkspace;
  readonly #agent: EpisodicAgent;
  readonly #steps: TrainingSteps;
  /** Where the run stands, beside counters, networks and replay. */
  #state: EpisodicHeader['state'] = {
    phase: null,
    owed: 0,
    evaluateAt: 0,
    bestScore: null,
    reported: false,
    realSteps: 0,
  };
  /** Made, but not yet pulled; its records are part of a checkpoint. */
  #outbox: TrainingUpdate[] = [];
  #playing: Playing | null = null;
  #clock = new PhaseClock();
  #secondsAnEvaluatedEpisode: number | null = null;
  #progressAt = Number.NEGATIVE_INFINITY;
  #checkpointAt = 0;
  /** After a restore whose observations are not all there: what it was restored from, until they are. */
  #repair: Checkpoint | null = null;

  /** Takes workspace and agent over. @param algorithm whose checkpoints these are */
  constructor(algorithm: string, workspace: EpisodicWorkspace, agent: EpisodicAgent) {
    this.#algorithm = algorithm;
    this.#workspace = workspace;
    this.#agent = agent;
    this.#steps = new TrainingSteps(workspace, agent);
  }

  async *train(): AsyncGenerator<TrainingUpdate, void, void> {
    const workspace = this.#workspace;
    workspace.runClock.start();
    this.#checkpointAt = workspace.clock();
    if (this.#repair !== null) {
      yield { kind: 'log', level: 'warning', key: 'log.cacheLost' };
      yield* whenThereIsRoom(() => this.#recomputed());
      this.#repair = null;
    }
    for (;;) {
      for (let update = this.#outbox.shift(); update !== undefined; update = this.#outbox.shift())
        yield update;
      if (this.#state.reported) return;
      yield* whenThereIsRoom(() => this.#advance());
    }
  }

  async *#recomputed(): AsyncGenerator<TrainingUpdate, void, void> {
    const rest = { unit: 'unit.step', phaseSecondsLeft: null, runSecondsLeft: null };
    for await (const { done, total } of recompute(this.#workspace)) {
      const progress = { ...this.#progress(this.#phaseNow(), false), ...rest, done, total };
      yield { kind: 'progress', progress };
    }
  }

  async save(): Promise<Checkpoint> {
    if (this.#repair !== null) return this.#repair;
    const { counters, replay } = this.#workspace;
    const { optimizers, arrays } = this.#agent.save();
    const header = writeHeader({
      state: this.#state,
      counters,
      figures: this.#steps.figures,
      optimizers,
      watermark: replay.watermark(),
      outbox: this.#outbox,
    });
    const actions = replay.actions();
    return {
      format: 1,
      algorithm: this.#algorithm,
      header,
      arrays: { ...arrays, [ACTIONS_PATH]: { shape: [actions.length], data: actions } },
    };
  }

  async restore(checkpoint: Checkpoint): Promise<void> {
    demandAlgorithm(checkpoint, this.#algorithm);
    const { state, counters, figures, optimizers, watermark, outbox } = readHeader(checkpoint.header);
    const workspace = this.#workspace;
    const actions = checkpoint.arrays[ACTIONS_PATH];
    if (!(actions?.data instanceof Float32Array)) {
      throw new StudioError('checkpoint.mismatch', {
        array: ACTIONS_PATH,
        expected: 'actions',
        found: 'nothing',
      });
    }
    this.#stopPlaying();
    this.#agent.restore(optimizers, checkpoint.arrays);
    workspace.replay.restore(watermark, actions.data);
    Object.assign(workspace.counters, counters);
    this.#state = { ...state };
    this.#steps.figures = figures;
    this.#outbox = [...outbox];
    this.#repair = workspace.replay.lostEpisodes().length > 0 ? checkpoint : null;
  }

  async dispose(): Promise<void> {
    this.#stopPlaying();
    this.#workspace.dispose();
    this.#agent.dispose();
  }

  async #advance(): Promise<void> {
    const workspace = this.#workspace;
    const phase = this.#phaseNow();
    if (phase !== this.#state.phase) {
      this.#state.phase = phase;
      this.#clock = new PhaseClock();
      this.#outbox.push({ kind: 'log', level: 'info', key: LOG_OF_PHASE[phase] });
    }
    const updates = this.#state.owed > 0 ? this.#learn() : await this.#play(phase);
    this.#clock.note(workspace.clock(), this.#amount(phase).done);
    const ended = this.#state.reported || this.#phaseNow() !== phase;
    if (ended || workspace.clock() - this.#progressAt >= PROGRESS_SECONDS) {
      this.#progressAt = workspace.clock();
      this.#outbox.push({ kind: 'progress', progress: this.#progress(phase, ended) });
    }
    // After the progress: a result is a run's last update.
    this.#outbox.push(...updates);
    if (this.#state.reported) return;
    const due = workspace.clock() - this.#checkpointAt >= workspace.config.checkpoint.everySeconds;
    if (ended || due) {
      this.#checkpointAt = workspace.clock();
      this.#outbox.push({ kind: 'checkpoint', reason: ended ? 'phase' : 'interval', score: null });
    }
  }

  #phaseNow(): PhaseName {
    const { config, counters, replay } = this.#workspace;
    const { seedEpisodes, environmentSteps } = config.schedule;
    if (replay.episodes.length < seedEpisodes || !replay.has(this.#agent.moments)) return 'seed';
    return counters.environmentSteps < environmentSteps || this.#state.owed > 0 ? 'train' : 'evaluate';
  }

  #learn(): readonly TrainingUpdate[] {
    this.#state.owed -= 1;
    return this.#steps.step(this.#state.owed === 0);
  }

  /** Goes on with what is being played, or begins what comes next. */
  async #play(phase: PhaseName): Promise<readonly TrainingUpdate[]> {
    const workspace = this.#workspace;
    const until = workspace.clock() + WORK_SECONDS;
    const enough = () => workspace.clock() >= until;
    this.#playing ??= await this.#next(phase);
    const playing = this.#playing;
    switch (playing.kind) {
      case 'episode':
        playing.episodes.run(enough);
        return playing.episodes.done ? this.#bookEpisode(phase, playing) : [];
      case 'evaluation': {
        const began = workspace.clock();
        const done = await runEvaluation(playing, enough);
        playing.seconds += workspace.clock() - began;
        return done ? this.#bookEvaluation(playing) : [];
      }
      case 'final':
        return (await runEvaluation(playing, enough)) ? this.#report(playing) : [];
    }
  }

  #next(phase: PhaseName): Playing | Promise<Playing> {
    const workspace = this.#workspace;
    if (phase === 'seed') return startEpisode(workspace, this.#agent, false);
    if (phase === 'evaluate') return startFinal(workspace.evaluationPlace, this.#agent);
    const due = workspace.counters.environmentSteps >= this.#state.evaluateAt;
    return due
      ? startEvaluation(workspace.evaluationPlace, this.#agent)
      : startEpisode(workspace, this.#agent, true);
  }

  #stopPlaying(): void {
    stopPlaying(this.#playing);
    this.#playing = null;
  }

  #bookEpisode(
    phase: PhaseName,
    { episodes }: Extract<Playing, { kind: 'episode' }>,
  ): readonly TrainingUpdate[] {
    const { replay, counters, spec } = this.#workspace;
    const [outcome] = episodes.outcomes();
    if (outcome === undefined) throw new Error('no episode was played');
    const keepsRecipe = replay.episodes.length % RECIPE_EVERY === 0;
    // Throws where the disk is full: the episode stays in `#playing` and is booked when there is room.
    replay.append(outcome.episode);
    this.#stopPlaying();
    counters.environmentSteps += outcome.length * spec.actionRepeat;
    if (phase === 'train') this.#state.owed = this.#agent.trainStepsAfter(outcome.length);
    else if (this.#phaseNow() !== 'seed') this.#state.owed = this.#agent.pretrainSteps;
    const axis = this.#workspace.runClock.axis();
    const purpose = phase === 'train' ? 'training' : 'collection';
    const values = {
      [`${phase}/return`]: outcome.episodeReturn,
      [`${phase}/length`]: outcome.length,
    };
    return [episodeUpdate(outcome, { purpose, phase, axis, keepsRecipe }), { kind: 'metrics', axis, values }];
  }

  #bookEvaluation(playing: Extract<Playing, { kind: 'evaluation' }>): readonly TrainingUpdate[] {
    const { counters, config } = this.#workspace;
    const { evaluation, seconds } = playing;
    const { outcomes } = evaluation;
    const dreamt = this.#dreamtBeside(playing, outcomes);
    this.#secondsAnEvaluatedEpisode = seconds / outcomes.length;
    this.#stopPlaying();
    const { evaluateEvery } = config.schedule;
    this.#state.evaluateAt = (Math.floor(counters.environmentSteps / evaluateEvery) + 1) * evaluateEvery;
    const axis = this.#workspace.runClock.axis();
    const [first] = outcomes;
    const further =
      first === undefined ? {} : this.#agent.figuresOf?.(first, `openLoop/${counters.environmentSteps}`);
    const { best, updates } = evaluationUpdates(outcomes, axis, this.#state.bestScore, further, dreamt);
    this.#state.bestScore = best;
    return updates;
  }

  #report(playing: Extract<Playing, { kind: 'final' }>): readonly TrainingUpdate[] {
    const { trained, random } = playing;
    const dreamt = this.#dreamtBeside(playing, trained.outcomes);
    const axis = this.#workspace.runClock.axis();
    this.#stopPlaying();
    this.#state.reported = true;
    return lastEvaluationUpdates(trained.outcomes, random.outcomes, axis, dreamt);
  }

  /** Counts what an evaluation took of the real environment, where the run learns in a dream; null where it does not. */
  #dreamtBeside({ dreamt }: PlayedEvaluation, real: readonly EpisodeOutcome[]): DreamtBeside | null {
    if (dreamt === null) return null;
    this.#state.realSteps += framesOf(real, this.#workspace.spec.actionRepeat);
    return { outcomes: dreamt.outcomes, realSteps: this.#state.realSteps };
  }

  /** How far a phase is, fractions of a unit counted. */
  #amount(phase: PhaseName): { readonly done: number; readonly total: number; readonly unit: string } {
    const { config, counters, replay, spec } = this.#workspace;
    const { schedule, evaluate } = config;
    const playing = this.#playing;
    const { maxEpisodeSteps } = spec;
    switch (phase) {
      case 'seed': {
        const played = playing?.kind === 'episode' ? playing.episodes.steps / maxEpisodeSteps : 0;
        const total = Math.max(schedule.seedEpisodes, replay.episodes.length);
        return { done: Math.min(total, replay.episodes.length + played), total, unit: 'unit.episode' };
      }
      case 'train': {
        // Training steps that the last episode has brought are counted as its frames, so that the bar does not stand still.
        const length = replay.episodes.at(-1)?.length ?? 0;
        const share = this.#state.owed / Math.max(1, this.#agent.trainStepsAfter(length));
        const owed = Math.min(1, share) * length * spec.actionRepeat;
        const total = schedule.environmentSteps;
        const done = Math.min(total, Math.max(0, counters.environmentSteps - owed));
        return { done, total, unit: 'unit.frame' };
      }
      case 'evaluate': {
        const parts = playing?.kind === 'final' ? evaluationParts(playing) : [];
        const done = parts.reduce(
          (sum, part) => sum + part.outcomes.length + part.steps / maxEpisodeSteps,
          0,
        );
        const total = Math.max(2, parts.length) * evaluate.episodes;
        return { done: this.#state.reported ? total : Math.min(total, done), total, unit: 'unit.episode' };
      }
    }
  }

  #progress(phase: PhaseName, ended: boolean): PhaseProgress {
    const amount = this.#amount(phase);
    const perUnit = this.#clock.secondsPerUnit();
    const left = ended ? 0 : perUnit === null ? null : perUnit * (amount.total - amount.done);
    const evaluation = this.#secondsAnEvaluatedEpisode;
    // Random actions cost next to nothing beside a policy's.
    const later = evaluation === null ? null : evaluation * this.#workspace.config.evaluate.episodes;
    const runSecondsLeft =
      phase === 'evaluate' ? left : phase === 'seed' || left === null || later === null ? null : left + later;
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

const LOG_OF_PHASE: Readonly<Record<PhaseName, string>> = {
  seed: 'log.phase.seed',
  train: 'log.phase.train',
  evaluate: 'log.phase.evaluate',
};
