/** Backups of the database: made before its tables change, whole, and not too many. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backupFolder, BACKUPS_KEPT, listBackups, newestGoodBackup } from '../../src-main/store/backups.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { newRun, olderFolder, openStore, temporaryFolder } from './testStore.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

describe('a backup', () => {
  it('of an older studio’s database is made before its tables change, as they were', () => {
    const folder = olderFolder(2);
    openStore(folder);
    const [backup, ...others] = listBackups(folder);
    expect(others).toEqual([]);
    expect(backup?.reason).toBe('migration');
    const kept = new Database(path.join(backupFolder(folder), backup?.fileName ?? ''), { readonly: true });
    expect(kept.pragma('user_version', { simple: true })).toBe(2);
    expect(kept.prepare('SELECT id FROM runs').pluck().all()).toEqual(['r1']);
    kept.close();
  });

  it('is not made of a new database, nor of one that is up to date', () => {
    const folder = temporaryFolder();
    openStore(folder).close();
    openStore(folder).close();
    expect(existsSync(backupFolder(folder))).toBe(false);
  });

  it('on demand holds what was there at that moment, also what only the log held', () => {
    const store = openStore();
    store.createRun(newRun({ id: 'before' }));
    const backup = store.backUp('asked', at(1));
    store.createRun(newRun({ id: 'after' }));
    const file = path.join(backupFolder(store.folder.root), backup.fileName);
    const kept = new Database(file, { readonly: true });
    expect(kept.prepare('SELECT id FROM runs').pluck().all()).toEqual(['before']);
    kept.close();
    expect(backup.sizeBytes).toBe(statSync(file).size);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('clears away what processes left that were killed over one, and nothing of one that still works on it', () => {
    const store = openStore();
    const folder = backupFolder(store.folder.root);
    const gone = spawnSync('true').pid;
    const name = 'studio-2026-01-01T00-00-00-000Z-migration.sqlite';
    mkdirSync(folder);
    const left = [`${name}.tmp`, `${name}.${gone}.tmp`, `${name}.${gone}.tmp-journal`];
    const underWay = `${name}.${process.ppid}.tmp`;
    for (const file of [...left, underWay]) writeFileSync(path.join(folder, file), 'half');
    const { fileName } = store.backUp('asked', at(1));
    expect(readdirSync(folder).sort()).toEqual([underWay, fileName].sort());
  });

  it('makes the oldest of its kind make way, and none of another kind', () => {
    const store = openStore();
    store.backUp('repair', at(0));
    for (let second = 1; second <= BACKUPS_KEPT + 2; second++) store.backUp('asked', at(second));
    const kept = listBackups(store.folder.root);
    expect(kept.filter(({ reason }) => reason === 'asked').map(({ createdAt }) => createdAt)).toEqual(
      [5, 4, 3].map((second) => at(second).toISOString()),
    );
    expect(kept.filter(({ reason }) => reason === 'repair')).toHaveLength(1);
  });

  it('that is damaged is passed over for the sound one before it', () => {
    const store = openStore();
    store.createRun(newRun());
    const sound = store.backUp('asked', at(1));
    const damaged = store.backUp('asked', at(2));
    const file = path.join(backupFolder(store.folder.root), damaged.fileName);
    writeFileSync(file, readFileSync(file).fill(0xaa, 4096));
    expect(newestGoodBackup(store.folder.root)).toEqual(sound);
  });

  it('that finds no place leaves the older database as it was', () => {
    const folder = olderFolder(2);
    // A file where the folder of backups would be.
    writeFileSync(backupFolder(folder), '');
    expect(() => ExperimentStore.open(folder)).toThrow();
    const database = new Database(path.join(folder, 'studio.sqlite'), { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(2);
    database.close();
  });
});
