/**
 * Settings and figures of every run, a column each, fetched from the store when a query, a group or a table asks for one. What a
 * column says is shown until it has been fetched anew.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { StudioClient } from '../client/studioClient.ts';
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import { columnId, type ColumnKey } from '../../shared/query/columnKey.ts';
import { columnOf, type Column } from '../../shared/query/evaluateQuery.ts';
import type { Vocabulary } from '../../shared/query/queryFields.ts';

/** Runs that train record all the time: their columns are fetched again this often at most. */
const REFRESH_MILLISECONDS = 2000;

export class RunColumns {
  readonly #client: StudioClient;
  readonly #columns = new SvelteMap<string, Column>();
  readonly #asked = new SvelteMap<string, ColumnKey>();
  #vocabulary = $state.raw<Vocabulary>({ metrics: [] });
  #error = $state.raw<ErrorReport | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: StudioClient) {
    this.#client = client;
    void this.#loadVocabulary();
  }

  get vocabulary(): Vocabulary {
    return this.#vocabulary;
  }
  get error(): ErrorReport | null {
    return this.#error;
  }

  /** Undefined until it is there. */
  column(key: ColumnKey): Column | undefined {
    return this.#columns.get(columnId(key));
  }

  /** Fetches what is missing. */
  need(keys: readonly ColumnKey[]): void {
    const missing = keys.filter((key) => !this.#asked.has(columnId(key)));
    for (const key of missing) this.#asked.set(columnId(key), key);
    if (missing.length > 0) void this.#load(missing);
  }

  /** Runs came, went or recorded something. */
  refresh(): void {
    if (this.#asked.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#load([...this.#asked.values()]);
    }, REFRESH_MILLISECONDS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #load(keys: readonly ColumnKey[]): Promise<void> {
    try {
      const { runIds, columns } = await this.#client.call('runs.columns', { keys: [...keys] });
      keys.forEach((key, at) => {
        const values = columns[at] ?? [];
        this.#columns.set(columnId(key), columnOf(runIds, values));
      });
      this.#error = null;
    } catch (error) {
      for (const key of keys) this.#asked.delete(columnId(key));
      this.#error = reportError(error);
    }
  }

  async #loadVocabulary(): Promise<void> {
    try {
      this.#vocabulary = await this.#client.call('runs.vocabulary', {});
    } catch {
      // Curves cannot be asked for by name then; everything else can.
    }
  }
}
