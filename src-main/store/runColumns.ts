/**
 * One value of every run: a setting, or a figure of a curve, for questions over the whole history. Values are kept from one
 * question to the next and looked up again only of runs that have recorded something since, so that ten thousand runs are
 * answered in a few milliseconds; the first question comes in steps, between which others have their turn.
 */
import { createHash } from 'node:crypto';
import { columnId, type ColumnKey, type ColumnValue } from '../../shared/query/columnKey.ts';
import type { Queries } from './queries.ts';
import type { MetricTable } from './metricSeries.ts';

/** Columns kept; the one that was asked for longest ago goes first. */
const MOST_COLUMNS = 64;
/** Runs looked up between two chances for others. */
const RUNS_A_STEP = 100;

/** Columns of the whole history. */
export interface HistoryColumns {
  readonly runIds: readonly string[];
  /** Each in the order of `runIds`. */
  readonly columns: readonly (readonly ColumnValue[])[];
}

interface Kept {
  /** The run's newest record, for figures; its settings' version, for settings. */
  readonly version: number;
  readonly value: ColumnValue;
}

interface Listed {
  readonly key: number;
  readonly id: string;
  readonly sequence: number;
  readonly score_metric: string;
}

export class RunColumns {
  readonly #queries: Queries;
  readonly #metrics: MetricTable;
  readonly #columns = new Map<string, Map<number, Kept>>();
  /** Counts a run's changes of settings. */
  readonly #configVersions = new Map<number, number>();

  constructor(queries: Queries, metrics: MetricTable) {
    this.#queries = queries;
    this.#metrics = metrics;
  }

  /** A run's settings are no longer what they were. */
  configChanged(run: number): void {
    this.#configVersions.set(run, (this.#configVersions.get(run) ?? 0) + 1);
  }

  /** Curves that any run has. */
  metricNames(): readonly string[] {
    return this.#queries
      .all<{ name: string }>('SELECT name FROM metric_names ORDER BY name')
      .map(({ name }) => name);
  }

  /** Of every run that is not in the bin, newest first. Yields between steps. */
  *read(keys: readonly ColumnKey[]): Generator<void, HistoryColumns> {
    const runs = this.#queries.all<Listed>(
      'SELECT key, id, sequence, score_metric FROM runs WHERE deleted_at IS NULL AND partial = 0 ORDER BY key DESC',
    );
    const columns: ColumnValue[][] = [];
    for (const key of keys) {
      yield;
      columns.push(yield* this.#readOne(key, runs));
    }
    return { runIds: runs.map(({ id }) => id), columns };
  }

  *#readOne(key: ColumnKey, runs: readonly Listed[]): Generator<void, ColumnValue[]> {
    const kept = this.#column(key);
    const stale = runs.filter((run) => kept.get(run.key)?.version !== this.#version(key, run));
    for (let from = 0; from < stale.length; from += RUNS_A_STEP) {
      const step = stale.slice(from, from + RUNS_A_STEP);
      const values = this.#lookUp(key, step);
      step.forEach((run, index) => {
        kept.set(run.key, { version: this.#version(key, run), value: values[index] ?? null });
      });
      yield;
    }
    return runs.map((run) => kept.get(run.key)?.value ?? null);
  }

  #version(key: ColumnKey, { key: run, sequence }: Listed): number {
    return key.kind === 'metric' ? sequence : (this.#configVersions.get(run) ?? 0);
  }

  #column(key: ColumnKey): Map<number, Kept> {
    const id = columnId(key);
    const column = this.#columns.get(id) ?? new Map<number, Kept>();
    // The newest comes last.
    this.#columns.delete(id);
    this.#columns.set(id, column);
    const [oldest] = this.#columns.keys();
    if (this.#columns.size > MOST_COLUMNS && oldest !== undefined) this.#columns.delete(oldest);
    return column;
  }

  #lookUp(key: ColumnKey, runs: readonly Listed[]): ColumnValue[] {
    switch (key.kind) {
      case 'config':
        return this.#settings(
          runs,
          `$.${key.path
            .split('.')
            .map((part) => JSON.stringify(part))
            .join('.')}`,
        );
      case 'settings':
        return this.#configs(runs).map((config) =>
          config === null ? null : createHash('sha256').update(config).digest('base64url').slice(0, 16),
        );
      case 'metric':
        return runs.map((run) => this.#metrics.figure(run.key, key.metric ?? run.score_metric, key));
    }
  }

  /** SQLite reads them out of the config's text; a switch comes as what JSON calls it. */
  #settings(runs: readonly Listed[], path: string): ColumnValue[] {
    const rows = this.#queries.all<{ key: number; type: string | null; value: ColumnValue }>(
      `SELECT runs.key AS key, json_type(config, ?) AS type, config ->> ? AS value FROM json_each(?) AS asked
       JOIN runs ON runs.key = asked.value`,
      path,
      path,
      JSON.stringify(runs.map(({ key }) => key)),
    );
    const found = new Map(
      rows.map(({ key, type, value }) => [
        key,
        type === 'true' || type === 'false' ? type === 'true' : value,
      ]),
    );
    return runs.map(({ key }) => found.get(key) ?? null);
  }

  /** Without the seed: what makes runs repetitions of each other. */
  #configs(runs: readonly Listed[]): (string | null)[] {
    const rows = this.#queries.all<{ key: number; text: string }>(
      `SELECT runs.key AS key, algorithm || ' ' || environment || ' ' || json_remove(config, '$.seed') AS text
       FROM json_each(?) AS asked JOIN runs ON runs.key = asked.value`,
      JSON.stringify(runs.map(({ key }) => key)),
    );
    const found = new Map(rows.map(({ key, text }) => [key, text]));
    return runs.map(({ key }) => found.get(key) ?? null);
  }
}
