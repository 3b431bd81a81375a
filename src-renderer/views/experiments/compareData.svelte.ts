/** Details and curves of the runs being compared; each is fetched once. */
import { SvelteMap } from 'svelte/reactivity';
import type { StudioClient } from '../../client/studioClient.ts';
import { reportError, type ErrorReport } from '../../../shared/errors.ts';
import type { MetricSeries, RunDetail } from '../../../shared/run.ts';

export interface ComparedRun {
  readonly detail: RunDetail;
  readonly metrics: readonly MetricSeries[];
}

/** Points a curve: with many runs on one chart more would be lost in its pixels. */
const POINTS = 400;

export class CompareData {
  readonly #client: StudioClient;
  readonly #loaded = new SvelteMap<string, ComparedRun>();
  readonly #asked = new SvelteMap<string, Promise<void>>();
  #error = $state.raw<ErrorReport | null>(null);

  constructor(client: StudioClient) {
    this.#client = client;
  }

  get error(): ErrorReport | null {
    return this.#error;
  }

  find(runId: string): ComparedRun | undefined {
    return this.#loaded.get(runId);
  }

  need(runIds: readonly string[]): void {
    for (const runId of runIds) if (!this.#asked.has(runId)) this.#asked.set(runId, this.#load(runId));
  }

  async #load(runId: string): Promise<void> {
    try {
      const [detail, metrics] = await Promise.all([
        this.#client.call('runs.get', { runId }),
        this.#client.call('runs.metrics', { runId, maxPoints: POINTS }),
      ]);
      this.#loaded.set(runId, { detail, metrics });
    } catch (error) {
      this.#error = reportError(error);
    }
  }
}
