/**
 * Copies of the database in `backups/`, each whole in one file: before its tables change, before a repair, and when a person
 * asks. They hold what `studio.sqlite` holds; checkpoints are files of their own and are not in them.
 */
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { BACKUP_REASONS, type Backup, type BackupReason } from '../../shared/storage.ts';
import { processLives } from './lock.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from './privateFiles.ts';
import { guarded } from './storeErrors.ts';

/** Of each reason; older ones make way. */
export const BACKUPS_KEPT = 3;

const FOLDER = 'backups';
const FILE_NAME = /^studio-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)-(migration|repair|asked)\.sqlite$/;

export function backupFolder(root: string): string {
  return path.join(root, FOLDER);
}

/** Newest first. */
export function listBackups(root: string): readonly Backup[] {
  const folder = backupFolder(root);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    // None was made yet.
    return [];
  }
  return names
    .flatMap((fileName): Backup[] => {
      const [, stamp, reason] = FILE_NAME.exec(fileName) ?? [];
      const known = BACKUP_REASONS.find((one) => one === reason);
      if (stamp === undefined || known === undefined) return [];
      const createdAt = stamp.replace(/T(\d\d)-(\d\d)-(\d\d)-/, 'T$1:$2:$3.');
      const { size } = statSync(path.join(folder, fileName));
      return [{ fileName, reason: known, createdAt, sizeBytes: size }];
    })
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

/** Makes what was written last through a power cut. */
function sync(place: string): void {
  const handle = openSync(place, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Of processes that were killed over it. */
function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [isDraft, owner] = /\.sqlite(?:\.(\d+))?\.tmp(?:-journal)?$/.exec(name) ?? [];
    if (isDraft === undefined || (owner !== undefined && processLives(Number(owner), null))) continue;
    rmSync(path.join(folder, name), { force: true });
  }
}

/**
 * Takes as long as copying the database does. Safe beside a studio that writes: it is the state of one moment.
 * @param connection outside any transaction; it may be open for reading only
 * @throws StudioError `store.full`, `store.readOnly`, `store.corrupt`; no part of a backup stays behind.
 */
export function writeBackup(
  connection: Database.Database,
  root: string,
  reason: BackupReason,
  at: Date,
): Backup {
  const folder = backupFolder(root);
  const fileName = `studio-${at.toISOString().replace(/[:.]/g, '-')}-${reason}.sqlite`;
  const file = path.join(folder, fileName);
  const draft = `${file}.${process.pid}.tmp`;
  return guarded(root, () => {
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
    try {
      removeDrafts(folder);
      rmSync(draft, { force: true });
      connection.prepare('VACUUM INTO ?').run(draft);
      chmodSync(draft, PRIVATE_FILE);
      sync(draft);
      renameSync(draft, file);
    } catch (error) {
      rmSync(draft, { force: true });
      rmSync(`${draft}-journal`, { force: true });
      throw error;
    }
    if (process.platform !== 'win32') sync(folder);
    const outdated = listBackups(root)
      .filter((backup) => backup.reason === reason)
      .slice(BACKUPS_KEPT);
    for (const old of outdated) rmSync(path.join(folder, old.fileName), { force: true });
    return { fileName, reason, createdAt: at.toISOString(), sizeBytes: statSync(file).size };
  });
}

/** The newest backup whose every page is sound; null where there is none. */
export function newestGoodBackup(root: string): Backup | null {
  return listBackups(root).find(({ fileName }) => isSound(path.join(backupFolder(root), fileName))) ?? null;
}

/** Whether SQLite finds nothing wrong in the file. */
export function isSound(file: string): boolean {
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true });
    try {
      return database.pragma('quick_check(1)', { simple: true }) === 'ok';
    } finally {
      database.close();
    }
  } catch {
    // It is no database any more.
    return false;
  }
}
