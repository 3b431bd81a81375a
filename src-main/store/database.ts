/**
 * Opens the database: WAL mode, foreign keys, migrations.
 *
 * `synchronous = NORMAL`: a crash of the studio loses nothing; a power cut may take the last moments' transactions but
 * never the database. A checkpoint file whose row was lost that way is found again at the next start (host/recovery.ts).
 */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StudioError } from '../../shared/errors.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { guarded } from './storeErrors.ts';

export type Connection = Database.Database;

/** "WMSt" in ASCII: tells a studio's database from any other SQLite file. */
const APPLICATION_ID = 0x574d5374;

/** Opened for reading only, and its tables are those of an older studio. */
export class OutdatedDatabase extends Error {
  constructor(file: string) {
    super(`${file} must be opened for writing first: its tables are an older studio's`);
  }
}

/**
 * @throws OutdatedDatabase where it may only be read.
 * @throws StudioError `store.newer`, `store.corrupt`, `store.readOnly`, `store.full`.
 */
export function openDatabase(file: string, options: { readonly readOnly?: boolean } = {}): Connection {
  const readOnly = options.readOnly ?? false;
  return guarded(file, () => {
    const fresh = !existsSync(file);
    const connection = new Database(file, { readonly: readOnly, fileMustExist: readOnly });
    try {
      connection.pragma('busy_timeout = 5000');
      if (!readOnly) {
        connection.pragma('journal_mode = WAL');
        connection.pragma('synchronous = NORMAL');
        // Keeps the log file from staying as large as it ever was.
        connection.pragma('journal_size_limit = 67108864');
      }
      connection.pragma('foreign_keys = ON');
      connection.pragma('cache_size = -32000');
      connection.pragma('temp_store = MEMORY');
      migrate(connection, file, fresh, readOnly);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  });
}

function migrate(connection: Connection, file: string, fresh: boolean, readOnly: boolean): void {
  const version = Number(connection.pragma('user_version', { simple: true }));
  const application = Number(connection.pragma('application_id', { simple: true }));
  if (version > MIGRATIONS.length) {
    throw new StudioError('store.newer', { file, version, known: MIGRATIONS.length });
  }
  const tables = Number(connection.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (!fresh && tables > 0 && application !== APPLICATION_ID) {
    throw new StudioError('store.corrupt', { folder: file, reason: 'it belongs to another program' });
  }
  if (version === MIGRATIONS.length) return;
  if (readOnly) throw new OutdatedDatabase(file);
  connection
    .transaction(() => {
      connection.pragma(`application_id = ${APPLICATION_ID}`);
      for (const migration of MIGRATIONS.slice(version)) connection.exec(migration);
      connection.pragma(`user_version = ${MIGRATIONS.length}`);
    })
    .immediate();
}

const statements = new WeakMap<Connection, Map<string, Database.Statement<unknown[]>>>();

/** The statement, compiled once a connection. */
export function prepared(connection: Connection, sql: string): Database.Statement<unknown[]> {
  let cache = statements.get(connection);
  if (cache === undefined) statements.set(connection, (cache = new Map()));
  let statement = cache.get(sql);
  if (statement === undefined) cache.set(sql, (statement = connection.prepare<unknown[]>(sql)));
  return statement;
}

/** The same for a query that gives one column: its rows are bare values. */
export function preparedValue(connection: Connection, sql: string): Database.Statement<unknown[]> {
  return prepared(connection, sql).pluck();
}
