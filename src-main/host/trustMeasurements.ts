/**
 * Measurements of trust that people ask for, one after the other, and never beside an evaluation: each takes every core. A
 * checkpoint has at most one of each instrument under way.
 */
import { reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';
import type { TrustResult, TrustUnderWay } from '../../shared/trust.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { logEntry } from '../store/runRecords.ts';
import type { LiveFeed } from './liveFeed.ts';
import type { ModelChecks } from './modelChecks.ts';
import type { ProcessLauncher } from './processLauncher.ts';
import { planTrust, type AskedTrust, type TrustPlan } from './trustPlan.ts';
import { TrustProcess, type TrustOutcome } from './trustProcess.ts';
import { newTrustId, trustRecord } from './trustRecord.ts';
import type { Turns } from './turns.ts';
import { untilStored } from './untilStored.ts';

interface Job {
  readonly id: string;
  readonly plan: TrustPlan;
  readonly cancelled: AbortController;
  state: TrustUnderWay['state'];
  share: number;
}

export interface TrustMeasurementsOptions {
  readonly store: ExperimentStore;
  readonly feed: LiveFeed;
  readonly launcher: ProcessLauncher;
  readonly models: ModelChecks;
  readonly turns: Turns;
}

export class TrustMeasurements {
  readonly #options: TrustMeasurementsOptions;
  /** The first is the one that measures. */
  #jobs: Job[] = [];
  #working: Promise<void> | null = null;
  #closed = false;

  constructor(options: TrustMeasurementsOptions) {
    this.#options = options;
  }

  /**
   * Begins at once, or when those before it are done.
   * @throws StudioError `run.unknown`, `checkpoint.unknown`, `trust.noModel`, `trust.busy`
   */
  start(runId: string, asked: AskedTrust): TrustUnderWay {
    const plan = planTrust(this.#options.store, runId, asked);
    const same = ({ plan: other }: Job) =>
      other.checkpointId === plan.checkpointId && other.instrument === plan.instrument;
    if (this.#closed || this.#jobs.some(same)) {
      throw new StudioError('trust.busy', { checkpoint: plan.checkpointId });
    }
    const job: Job = {
      id: newTrustId(runId),
      plan,
      cancelled: new AbortController(),
      state: 'waiting',
      share: 0,
    };
    this.#jobs.push(job);
    this.#announce(job);
    this.#working ??= this.#work();
    return underWay(job);
  }

  /** Nothing of it is kept. @throws StudioError `trust.unknown` where it has ended already */
  cancel(measurementId: string): void {
    const job = this.#jobs.find(({ id }) => id === measurementId);
    if (job === undefined) throw new StudioError('trust.unknown', { measurement: measurementId });
    this.#drop(job);
  }

  /** Of runs that go. */
  cancelOf(runIds: readonly string[]): void {
    for (const job of [...this.#jobs]) if (runIds.includes(job.plan.runId)) this.#drop(job);
  }

  /** In the order in which they measure. */
  underWay(runId: string): TrustUnderWay[] {
    return this.#jobs.filter(({ plan }) => plan.runId === runId).map(underWay);
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
  }

  async #work(): Promise<void> {
    for (let job = this.#jobs[0]; job !== undefined; job = this.#jobs[0]) {
      const release = await this.#options.turns.take();
      const outcome = await this.#measure(job).finally(release);
      if (outcome === null || job.cancelled.signal.aborted) continue;
      const error = outcome.kind === 'failed' ? outcome.error : await this.#keep(job, outcome.result);
      if (job.cancelled.signal.aborted) continue;
      this.#forget(job);
      if (error !== null) this.#failed(job, error);
    }
    this.#working = null;
  }

  /** Null where it was cancelled before its turn came. */
  async #measure(job: Job): Promise<TrustOutcome | null> {
    const { launcher, models } = this.#options;
    const { signal } = job.cancelled;
    if (signal.aborted) return null;
    job.state = 'measuring';
    this.#announce(job);
    try {
      await models.requireRun(job.plan.environment, job.plan.config);
      const process = await TrustProcess.launch(launcher, job.plan, (share) => {
        job.share = share;
        this.#announce(job);
      });
      const kill = () => {
        process.kill();
      };
      if (signal.aborted) kill();
      else signal.addEventListener('abort', kill);
      return await process.ended;
    } catch (error) {
      return { kind: 'failed', error: reportError(error) };
    }
  }

  /** Stores the figures, and tells of them: on a full disk when there is room. @returns why they cannot be stored at all */
  async #keep(job: Job, result: TrustResult): Promise<ErrorReport | null> {
    const { store, feed } = this.#options;
    const { runId, checkpointId, instrument } = job.plan;
    const trust = trustRecord(job.id, job.plan, result);
    const entry = logEntry('info', `log.measured.${instrument}`, { checkpoint: checkpointId });
    try {
      await untilStored(
        () => {
          const stored = store.record(runId, [
            { kind: 'trust', trust },
            { kind: 'log', entry },
          ]);
          // Whoever hears of it may ask for the next one.
          this.#forget(job);
          for (const event of stored) if (event.kind !== 'result') feed.publish('run', { runId }, event);
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
    const { store, feed } = this.#options;
    const { runId } = job.plan;
    this.#end(job, error);
    try {
      const entry = logEntry('error', `error.${error.code}.what`, error.values);
      for (const event of store.record(runId, [{ kind: 'log', entry }])) {
        if (event.kind !== 'result') feed.publish('run', { runId }, event);
      }
    } catch {
      // Whoever looks has been told; a log line on a full disk, or of a run that is gone, is no loss.
    }
  }

  #announce(job: Job): void {
    // A process that was killed may have said something before.
    if (job.cancelled.signal.aborted) return;
    const { runId } = job.plan;
    this.#options.feed.publish('run', { runId }, { kind: 'trustProgress', measurement: underWay(job) });
  }

  #end(job: Job, error: ErrorReport | null): void {
    const { runId } = job.plan;
    this.#options.feed.publish('run', { runId }, { kind: 'trustEnded', measurement: underWay(job), error });
  }
}

function underWay({ id, plan, state, share }: Job): TrustUnderWay {
  const { runId, checkpointId, instrument } = plan;
  return { id, runId, checkpointId, instrument, state, share };
}
