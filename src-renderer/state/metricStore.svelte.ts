/** The curves of one run: what the store has, thinned, and the rows that arrive while it trains. */
import type { StudioClient } from '../client/studioClient.ts';
import type { Axis, MetricSeries } from '../../shared/run.ts';
import { LiveSeries } from './liveSeries.ts';

/** Points a curve is fetched with; twice as many arrive before it is thinned again. */
const POINTS = 1000;
const PUBLISH_MILLISECONDS = 500;

export class MetricStore {
  readonly #client: StudioClient;
  readonly #runId: string;
  #series: readonly LiveSeries[] = [];
  #published = $state.raw<readonly MetricSeries[]>([]);
  #loaded = $state(false);
  #timer = 0;

  constructor(client: StudioClient, runId: string) {
    this.#client = client;
    this.#runId = runId;
  }

  get series(): readonly MetricSeries[] {
    return this.#published;
  }
  get loaded(): boolean {
    return this.#loaded;
  }

  find(name: string): MetricSeries | undefined {
    return this.#published.find((series) => series.name === name);
  }

  /** The newest value of a metric, as it was recorded. */
  last(name: string): number | undefined {
    const series = this.find(name);
    return series?.newest?.at(0) ?? series?.values.at(-1);
  }

  async load(): Promise<void> {
    const fetched = await this.#client.call('runs.metrics', { runId: this.#runId, maxPoints: POINTS });
    this.#series = fetched.map((series) => new LiveSeries(series));
    this.#publish();
    this.#loaded = true;
  }

  append(axis: Axis, values: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(values)) {
      let series = this.#series.find((known) => known.name === name);
      if (series === undefined) {
        series = LiveSeries.empty(name);
        this.#series = [...this.#series, series];
      }
      series.push(axis, value);
    }
    if (this.#timer !== 0) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      if (this.#series.some((series) => series.length > 3 * POINTS)) void this.load();
      else this.#publish();
    }, PUBLISH_MILLISECONDS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #publish(): void {
    this.#published = this.#series.map((series) => series.snapshot());
  }
}
