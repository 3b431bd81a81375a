/** Tells listeners that a run's summary changed: at once for what a person did, gathered for what a training does. */
import { errorForRun, type ErrorReport } from '../../shared/errors.ts';
import type { PhaseProgress, RunSummary } from '../../shared/run.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { LiveFeed } from './liveFeed.ts';

const GATHER_MILLISECONDS = 250;

export class SummaryAnnouncer {
  readonly #store: ExperimentStore;
  readonly #feed: LiveFeed;
  readonly #changed = new Set<string>();
  /** Newer than the stored one, which is written seldom. */
  readonly #progress = new Map<string, PhaseProgress>();
  readonly #trouble = new Map<string, ErrorReport>();
  #timer: NodeJS.Timeout | null = null;

  constructor(store: ExperimentStore, feed: LiveFeed) {
    this.#store = store;
    this.#feed = feed;
  }

  changed(runId: string): void {
    this.#changed.add(runId);
    this.#timer ??= setTimeout(() => {
      this.#flush();
    }, GATHER_MILLISECONDS);
  }

  now(runId: string): void {
    this.#changed.delete(runId);
    const run = this.withLive(this.#store.summary(runId));
    this.#feed.publish('runs', {}, { kind: 'changed', run });
    this.#feed.publish('run', { runId }, { kind: 'summary', run });
  }

  /** Several at once: one message to those who look at the list. */
  many(runIds: readonly string[]): void {
    const runs = runIds.map((runId) => this.withLive(this.#store.summary(runId)));
    for (const run of runs) {
      this.#changed.delete(run.id);
      this.#feed.publish('run', { runId: run.id }, { kind: 'summary', run });
    }
    this.#feed.publish('runs', {}, { kind: 'manyChanged', runs });
  }

  removed(runIds: readonly string[]): void {
    for (const runId of runIds) this.#changed.delete(runId);
    this.#feed.publish('runs', {}, { kind: 'removed', runIds });
    for (const runId of runIds) this.#feed.end('run', { runId });
  }

  progress(runId: string, progress: PhaseProgress | null): void {
    if (progress === null) this.#progress.delete(runId);
    else this.#progress.set(runId, progress);
    this.changed(runId);
  }

  /** Storing a training run's records fails for the moment; null: it works again. */
  trouble(runId: string, error: ErrorReport | null): void {
    const before = this.#trouble.has(runId);
    if (error === null) this.#trouble.delete(runId);
    else this.#trouble.set(runId, error);
    if (before !== this.#trouble.has(runId)) this.changed(runId);
  }

  /** The stored summary with what is known beyond it. */
  withLive<Run extends RunSummary>(run: Run): Run {
    const progress = this.#progress.get(run.id);
    const trouble = this.#trouble.get(run.id);
    return {
      ...run,
      ...(progress === undefined ? {} : { progress }),
      ...(trouble === undefined ? {} : { lastError: errorForRun(trouble) }),
    };
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #flush(): void {
    this.#timer = null;
    for (const runId of [...this.#changed]) {
      // It may have gone for good since.
      if (this.#store.hasRun(runId)) this.now(runId);
      else this.#changed.delete(runId);
    }
  }
}
