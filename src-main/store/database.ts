/**
 * Opens the database: WAL mode, foreign keys, migrations (each after a backup).
 *
 * `synchronous = NORMAL`: a crash of the studio loses nothing; a power cut may take the last moments' transactions but
 * never the database. What must outlast that too is written by `ExperimentStore.lasting`.
 */
import { constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { StudioError } from '../../shared/errors.ts';
import { writeBackup } from './backups.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { guarded } from './storeErrors.ts';

export type Connection = Database.Database;

/** "WMSt" in ASCII: tells a studio's database from any other SQLite file. */
export const APPLICATION_ID = 0x574d5374;

/** Opened for reading only, and its tables are those of an older studio. */
export class OutdatedDatabase extends Error {
  constructor(file: string) {
    super(`${file} must be opened for writing first: its tables are an older studio's`);
  }
}

/**
 * @param backUp whether a database is copied to `backups/` before its tables change
 * @throws OutdatedDatabase where it may only be read.
 * @throws StudioError `store.newer`, `store.corrupt`, `store.readOnly`, `store.full`.
 */
export function openDatabase(
  file: string,
  { readOnly = false, backUp = true }: { readonly readOnly?: boolean; readonly backUp?: boolean } = {},
): Connection {
  return guarded(file, () => {
    const fresh = !existsSync(file);
    const connection = new Database(file, { readonly: readOnly, fileMustExist: readOnly });
    try {
      connection.pragma('busy_timeout = 5000');
      if (!readOnly) {
        // Only an empty database takes this at once; older ones are rebuilt for it (`rebuild`).
        if (fresh) connection.pragma('auto_vacuum = INCREMENTAL');
        connection.pragma('journal_mode = WAL');
        connection.pragma('synchronous = NORMAL');
        // Keeps the log file from staying as large as it ever was.
        connection.pragma('journal_size_limit = 67108864');
      }
      connection.pragma('foreign_keys = ON');
      connection.pragma('cache_size = -8000');
      connection.pragma('temp_store = MEMORY');
      migrate(connection, file, { fresh, readOnly, backUp });
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  });
}

/**
 * A copy in the system's folder for temporary files, brought up to date, with what its log still held. For media that cannot
 * be written, where SQLite can open no database in WAL mode.
 * @returns the connection and what removes the copy once that is closed.
 */
export function openCopy(file: string): { readonly connection: Connection; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-read-'));
  const copy = path.join(folder, path.basename(file));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return guarded(folder, () => {
      for (const ending of ['', '-wal']) {
        if (existsSync(file + ending)) copyFileSync(file + ending, copy + ending, constants.COPYFILE_FICLONE);
      }
      return { connection: openDatabase(copy, { backUp: false }), remove };
    });
  } catch (error) {
    remove();
    throw error;
  }
}

function migrate(
  connection: Connection,
  file: string,
  {
    fresh,
    readOnly,
    backUp,
  }: { readonly fresh: boolean; readonly readOnly: boolean; readonly backUp: boolean },
): void {
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
  if (tables > 0 && backUp) writeBackup(connection, path.dirname(file), 'migration', new Date());
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
