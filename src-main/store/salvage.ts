/**
 * Reads what can be read of a broken database into a new one, as `.recover` of SQLite's own shell does. Each table is read from
 * both ends; where pages in between are broken, the part between is halved until only what lies on them is left out. Curves are
 * written anew row by row, so that their sums fit what is left of them.
 */
import path from 'node:path';
import Database from 'better-sqlite3';
import { openDatabase, type Connection } from './database.ts';
import { MetricTable } from './metricSeries.ts';
import { guarded } from './storeErrors.ts';

/** Tables whose rows have a number of their own. Parents come before children. */
const NUMBERED = ['metric_names', 'runs', 'log', 'episodes'] as const;
/** Small tables, read from both ends by these columns. */
const KEYED = {
  settings: ['key'],
  folder: ['rowid'],
  studies: ['rowid'],
  run_tags: ['run', 'tag'],
  checkpoints: ['rowid'],
  evaluations: ['rowid'],
  trust: ['rowid'],
  branches: ['rowid'],
} as const;
/** Broken pages hold few rows: what fails more often than this a table has no readable order any more. */
const MOST_FAILURES = 20_000;

type Row = Readonly<Record<string, unknown>>;
type NamedTable = (typeof NUMBERED)[number] | keyof typeof KEYED;

/** A part of a table in the order of one whole number. */
interface Numbered {
  readonly read: (from: number, to: number, descending: boolean) => Iterable<Row>;
  readonly numberOf: (row: Row) => number;
}

/**
 * Rows in their order, as far as they can be read.
 * @param onLost told whenever something could not be read
 */
function* readAround(table: Numbered, onLost: () => void): Generator<Row> {
  let failures = 0;
  function* between(from: number, to: number): Generator<Row> {
    if (from > to || failures > MOST_FAILURES) return;
    let next = from;
    try {
      for (const row of table.read(from, to, false)) {
        next = table.numberOf(row) + 1;
        yield row;
      }
      return;
    } catch {
      failures++;
      onLost();
    }
    let last = to;
    const tail: Row[] = [];
    try {
      for (const row of table.read(next, to, true)) {
        last = table.numberOf(row) - 1;
        tail.push(row);
      }
      last = next - 1;
    } catch {
      failures++;
    }
    // Neither end gives more: somewhere between the two the pages are broken.
    if (last > next) {
      const middle = Math.floor((next + last) / 2);
      yield* between(next, middle);
      yield* between(middle + 1, last);
    }
    yield* tail.reverse();
  }
  yield* between(0, Number.MAX_SAFE_INTEGER);
}

class Salvage {
  readonly #source: Connection;
  readonly #target: Connection;
  lost = false;

  constructor(source: Connection, target: Connection) {
    this.#source = source;
    this.#target = target;
  }

  numbered(table: (typeof NUMBERED)[number]): void {
    const insert = this.#inserter(table);
    const read = this.#reader(
      `SELECT *, rowid AS "#" FROM ${table} WHERE rowid BETWEEN ? AND ? ORDER BY rowid`,
    );
    for (const row of readAround({ read, numberOf: (one) => Number(one['#']) }, this.#onLost)) insert(row);
  }

  keyed(table: keyof typeof KEYED): void {
    const insert = this.#inserter(table);
    for (const order of ['ASC', 'DESC']) {
      const keys = KEYED[table].map((key) => `${key} ${order}`).join(', ');
      try {
        for (const row of this.#rows(`SELECT * FROM ${table} ORDER BY ${keys}`)) insert(row);
        return;
      } catch {
        this.lost = true;
      }
    }
  }

  metrics(): void {
    const series = new MetricTable(this.#target);
    const rows = this.#reader(
      'SELECT * FROM metrics WHERE run = ? AND name = ? AND n BETWEEN ? AND ? ORDER BY n',
    );
    const names = this.#target.prepare('SELECT key, name FROM metric_names').all() as {
      key: number;
      name: string;
    }[];
    const runs = this.#target.prepare('SELECT key FROM runs').pluck().all() as number[];
    for (const run of runs) {
      for (const { key, name } of names) {
        const read: Numbered['read'] = (from, to, descending) => rows(run, key, from, to, descending);
        for (const row of readAround({ read, numberOf: (one) => Number(one['n']) }, this.#onLost)) {
          const axis = {
            environmentSteps: Number(row['environment_steps']),
            gradientSteps: Number(row['gradient_steps']),
            wallSeconds: Number(row['wall_seconds']),
          };
          const value = row['value'];
          series.append(run, Number(row['sequence']), axis, {
            [name]: typeof value === 'number' ? value : NaN,
          });
        }
      }
    }
  }

  #onLost = () => {
    this.lost = true;
  };

  *#rows(sql: string, ...values: unknown[]): Generator<Row> {
    yield* this.#source.prepare(sql).iterate(...values) as Iterable<Row>;
  }

