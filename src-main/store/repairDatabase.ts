/**
 * Mends a database that nobody has open. What is broken is copied aside first; then what can be read of it is written into a new
 * one; where nothing can be read, the newest sound backup takes its place.
 */
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { StudioError } from '../../shared/errors.ts';
import type { RepairReport } from '../../shared/storage.ts';
import { backupFolder, newestGoodBackup, writeBackup } from './backups.ts';
import { APPLICATION_ID, openDatabase } from './database.ts';
import type { DataFolder } from './dataFolder.ts';
import { dropOrphans, salvageDatabase } from './salvage.ts';
import { SetAside } from './setAside.ts';
import { guarded } from './storeErrors.ts';

export type RepairStep = RepairReport['done'][number];

const step = (key: string, values: RepairStep['values'] = {}): RepairStep => ({ key, values });

/**
 * The folder's lock must be held.
 * @returns what was done; nothing where the database is in order or not there.
 * @throws StudioError `store.newer`, `store.full`, `store.readOnly`; `store.corrupt` where the file is another program's.
 */
export function repairDatabase(folder: DataFolder, at = new Date()): readonly RepairStep[] {
  const { root, database } = folder;
  if (!existsSync(database)) return [];
  refuseForeign(database);
  return guarded(root, () => (isBroken(database) ? rebuildBroken(folder, at) : mendReferences(folder, at)));
}

/** Another program's database is none of ours to mend. */
function refuseForeign(file: string): void {
  let foreign: boolean;
  try {
    const connection = new Database(file, { readonly: true });
    try {
      const tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
      const application = connection.pragma('application_id', { simple: true });
      foreign = tables.length > 0 && application !== APPLICATION_ID && !tables.includes('runs');
    } finally {
      connection.close();
    }
  } catch {
    // It cannot even be opened: whatever it was, it is kept aside.
    return;
  }
  if (foreign)
    throw new StudioError('store.corrupt', { folder: file, reason: 'it belongs to another program' });
}

/** @throws StudioError `store.newer` and all else that is no damage */
function isBroken(file: string): boolean {
  try {
    const connection = openDatabase(file);
    try {
      return connection.pragma('integrity_check(1)', { simple: true }) !== 'ok';
    } finally {
      connection.close();
    }
  } catch (error) {
    if (error instanceof StudioError && error.code === 'store.corrupt') return true;
    if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(error.code))
      return true;
    throw error;
  }
}

function mendReferences({ root, database }: DataFolder, at: Date): readonly RepairStep[] {
  const connection = openDatabase(database);
  try {
    const broken = connection.prepare('SELECT count(*) FROM pragma_foreign_key_check').pluck().get();
    if (broken === 0) return [];
    const { fileName } = writeBackup(connection, root, 'repair', at);
    return [
      step('repair.backedUp', { file: fileName }),
      step('repair.references', { count: dropOrphans(connection) }),
    ];
  } finally {
    connection.close();
  }
}

function rebuildBroken(folder: DataFolder, at: Date): readonly RepairStep[] {
  const { root, database } = folder;
  const aside = new SetAside(root, at);
  const copy = aside.copy(database);
  for (const ending of ['-wal', '-shm']) aside.copy(database + ending);
  const draft = `${database}.mended`;
  for (const ending of ['', '-wal', '-shm']) rmSync(draft + ending, { force: true });
  const salvaged = salvageDatabase(copy, draft);
  const backup = salvaged === null || salvaged.runs === 0 ? newestGoodBackup(root) : null;
  if (backup !== null) copyFileSync(path.join(backupFolder(root), backup.fileName), draft);
  else if (salvaged === null) openDatabase(draft).close();
  // The log belongs to the broken one; its copy lies aside.
  for (const ending of ['-wal', '-shm']) rmSync(database + ending, { force: true });
  renameSync(draft, database);
  const kept = step('repair.setAside', { place: path.relative(root, aside.folder) });
  if (backup !== null) return [kept, step('repair.restored', { at: backup.createdAt })];
  if (salvaged === null) return [kept, step('repair.begun')];
  return [kept, step(salvaged.lost ? 'repair.salvagedPart' : 'repair.salvaged', { runs: salvaged.runs })];
}
