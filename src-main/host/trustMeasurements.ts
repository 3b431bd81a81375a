/**
 * Measurements of trust that people ask for, one after the other, and never beside an evaluation: each takes every core. A
 * checkpoint has at most one of each instrument under way.
 */
import { StudioError } from '../../shared/errors.ts';
import type { TrustUnderWay } from '../../shared/trust.ts';
import { logEntry } from '../store/runRecords.ts';
import { CheckpointJobs, type CheckpointJob, type CheckpointJobsOptions } from './checkpointJobs.ts';
import type { ProcessLauncher } from './processLauncher.ts';
import { planTrust, type AskedTrust, type TrustPlan } from './trustPlan.ts';
import { TrustProcess, type TrustOutcome } from './trustProcess.ts';
import { newTrustId, trustRecord } from './trustRecord.ts';

interface Job extends CheckpointJob {
  readonly plan: TrustPlan;
  share: number;
}

type Measured = Extract<TrustOutcome, { kind: 'measured' }>;

export interface TrustMeasurementsOptions extends CheckpointJobsOptions {
  readonly launcher: ProcessLauncher;
}

export class TrustMeasurements {
  readonly #options: TrustMeasurementsOptions;
  readonly #jobs: CheckpointJobs<Job, Measured>;

  constructor(options: TrustMeasurementsOptions) {
    this.#options = options;
    const { feed, launcher } = options;
    this.#jobs = new CheckpointJobs<Job, Measured>(options, {
      launch: (job) =>
        TrustProcess.launch(launcher, job.plan, (share) => {
          job.share = share;
          this.#jobs.announce(job);
        }),
      records: (job, { result }) => {
        const { checkpointId, instrument } = job.plan;
        return [
          { kind: 'trust', trust: trustRecord(job.id, job.plan, result) },
          {
            kind: 'log',
            entry: logEntry('info', `log.measured.${instrument}`, { checkpoint: checkpointId }),
          },
        ];
      },
      announce: (job) => {
        const { runId } = job.plan;
        feed.publish('run', { runId }, { kind: 'trustProgress', measurement: underWay(job) });
      },
      ended: (job, error) => {
        const { runId } = job.plan;
        feed.publish('run', { runId }, { kind: 'trustEnded', measurement: underWay(job), error });
      },
    });
  }

  /**
   * Begins at once, or when those before it are done.
   * @throws StudioError `run.unknown`, `checkpoint.unknown`, `trust.noModel`, `trust.busy`
   */
  start(runId: string, asked: AskedTrust): TrustUnderWay {
    const plan = planTrust(this.#options.store, runId, asked);
    const same = ({ plan: other }: Job) =>
      other.checkpointId === plan.checkpointId && other.instrument === plan.instrument;
    if (this.#jobs.closed || this.#jobs.all.some(same)) {
      throw new StudioError('trust.busy', { checkpoint: plan.checkpointId });
    }
    const job: Job = {
      id: newTrustId(runId),
      plan,
      cancelled: new AbortController(),
      state: 'waiting',
      share: 0,
    };
    this.#jobs.add(job);
    return underWay(job);
  }

  /** Nothing of it is kept. @throws StudioError `trust.unknown` where it has ended already */
  cancel(measurementId: string): void {
    const job = this.#jobs.all.find(({ id }) => id === measurementId);
    if (job === undefined) throw new StudioError('trust.unknown', { measurement: measurementId });
    this.#jobs.drop(job);
  }

  /** Of runs that go. */
  cancelOf(runIds: readonly string[]): void {
    this.#jobs.dropOf(runIds);
  }

  /** In the order in which they measure. */
  underWay(runId: string): TrustUnderWay[] {
    return this.#jobs.all.filter(({ plan }) => plan.runId === runId).map(underWay);
  }

  /** Cancels all; resolves when no process is left. */
  close(): Promise<void> {
    return this.#jobs.close();
  }
}

function underWay({ id, plan, state, share }: Job): TrustUnderWay {
  const { runId, checkpointId, instrument } = plan;
  return { id, runId, checkpointId, instrument, state: state === 'working' ? 'measuring' : state, share };
}
