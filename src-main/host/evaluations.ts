/**
 * Evaluations that people ask for, one after the other: each takes every core, so two at a time would only slow each
 * other down, and whoever asks for three need not come back twice. A checkpoint has at most one under way. The run's own
 * score is never touched.
 */
import { randomBytes } from 'node:crypto';
import { StudioError } from '../../shared/errors.ts';
import type { EvaluationUnderWay } from '../../shared/evaluation.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import { logEntry, type RunRecord } from '../store/runRecords.ts';
import { CheckpointJobs, type CheckpointJob, type CheckpointJobsOptions } from './checkpointJobs.ts';
import { planEvaluation, type AskedEvaluation, type EvaluationPlan } from './evaluationPlan.ts';
import { EvaluationProcess, type EvaluationOutcome } from './evaluationProcess.ts';
import type { ProcessLauncher } from './processLauncher.ts';

/** More often nobody can read. */
const ANNOUNCE_MILLISECONDS = 250;

interface Job extends CheckpointJob {
  readonly plan: EvaluationPlan;
  done: number;
  sum: number;
  played: number;
  announcedAt: number;
}

type Finished = Extract<EvaluationOutcome, { kind: 'finished' }>;

export interface EvaluationsOptions extends CheckpointJobsOptions {
  readonly launcher: ProcessLauncher;
}

export class Evaluations {
  readonly #options: EvaluationsOptions;
  readonly #jobs: CheckpointJobs<Job, Finished>;

  constructor(options: EvaluationsOptions) {
    this.#options = options;
    this.#jobs = new CheckpointJobs<Job, Finished>(options, {
      launch: (job) => this.#launch(job),
      records: recordsOf,
      announce: (job) => {
        job.announcedAt = performance.now();
        this.#tell(job, { kind: 'evaluationProgress', evaluation: underWay(job) });
        this.#tellAll();
      },
      ended: (job, error) => {
        const { checkpointId } = job.plan;
        this.#tell(job, { kind: 'evaluationEnded', evaluationId: job.id, checkpointId, error });
      },
      forgotten: () => {
        this.#tellAll();
      },
    });
  }

  /**
   * Begins at once, or when those before it are done.
   * @throws StudioError `run.unknown`, `checkpoint.unknown`, `evaluation.busy` where the checkpoint has one under way
   */
  start(runId: string, asked: AskedEvaluation): EvaluationUnderWay {
    const plan = planEvaluation(this.#options.store, runId, asked);
    const same = ({ plan: { checkpointId } }: Job) => checkpointId === plan.checkpointId;
    if (this.#jobs.closed || this.#jobs.all.some(same)) {
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
    this.#jobs.add(job);
    return underWay(job);
  }

  /** Nothing of it is kept. @throws StudioError `evaluation.unknown` where it has ended already */
  cancel(evaluationId: string): void {
    const job = this.#jobs.all.find(({ id }) => id === evaluationId);
    if (job === undefined) throw new StudioError('evaluation.unknown', { evaluation: evaluationId });
    this.#jobs.drop(job);
  }

  /** Of runs that go. */
  cancelOf(runIds: readonly string[]): void {
    this.#jobs.dropOf(runIds);
  }

  /** In the order in which they play. @param runId of all runs where it is left out */
  underWay(runId?: string): EvaluationUnderWay[] {
    return this.#jobs.all.filter(({ plan }) => runId === undefined || plan.runId === runId).map(underWay);
  }

  /** Cancels all; resolves when no process is left. */
  close(): Promise<void> {
    return this.#jobs.close();
  }

  #launch(job: Job): Promise<EvaluationProcess> {
    return EvaluationProcess.launch(this.#options.launcher, job.plan, {
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
  }

  #announceNowAndThen(job: Job): void {
    if (performance.now() - job.announcedAt >= ANNOUNCE_MILLISECONDS) this.#jobs.announce(job);
  }

  #tell(job: Job, event: TopicEvents['run']): void {
    this.#options.feed.publish('run', { runId: job.plan.runId }, event);
  }

  #tellAll(): void {
    this.#options.feed.publish('evaluations', {}, { kind: 'underWay', evaluations: this.underWay() });
  }
}

function recordsOf(
  job: Job,
  { score, scoreDeviation, episodes, difference }: Finished,
): readonly RunRecord[] {
  const { checkpointId, seed } = job.plan;
  const values = {
    score: score.toFixed(1),
    deviation: scoreDeviation.toFixed(1),
    episodes: episodes.length,
  };
  const createdAt = new Date().toISOString();
  return [
    {
      kind: 'evaluation',
      evaluation: { id: job.id, checkpointId, seed, score, scoreDeviation, episodes, createdAt },
    },
    { kind: 'log', entry: logEntry('info', 'log.evaluated', { ...values, checkpoint: checkpointId }) },
    ...(difference === null
      ? []
      : [{ kind: 'log', entry: logEntry('warning', difference.key, difference.values) } as const]),
  ];
}

function underWay({ id, plan, state, done, sum, played }: Job): EvaluationUnderWay {
  const { runId, checkpointId, seed, episodes } = plan;
  return {
    id,
    runId,
    checkpointId,
    seed,
    episodes,
    state: state === 'working' ? 'playing' : state,
    done,
    played: Math.min(episodes, Math.max(done, played)),
    mean: done === 0 ? null : sum / done,
  };
}
