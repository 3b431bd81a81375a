/** The log of each run. */
import type { LogEntry, RunDetail } from '../../shared/run.ts';
import type { Queries } from './queries.ts';

interface StoredLine {
  readonly at: string;
  readonly level: LogEntry['level'];
  readonly key: string;
  readonly message_values: string;
}

export class LogTable {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  /** Newest first. @param run the run's key */
  list(run: number, limit: number): LogEntry[] {
    const rows = this.#queries.all<StoredLine>(
      'SELECT at, level, key, message_values FROM log WHERE run = ? ORDER BY id DESC LIMIT ?',
      run,
      limit,
    );
    return rows.map((row) => ({
      at: row.at,
      level: row.level,
      key: row.key,
      values: JSON.parse(row.message_values) as LogEntry['values'],
    }));
  }

  insert(run: number, entry: LogEntry): void {
    this.#queries.run(
      'INSERT INTO log (run, at, level, key, message_values) VALUES (?, ?, ?, ?, ?)',
      run,
      entry.at,
      entry.level,
      entry.key,
      JSON.stringify(entry.values),
    );
  }

  /** The run whose phases it took over, as its log tells; null: it trained its own. */
  beganFrom(run: number): RunDetail['beganFrom'] {
    const values = this.#queries.value<string>(
      "SELECT message_values FROM log WHERE run = ? AND key = 'log.beganFrom' ORDER BY id DESC LIMIT 1",
      run,
    );
    if (values === undefined) return null;
    const { run: runId, name } = JSON.parse(values) as LogEntry['values'];
    return typeof runId === 'string' && typeof name === 'string' ? { runId, name } : null;
  }
}
