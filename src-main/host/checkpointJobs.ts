/**
 * What people have done with checkpoints in processes of their own (evaluations, measurements of trust): one after the other, since
 * each takes every core, and kept when it is done, on a full disk when there is room.
 */
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { logEntry, type RecordedEvent, type RunRecord } from '../store/runRecords.ts';
import type { LiveFeed } from './liveFeed.ts';
import type { ModelChecks } from './modelChecks.ts';
import type { Turns } from './turns.ts';
import { untilStored } from './untilStored.ts';

export interface CheckpointJob {
  readonly id: string;
  readonly plan: {
    readonly runId: string;
    readonly environment: string;
    readonly config: Readonly<Record<string, unknown>>;
  };
  readonly cancelled: AbortController;
  state: 'waiting' | 'working' | 'storing';
}

interface Failed {
  readonly kind: 'failed';
  readonly error: ErrorReport;
}

/** One kind of them. */
export interface JobKind<Job extends CheckpointJob, Done extends { readonly kind: string }> {
  launch(job: Job): Promise<{ readonly ended: Promise<Done | Failed>; kill(): void }>;
  /** What is stored of what came out. */
  records(job: Job, done: Done): readonly RunRecord[];
  /** Tells how far it is. */
  announce(job: Job): void;
  /** Tells that it is over. @param error null where it was cancelled */
  ended(job: Job, error: ErrorReport | null): void;
  /** One of them is out of the list. */
  forgotten?(): void;
}

export interface CheckpointJobsOptions {
  readonly store: ExperimentStore;
  readonly feed: LiveFeed;
  readonly models: ModelChecks;
  /** Shared with whatever else takes every core. */
  readonly turns: Turns;
}

export class CheckpointJobs<Job extends CheckpointJob, Done extends { readonly kind: string }> {
  readonly #options: CheckpointJobsOptions;
  readonly #kind: JobKind<Job, Done>;
  /** The first is the one that works. */
  #jobs: readonly Job[] = [];
  #working: Promise<void> | null = null;
  #closed = false;

  constructor(options: CheckpointJobsOptions, kind: JobKind<Job, Done>) {
    this.#options = options;
    this.#kind = kind;
  }

  /** In the order in which they work. */
  get all(): readonly Job[] {
    return this.#jobs;
  }

  /** Nothing begins any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Begins at once, or when those before it are done. */
  add(job: Job): void {
    this.#jobs = [...this.#jobs, job];
    this.announce(job);
    this.#working ??= this.#work();
  }

  announce(job: Job): void {
    // A process that was killed may have said something before.
    if (!job.cancelled.signal.aborted) this.#kind.announce(job);
  }

  /** Out of sight at once, and nothing of it is kept; its process, where it has one, is killed meanwhile. */
  drop(job: Job): void {
    this.#forget(job);
    job.cancelled.abort();
    this.#kind.ended(job, null);
  }

  /** Those of runs that go. */
  dropOf(runIds: readonly string[]): void {
    for (const job of this.#jobs) if (runIds.includes(job.plan.runId)) this.drop(job);
  }

  /** Drops all; resolves when no process is left. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#jobs) this.drop(job);
    await this.#working;
  }

  #forget(job: Job): void {
    this.#jobs = this.#jobs.filter((other) => other !== job);
    this.#kind.forgotten?.();
  }

  async #work(): Promise<void> {
    for (let job = this.#jobs[0]; job !== undefined; job = this.#jobs[0]) {
      const release = await this.#options.turns.take();
      const { signal } = job.cancelled;
      if (signal.aborted) {
        release();
        continue;
      }
      const outcome = await this.#perform(job)
        .catch((error: unknown): Failed => ({ kind: 'failed', error: reportError(error) }))
        .finally(release);
      if (signal.aborted) continue;
      const error = isFailed(outcome) ? outcome.error : await this.#keep(job, outcome);
      if (signal.aborted) continue;
      this.#forget(job);
      if (error !== null) this.#failed(job, error);
    }
    this.#working = null;
  }

  async #perform(job: Job): Promise<Done | Failed> {
    job.state = 'working';
    this.announce(job);
    await this.#options.models.requireRun(job.plan.environment, job.plan.config);
    const process = await this.#kind.launch(job);
    const { signal } = job.cancelled;
    const kill = () => {
      process.kill();
    };
    if (signal.aborted) kill();
    else signal.addEventListener('abort', kill);
    return process.ended;
  }

  /** @returns why it cannot be stored at all */
  async #keep(job: Job, done: Done): Promise<ErrorReport | null> {
    const { runId } = job.plan;
    const records = this.#kind.records(job, done);
    try {
      await untilStored(
        () => {
          const stored = this.#options.store.record(runId, records);
          // Whoever hears of it may ask for the next one.
          this.#forget(job);
          this.#publish(runId, stored);
        },
        {
          signal: job.cancelled.signal,
          onTrouble: (error) => {
            if (error === null) return;
            job.state = 'storing';
            this.announce(job);
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
    this.#kind.ended(job, error);
    try {
      const entry = logEntry('error', `error.${error.code}.what`, error.values);
      this.#publish(runId, this.#options.store.record(runId, [{ kind: 'log', entry }]));
    } catch {
      // Whoever looks has been told; a log line on a full disk, or of a run that is gone, is no loss.
    }
  }

  #publish(runId: string, events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'result') this.#options.feed.publish('run', { runId }, event);
    }
  }
}

function isFailed(outcome: { readonly kind: string }): outcome is Failed {
  return outcome.kind === 'failed';
}
