/** Room that deleting leaves goes back to the disk, a little at a time. */
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { databaseSpace, giveBackSteps, makeShrinkable } from '../../src-main/store/space.ts';
import { exhaust, newRun, olderFolder, openStore, temporaryFolder } from './testStore.ts';

const LINE = 'x'.repeat(2000);

function longRun(store: ExperimentStore, lines = 2000): string {
  const { id } = store.createRun(newRun());
  store.record(
    id,
    Array.from({ length: lines }, () => ({
      kind: 'log' as const,
      entry: { at: '', level: 'info' as const, key: LINE, values: {} },
    })),
  );
  return id;
}

describe('room', () => {
  it('goes back to the disk in many small steps, and what is left is whole', () => {
    const store = openStore();
    const kept = longRun(store, 5);
    const gone = longRun(store);
    store.connection.pragma('wal_checkpoint(TRUNCATE)');
    const before = statSync(store.folder.database).size;
    const removing = [...store.removeRun(gone)].length;
    expect(databaseSpace(store.connection).unusedBytes).toBeGreaterThan(3e6);
    const steps = [...giveBackSteps(store.connection)].length;
    expect(removing).toBeGreaterThan(3);
    expect(steps).toBeGreaterThan(10);
    expect(databaseSpace(store.connection).unusedBytes).toBe(0);
    expect(statSync(store.folder.database).size).toBeLessThan(before / 5);
    expect(store.log(kept, 10)).toHaveLength(5);
    expect(store.connection.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('of an older studio’s small database is given back too, since it is rebuilt when it is opened', () => {
    const folder = olderFolder(3);
    const store = openStore(folder);
    expect(databaseSpace(store.connection).shrinkable).toBe(true);
    expect(store.summary('r1').name).toBe('before');
  });

  it('of an older studio’s large database is given back once a person has asked for that, at the next start', () => {
    const file = `${temporaryFolder()}/large.sqlite`;
    const database = new Database(file);
    database.exec(
      'CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL); CREATE TABLE large (x)',
    );
    database.prepare('INSERT INTO large VALUES (zeroblob(?))').run(70_000_000);
    makeShrinkable(database);
    expect(databaseSpace(database).shrinkable).toBe(false);
    database.prepare("INSERT INTO settings VALUES ('store.rebuild', 'true')").run();
    database.exec('DELETE FROM large');
    makeShrinkable(database);
    expect(databaseSpace(database)).toMatchObject({ shrinkable: true, unusedBytes: 0 });
    expect(database.prepare('SELECT count(*) FROM settings').pluck().get()).toBe(0);
    database.close();
  });
});

describe('a run that is being removed', () => {
  it('shows nowhere from the first step on, and is found again where that was cut off', () => {
    const store = openStore();
    const id = longRun(store);
    store.changeRun(id, { deletedAt: '2026-01-01' });
    expect(store.bin.runs().map((run) => run.id)).toEqual([id]);
    const steps = store.removeRun(id);
    steps.next();
    expect(store.bin.runs()).toEqual([]);
    expect(store.runs()).toEqual([]);
    expect(() => store.findRun(id)).toThrow(expect.objectContaining({ code: 'run.unknown' }));
    expect(() => {
      store.requireRuns([id]);
    }).toThrow(expect.objectContaining({ code: 'run.unknown' }));
    expect(store.partialRuns()).toEqual([id]);
    exhaust(store.removeRun(id));
    expect(store.hasRun(id)).toBe(false);
  });
});