  /** The last argument says in which order. */
  #reader(sql: string): (...values: (number | boolean)[]) => Iterable<Row> {
    return (...values) => {
      const descending = values.pop() === true;
      return this.#rows(descending ? `${sql} DESC` : sql, ...values);
    };
  }

  /** Of an older studio's table it takes the columns that are there. */
  #inserter(table: NamedTable): (row: Row) => void {
    const columns = this.#target
      .prepare(`SELECT name FROM pragma_table_info(?)`)
      .pluck()
      .all(table) as string[];
    let statement: Database.Statement | null = null;
    let known: readonly string[] = [];
    return (row) => {
      if (statement === null) {
        known = columns.filter((column) => Object.hasOwn(row, column));
        const places = known.map(() => '?').join(', ');
        statement = this.#target.prepare(
          `INSERT OR IGNORE INTO ${table} (${known.join(', ')}) VALUES (${places})`,
        );
      }
      statement.run(...known.map((column) => row[column]));
    };
  }
}

/** Rows whose parent is not there. @returns how many were removed or let go. */
export function dropOrphans(connection: Connection): number {
  const children = [
    'run_tags',
    'metrics',
    'metric_buckets',
    'episodes',
    'log',
    'evaluations',
    'trust',
    'branches',
    'checkpoints',
  ];
  const drop = connection.transaction(() => {
    let dropped = 0;
    for (const table of children) {
      dropped += connection
        .prepare(`DELETE FROM ${table} WHERE run NOT IN (SELECT key FROM runs)`)
        .run().changes;
    }
    for (const table of ['metrics', 'metric_buckets']) {
      dropped += connection
        .prepare(`DELETE FROM ${table} WHERE name NOT IN (SELECT key FROM metric_names)`)
        .run().changes;
    }
    dropped += connection
      .prepare(
        `UPDATE runs SET study_id = NULL, study_row = NULL, study_seed = NULL
         WHERE study_id IS NOT NULL AND study_id NOT IN (SELECT id FROM studies)`,
      )
      .run().changes;
    return dropped;
  });
  return drop.immediate();
}

export interface Salvaged {
  readonly runs: number;
  /** Something could not be read. */
  readonly lost: boolean;
}

/**
 * @param broken a database that nobody has open
 * @param target does not exist yet
 * @returns null where not even the list of tables can be read; nothing is written then.
 * @throws StudioError `store.full`
 */
export function salvageDatabase(broken: string, target: string): Salvaged | null {
  let source: Connection;
  try {
    source = new Database(broken, { fileMustExist: true });
  } catch {
    // It is no database any more.
    return null;
  }
  try {
    source.prepare('SELECT name FROM sqlite_schema').all();
  } catch {
    source.close();
    return null;
  }
  const connection = openDatabase(target);
  try {
    return guarded(path.dirname(target), () => copyReadable(source, connection));
  } finally {
    connection.close();
    source.close();
  }
}

function copyReadable(source: Connection, target: Connection): Salvaged {
  const salvage = new Salvage(source, target);
  target.pragma('foreign_keys = OFF');
  target
    .transaction(() => {
      for (const table of ['settings', 'folder', 'studies'] as const) salvage.keyed(table);
      for (const table of NUMBERED) salvage.numbered(table);
      for (const table of ['run_tags', 'checkpoints', 'evaluations', 'trust', 'branches'] as const) {
        salvage.keyed(table);
      }
      salvage.metrics();
    })
    .immediate();
  const orphans = dropOrphans(target);
  const runs = Number(target.prepare('SELECT count(*) FROM runs').pluck().get());
  return { runs, lost: salvage.lost || orphans > 0 };
}
