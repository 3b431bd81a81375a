/** What the page of one study fetches beside the runs' summaries: results of completed runs, and one metric's curves. */
import { SvelteMap } from 'svelte/reactivity';
import type { StudioClient } from '../../client/studioClient.ts';
import { reportError, type ErrorReport } from '../../../shared/errors.ts';
import type { MetricSeries, RunResult, RunSummary } from '../../../shared/run.ts';

/** Points a curve: with many rows on one chart more would be lost in its pixels. */
const POINTS = 300;
/** Curves of runs that train are fetched again so often. */
const REFRESH_MILLISECONDS = 10_000;

const isTraining = (run: RunSummary) =>
  run.status === 'running' || run.status === 'starting' || run.status === 'pausing';

export class StudyData {
  readonly #client: StudioClient;
  readonly #studyId: string;
  #results = $state.raw<Readonly<Record<string, RunResult>>>({});
  #loaded = $state(false);
  #error = $state.raw<ErrorReport | null>(null);
  #metricNames = $state.raw<readonly string[]>([]);
  /** By run: the series, and the summary it was fetched for. */
  readonly #series = new SvelteMap<string, MetricSeries | null>();
  /** Not for drawing, so not reactive. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #fetchedFor = new Map<string, string>();
  #metric = '';
  #metricOf: (run: RunSummary) => string = () => '';
  #runs: readonly RunSummary[] = [];
  readonly #timer: number;

  constructor(client: StudioClient, studyId: string) {
    this.#client = client;
    this.#studyId = studyId;
    this.#timer = window.setInterval(() => {
      this.#fetchCurves(true);
    }, REFRESH_MILLISECONDS);
  }

  get results(): Readonly<Record<string, RunResult>> {
    return this.#results;
  }
  get loaded(): boolean {
    return this.#loaded;
  }
  get error(): ErrorReport | null {
    return this.#error;
  }
  /** Of the runs that have begun. */
  get metricNames(): readonly string[] {
    return this.#metricNames;
  }
  series(runId: string): MetricSeries | null {
    return this.#series.get(runId) ?? null;
  }

  async loadResults(): Promise<void> {
    try {
      const { results } = await this.#client.call('studies.get', { studyId: this.#studyId });
      this.#results = results;
      this.#loaded = true;
      this.#error = null;
    } catch (error) {
      this.#error = reportError(error);
    }
  }

  /**
   * From now on these runs' curves of this metric; those that train are kept up to date.
   * @param metricOf what a run calls it: algorithms score themselves under names of their own
   */
  showCurves(
    runs: readonly RunSummary[],
    metric: string,
    metricOf: (run: RunSummary) => string = () => metric,
  ): void {
    if (metric !== this.#metric) {
      this.#fetchedFor.clear();
      this.#series.clear();
    }
    this.#metric = metric;
    this.#metricOf = metricOf;
    this.#runs = runs.filter(({ startedAt }) => startedAt !== null);
    this.#fetchCurves(false);
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #fetchCurves(again: boolean): void {
    for (const run of this.#runs) {
      // A run that rests is fetched once more than it changes its status.
      const wanted = `${this.#metric} ${run.status}`;
      const known = this.#fetchedFor.get(run.id) === wanted;
      if (known && !(again && isTraining(run))) continue;
      this.#fetchedFor.set(run.id, wanted);
      void this.#fetch(run, this.#metric);
    }
  }

  async #fetch(run: RunSummary, metric: string): Promise<void> {
    const { id: runId } = run;
    try {
      const [{ metricNames }, [series]] = await Promise.all([
        this.#client.call('runs.get', { runId }),
        this.#client.call('runs.metrics', { runId, names: [this.#metricOf(run)], maxPoints: POINTS }),
      ]);
      const added = metricNames.filter((name) => !this.#metricNames.includes(name));
      if (added.length > 0) this.#metricNames = [...this.#metricNames, ...added].sort();
      if (metric === this.#metric) this.#series.set(runId, series ?? null);
    } catch {
      // The run was deleted meanwhile, or the line is down: its curve is asked for again when it changes.
      this.#fetchedFor.delete(runId);
    }
  }
}
