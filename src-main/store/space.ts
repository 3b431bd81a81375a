/**
 * Room that the database holds and does not use. Deleting leaves empty pages in its file; with `auto_vacuum = INCREMENTAL` they
 * go back to the disk a few at a time, so that nobody waits. Databases of older studios must be rebuilt once for that.
 */
import type { Connection } from './database.ts';

const INCREMENTAL = 2;
/** Rebuilt without asking: it takes less than a second. */
const QUICK_BYTES = 64 * 1024 * 1024;
/** One step: about a millisecond. */
const PAGES_A_STEP = 48;

const value = (connection: Connection, pragma: string) => Number(connection.pragma(pragma, { simple: true }));

export interface DatabaseSpace {
  readonly bytes: number;
  /** Empty pages. */
  readonly unusedBytes: number;
  /** Whether they can be given back in steps; otherwise `rebuild` is needed first. */
  readonly shrinkable: boolean;
}

export function databaseSpace(connection: Connection): DatabaseSpace {
  const page = value(connection, 'page_size');
  return {
    bytes: value(connection, 'page_count') * page,
    unusedBytes: value(connection, 'freelist_count') * page,
    shrinkable: value(connection, 'auto_vacuum') === INCREMENTAL,
  };
}

/** The setting by which a person asks that the next start rebuilds the database, however long that takes. */
export const REBUILD_SETTING = 'store.rebuild';

/**
 * Rebuilds the database of an older studio where nobody would notice, or where a person has asked for it. Where it cannot be
 * now, a later start does.
 */
export function makeShrinkable(connection: Connection): void {
  const { bytes, shrinkable } = databaseSpace(connection);
  if (shrinkable) return;
  const asked = connection.prepare('SELECT value FROM settings WHERE key = ?').pluck().get(REBUILD_SETTING);
  if (bytes > QUICK_BYTES && asked !== 'true') return;
  try {
    rebuild(connection);
    connection.prepare('DELETE FROM settings WHERE key = ?').run(REBUILD_SETTING);
  } catch {
    // No room for the copy, or somebody reads: everything works as before.
  }
}

/**
 * Writes the whole database anew, without empty pages. Takes as long as copying it, and as much room again meanwhile.
 * @throws what SQLite says; the database is as it was then.
 */
export function rebuild(connection: Connection): void {
  connection.pragma('auto_vacuum = INCREMENTAL');
  connection.exec('VACUUM');
  connection.pragma('wal_checkpoint(TRUNCATE)');
}

/** Gives the empty pages back, a few at a time; none where the database must be rebuilt first. */
export function* giveBackSteps(connection: Connection): Generator<void> {
  let left = value(connection, 'freelist_count');
  while (left > 0) {
    connection.pragma(`incremental_vacuum(${PAGES_A_STEP})`);
    yield;
    const now = value(connection, 'freelist_count');
    if (now >= left) break;
    left = now;
  }
  // Until the log is written over it, the file keeps its size.
  connection.pragma('wal_checkpoint(PASSIVE)');
}
