/**
 * Evaluations that people ask for, one after the other: each takes every core, so two at a time would only slow each
 * other down, and whoever asks for three need not come back twice. A checkpoint has at most one under way. The run's own
 * score is never touched.
 */
import { randomBytes } from 'node:crypto';
import { reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';
import type { EvaluationRecord, EvaluationUnderWay } from '../../shared/evaluation.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { logEntry, type RecordedEvent } from '../store/runRecords.ts';
import { planEvaluation, type AskedEvaluation, type EvaluationPlan } from './evaluationPlan.ts';
import { EvaluationProcess, type EvaluationOutcome } from './evaluationProcess.ts';
import type { LiveFeed } from './liveFeed.ts';
import type { ModelChecks } from './modelChecks.ts';
import type { ProcessLauncher } from './processLauncher.ts';
import type { Turns } from './turns.ts';
import { untilStored } from './untilStored.ts';

/** More often nobody can read. */
const ANNOUNCE_MILLISECONDS = 250;

interface Job {
  readonly id: string;
  readonly plan: EvaluationPlan;
  readonly cancelled: AbortController;
  state: EvaluationUnderWay['state'];
  done: number;
  sum: number;
  played: number;
  announcedAt: number;
}

export interface EvaluationsOptions {
  readonly store: ExperimentStore;
  readonly feed: LiveFeed;
  readonly launcher: ProcessLauncher;
  readonly models: ModelChecks;
  /** Shared with whatever else takes every core. */
  readonly turns: Turns;
}

export class Evaluations {
  readonly #store: ExperimentStore;
  readonly #feed: LiveFeed;
  readonly #launcher: ProcessLauncher;
  readonly #models: ModelChecks;
  readonly #turns: Turns;
  /** The first is the one that plays. */
  #jobs: Job[] = [];
  #working: Promise<void> | null = null;
  #closed = false;

  constructor({ store, feed, launcher, models, turns }: EvaluationsOptions) {
    this.#store = store;
    this.#feed = feed;
    this.#launcher = launcher;
    this.#models = models;
    this.#turns = turns;
  }

  /**
   * Begins at once, or when those before it are done.
   * @throws StudioError `run.unknown`, `checkpoint.unknown`, `evaluation.busy` where the checkpoint has one under way
   */
  start(runId: string, asked: AskedEvaluation): EvaluationUnderWay {
    const plan = planEvaluation(this.#store, runId, asked);
    if (this.#closed || this.#jobs.some(({ plan: { checkpointId } }) => checkpointId === plan.checkpointId)) {
      throw new StudioError('evaluation.busy', { checkpoint: plan.checkpointId });
    }
    const job: Job = {
      id: `${runId}-evaluation-${randomBytes(5).toString('hex')}`,
      plan,
      cancelled: new AbortController(),
      state: 'waiting',
      done: 0,
      sum: 0,
      played: 0,
      announcedAt: -Infinity,
    };
    this.#jobs.push(job);
    this.#announce(job);
    this.#working ??= this.#work();
    return underWay(job);
  }

  /** Nothing of it is kept. @throws StudioError `evaluation.unknown` where it has ended already */
  cancel(evaluationId: string): void {
    const job = this.#jobs.find(({ id }) => id === evaluationId);
    if (job === undefined) throw new StudioError('evaluation.unknown', { evaluation: evaluationId });
    this.#drop(job);
  }

  /** Of runs that go. */
  cancelOf(runIds: readonly string[]): void {
    for (const job of [...this.#jobs]) if (runIds.includes(job.plan.runId)) this.#drop(job);
  }

  /** In the order in which they play. @param runId of all runs where it is left out */
  underWay(runId?: string): EvaluationUnderWay[] {
    return this.#jobs.filter(({ plan }) => runId === undefined || plan.runId === runId).map(underWay);
  }

  /** Cancels all; resolves when no process is left. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of [...this.#jobs]) this.#drop(job);
    await this.#working;
  }

  /** Out of sight at once; its process, where it has one, is killed meanwhile. */
  #drop(job: Job): void {
    this.#forget(job);
    job.cancelled.abort();
    this.#end(job, null);
  }

  #forget(job: Job): void {
    this.#jobs = this.#jobs.filter((other) => other !== job);
    this.#tellAll();
  }

  #tellAll(): void {
    this.#feed.publish('evaluations', {}, { kind: 'underWay', evaluations: this.underWay() });
  }

  async #work(): Promise<void> {
    for (let job = this.#jobs[0]; job !== undefined; job = this.#jobs[0]) {
      const release = await this.#turns.take();
      if (job.cancelled.signal.aborted) {
        release();
        continue;
      }
      const outcome = await this.#play(job)
        .catch((error: unknown) => failure(reportError(error)))
        .finally(release);
      if (job.cancelled.signal.aborted) continue;
      const error = outcome.kind === 'failed' ? outcome.error : await this.#keep(job, outcome);
      if (job.cancelled.signal.aborted) continue;
      this.#forget(job);
      if (error !== null) this.#failed(job, error);
    }
    this.#working = null;
  }

  async #play(job: Job): Promise<EvaluationOutcome> {
    job.state = 'playing';
    this.#announce(job);
    await this.#models.requireRun(job.plan.environment, job.plan.config);
    const evaluation = await EvaluationProcess.launch(this.#launcher, job.plan, {
      onEpisode: ({ episodeReturn }) => {
        job.done += 1;
        job.sum += episodeReturn;
        this.#announceNowAndThen(job);
      },
      onPlayed: (episodes) => {
        job.played = episodes;
        this.#announceNowAndThen(job);
      },
    });
    const { signal } = job.cancelled;
    const kill = () => {
      evaluation.kill();
    };
    if (signal.aborted) kill();
    else signal.addEventListener('abort', kill);
    return evaluation.ended;
  }

  /** Stores the result, and tells of it: on a full disk when there is room. @returns why it cannot be stored at all */
  async #keep(job: Job, { score, scoreDeviation, episodes }: Finished): Promise<ErrorReport | null> {
    const { runId, checkpointId, seed } = job.plan;
    const evaluation: EvaluationRecord = {
      id: job.id,
      checkpointId,
      seed,
      score,
      scoreDeviation,
      episodes,
      createdAt: new Date().toISOString(),
    };
    const values = {
      score: score.toFixed(1),
      deviation: scoreDeviation.toFixed(1),
      episodes: episodes.length,
    };
    const entry = logEntry('info', 'log.evaluated', { ...values, checkpoint: checkpointId });
    try {
      await untilStored(
        () => {
          const stored = this.#store.record(runId, [
            { kind: 'evaluation', evaluation },
            { kind: 'log', entry },
          ]);
          // Whoever hears of it may ask for the next one.
          this.#forget(job);
          this.#publish(runId, stored);
        },
        {
          signal: job.cancelled.signal,
          onTrouble: (error) => {
            if (error === null) return;
            job.state = 'storing';
            this.#announce(job);
          },
        },
      );
      return null;
    } catch (error) {
      return reportError(error);
    }
  }

  #failed(job: Job, error: ErrorReport): void {
    const { runId } = job.plan;
    this.#end(job, error);
    try {
      const entry = logEntry('error', `error.${error.code}.what`, error.values);
      this.#publish(runId, this.#store.record(runId, [{ kind: 'log', entry }]));
    } catch {
      // Whoever looks has been told; a log line on a full disk, or of a run that is gone, is no loss.
    }
  }

  #publish(runId: string, events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'result') this.#feed.publish('run', { runId }, event);
    }
  }

  #announceNowAndThen(job: Job): void {
    if (performance.now() - job.announcedAt >= ANNOUNCE_MILLISECONDS) this.#announce(job);
  }

  #announce(job: Job): void {
    // A process that was killed may have said something before.
    if (job.cancelled.signal.aborted) return;
    job.announcedAt = performance.now();
    this.#feed.publish(
      'run',
      { runId: job.plan.runId },
      {
        kind: 'evaluationProgress',
        evaluation: underWay(job),
      },
    );
    this.#tellAll();
  }

  #end(job: Job, error: ErrorReport | null): void {
    const { runId, checkpointId } = job.plan;
    this.#feed.publish(
      'run',
      { runId },
      { kind: 'evaluationEnded', evaluationId: job.id, checkpointId, error },
    );
  }
}

type Finished = Extract<EvaluationOutcome, { kind: 'finished' }>;

const failure = (error: ErrorReport): EvaluationOutcome => ({ kind: 'failed', error });

function underWay({ id, plan, state, done, sum, played }: Job): EvaluationUnderWay {
  const { runId, checkpointId, seed, episodes } = plan;
  return {
    id,
    runId,
    checkpointId,
    seed,
    episodes,
    state,
    done,
    played: Math.min(episodes, Math.max(done, played)),
    mean: done === 0 ? null : sum / done,
  };
}
