/** A data folder is data: no name in it leads out of it, and only its owner writes and reads there. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { writeCheckpoint } from '../../src-main/store/checkpoints.ts';
import { DataFolder } from '../../src-main/store/dataFolder.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { isPlainName } from '../../src-main/store/safePath.ts';
import { newRun, olderFolder, openStore, temporaryFolder } from './testStore.ts';

const outside = expect.objectContaining({ code: 'store.outside' });
const WINDOWS = process.platform === 'win32';

/** A folder elsewhere, with a file that nothing here may touch. */
function elsewhere(): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'letter.txt'), 'mine');
  return folder;
}

describe('a name that becomes a path', () => {
  it.each(['20260101-0a1b2c3d', 'r1', '-a', '_', 'cell.1'])('may be %s', (name) => {
    expect(isPlainName(name)).toBe(true);
  });

  it('has 255 letters at most', () => {
    expect(isPlainName('a'.repeat(255))).toBe(true);
    expect(isPlainName('a'.repeat(256))).toBe(false);
  });

  it.each([
    '',
    '.',
    '..',
    '../../x',
    '/etc',
    'a/b',
    'a\\b',
    'C:',
    '.hidden',
    'a.',
    'a b',
    'a\n',
    'a\0b',
    '~',
    'con',
    'NUL.wms',
    'é',
  ])('is never %j', (name) => {
    const folder = new DataFolder(temporaryFolder());
    expect(isPlainName(name)).toBe(false);
    for (const make of [
      () => folder.run(name),
      () => folder.checkpoints(name),
      () => folder.cache(name),
      () => folder.checkpoint(name, 'a.wms'),
      () => folder.checkpoint('r1', name),
    ]) {
      expect(make).toThrow(outside);
    }
    expect(folder.disposable(name)).toBeNull();
    expect(folder.mayUse(name)).toBe(false);
  });
});

describe.skipIf(WINDOWS)('a symbolic link', () => {
  it('that leaves the folder is refused wherever it lies in a path', () => {
    const root = temporaryFolder();
    const other = elsewhere();
    const folder = new DataFolder(root);
    folder.create();
    mkdirSync(path.join(folder.runs, 'r2', 'checkpoints'), { recursive: true });
    symlinkSync(other, path.join(folder.runs, 'r1'));
    symlinkSync(other, path.join(folder.runs, 'r2', 'cache'));
    symlinkSync(path.join(other, 'letter.txt'), path.join(folder.runs, 'r2', 'checkpoints', 'a.wms'));
    expect(() => folder.run('r1')).toThrow(outside);
    expect(() => folder.checkpoint('r1', 'letter.txt')).toThrow(outside);
    expect(() => folder.cache('r2')).toThrow(outside);
    expect(() => folder.checkpoint('r2', 'a.wms')).toThrow(outside);
    expect(folder.mayUse('r1')).toBe(false);
    expect(folder.mayUse('r2')).toBe(false);
    expect(folder.run('r2')).toBe(path.join(root, 'runs', 'r2'));
  });

  it('that leads nowhere is refused too: writing would follow it', () => {
    const folder = new DataFolder(temporaryFolder());
    folder.create();
    symlinkSync(path.join(temporaryFolder(), 'not yet'), path.join(folder.runs, 'r1'));
    expect(() => folder.checkpoint('r1', 'a.wms')).toThrow(outside);
  });

  it('within the folder, and one that is the folder itself, are the person’s own affair', () => {
    const root = temporaryFolder();
    const link = path.join(temporaryFolder(), 'data');
    symlinkSync(root, link);
    const folder = new DataFolder(link);
    folder.create();
    mkdirSync(path.join(folder.runs, 'r1'));
    symlinkSync(path.join(folder.runs, 'r1'), path.join(folder.runs, 'r2'));
    expect(folder.checkpoint('r2', 'a.wms')).toBe(path.join(link, 'runs', 'r2', 'checkpoints', 'a.wms'));
  });

  it.each(['studio.sqlite', 'studio.sqlite-wal', 'studio.sqlite-shm', 'studio.lock', 'runs'])(
    'in place of %s is refused before anything is opened',
    (name) => {
      const root = temporaryFolder();
      const other = elsewhere();
      symlinkSync(name === 'runs' ? other : path.join(other, 'letter.txt'), path.join(root, name));
      expect(() => ExperimentStore.open(root)).toThrow(outside);
      expect(() => ExperimentStore.openReadOnly(root)).toThrow(outside);
      expect(readdirSync(other)).toEqual(['letter.txt']);
      expect(readFileSync(path.join(other, 'letter.txt'), 'utf8')).toBe('mine');
    },
  );

  it('deep in a run’s folder is found before a trainer writes there', async () => {
    const folder = new DataFolder(temporaryFolder());
    folder.create();
    await folder.refuseLinksOutOf('r1');
    const episodes = path.join(folder.cache('r1'), 'episodes');
    mkdirSync(episodes, { recursive: true });
    writeFileSync(path.join(episodes, '0000000.bin'), '');
    await folder.refuseLinksOutOf('r1');
    symlinkSync(path.join(elsewhere(), 'letter.txt'), path.join(episodes, '0000001.bin'));
    await expect(folder.refuseLinksOutOf('r1')).rejects.toMatchObject({
      code: 'store.outside',
      values: { name: path.join('runs', 'r1', 'cache', 'episodes', '0000001.bin') },
    });
  });

  it('in the place of a lock’s draft is not written through', () => {
    const root = temporaryFolder();
    const other = elsewhere();
    symlinkSync(path.join(other, 'letter.txt'), path.join(root, `studio.lock.${process.pid}`));
    openStore(root);
    expect(readFileSync(path.join(other, 'letter.txt'), 'utf8')).toBe('mine');
  });
});

describe.skipIf(WINDOWS)('a pipe', () => {
  it('in the place of a checkpoint is refused: reading it would wait for ever', () => {
    const folder = new DataFolder(temporaryFolder());
    folder.create();
    mkdirSync(folder.checkpoints('r1'), { recursive: true });
    execFileSync('mkfifo', [path.join(folder.checkpoints('r1'), 'a.wms')]);
    expect(() => folder.checkpoint('r1', 'a.wms')).toThrow(outside);
  });
});

/** Every file and folder below with its rights, `d700` or `f600`. */
function rights(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  const look = (place: string, name: string) => {
    const entry = lstatSync(place);
    found[name] = `${entry.isDirectory() ? 'd' : 'f'}${(entry.mode & 0o7777).toString(8)}`;
    if (!entry.isDirectory()) return;
    for (const inner of readdirSync(place)) look(path.join(place, inner), `${name}/${inner}`);
  };
  look(folder, '.');
  return found;
}

const odd = (found: Record<string, string>) =>
  Object.entries(found).filter(([, right]) => right !== 'd700' && right !== 'f600');

describe.skipIf(WINDOWS)('rights', () => {
  const before = process.umask();
  afterEach(() => {
    process.umask(before);
  });

  it.each([0o000, 0o022, 0o027, 0o077])('are the owner’s alone with umask %i', async (umask) => {
    const root = path.join(temporaryFolder(), 'data', 'folder');
    process.umask(umask);
    const store = openStore(root);
    const { id } = store.createRun(newRun());
    store.record(id, [
      { kind: 'log', entry: { at: '2026-01-01', level: 'info', key: 'log.started', values: {} } },
    ]);
    await writeCheckpoint(store.folder.checkpoint(id, 'a.wms'), {
      format: 1,
      algorithm: 'world-models',
      header: {},
      arrays: {},
    });
    const found = rights(root);
    expect(Object.keys(found)).toEqual(
      expect.arrayContaining([
        './studio.sqlite',
        './studio.sqlite-wal',
        './studio.sqlite-shm',
        './studio.lock',
        `./runs/${id}/checkpoints/a.wms`,
      ]),
    );
    expect(odd(found)).toEqual([]);
  });

  it('of an older studio’s folder are tightened, and what links lead to keeps its own', () => {
    const root = olderFolder(2);
    const other = elsewhere();
    const letter = path.join(other, 'letter.txt');
    chmodSync(letter, 0o644);
    const cache = path.join(root, 'runs', 'r1', 'cache');
    mkdirSync(cache, { recursive: true });
    writeFileSync(path.join(cache, 'frames.bin'), '');
    writeFileSync(path.join(root, 'runs', 'notes.txt'), 'read only');
    const loosen = (place: string) => {
      const isFolder = lstatSync(place).isDirectory();
      chmodSync(place, isFolder ? 0o755 : 0o644);
      if (isFolder) for (const name of readdirSync(place)) loosen(path.join(place, name));
    };
    loosen(root);
    chmodSync(path.join(root, 'runs', 'notes.txt'), 0o444);
    symlinkSync(letter, path.join(cache, 'letter'));
    symlinkSync(other, path.join(root, 'logs'));
    openStore(root).close();
    const found = rights(root);
    expect(
      odd(found)
        .map(([name]) => name)
        .sort(),
    ).toEqual(['./logs', './runs/notes.txt', './runs/r1/cache/letter']);
    expect(found['./runs/notes.txt']).toBe('f400');
    expect(lstatSync(letter).mode & 0o777).toBe(0o644);
  });

  it('are left as they are by those who only read', () => {
    const root = temporaryFolder();
    openStore(root).close();
    chmodSync(root, 0o755);
    ExperimentStore.openReadOnly(root)?.close();
    expect(lstatSync(root).mode & 0o777).toBe(0o755);
  });

  it('of a folder that serves all users, such as /tmp, stay; what is ours in it is private', () => {
    const root = temporaryFolder();
    chmodSync(root, 0o1777);
    openStore(root).close();
    expect(lstatSync(root).mode & 0o7777).toBe(0o1777);
    expect(odd(rights(path.join(root, 'runs')))).toEqual([]);
    expect(lstatSync(path.join(root, 'studio.sqlite')).mode & 0o777).toBe(0o600);
  });
});

describe.skipIf(WINDOWS)('a folder of another user', () => {
  const stranger = (process.getuid?.() ?? 0) + 1;

  it('is not written to, whoever asks', () => {
    const root = temporaryFolder();
    expect(() => {
      new DataFolder(root).create(stranger);
    }).toThrow(
      expect.objectContaining({
        code: 'store.notOwner',
        values: { folder: root, owner: process.getuid?.() },
      }),
    );
    expect(readdirSync(root)).toEqual([]);
  });

  // Only root can give a folder away.
  it.skipIf(process.getuid?.() !== 0)('is refused by the store and may be read', () => {
    const root = temporaryFolder();
    const store = openStore(root);
    store.createRun(newRun({ name: 'theirs' }));
    store.close();
    execFileSync('chown', ['-R', String(stranger), root]);
    expect(() => ExperimentStore.open(root)).toThrow(expect.objectContaining({ code: 'store.notOwner' }));
    const reader = ExperimentStore.openReadOnly(root);
    expect(reader?.runs().map(({ name }) => name)).toEqual(['theirs']);
    reader?.close();
    // One file of another's in one's own folder is enough.
    execFileSync('chown', [String(process.getuid?.()), root]);
    expect(() => ExperimentStore.open(root)).toThrow(expect.objectContaining({ code: 'store.notOwner' }));
  });
});

describe('a database that somebody made', () => {
  it('opens whatever ids it holds, and lists them', () => {
    const root = temporaryFolder();
    openStore(root).close();
    const database = new Database(path.join(root, 'studio.sqlite'));
    database
      .prepare(
        `INSERT INTO runs (id, name, algorithm, environment, preset, status, config, code_version, score_metric, created_at)
         VALUES ('../../x', 'odd', 'world-models', 'car-racing', 'smoke', 'completed', '{}', 'test', 'score', '2026-01-01')`,
      )
      .run();
    database.close();
    const store = openStore(root);
    expect(store.runs().map(({ id }) => id)).toEqual(['../../x']);
    expect(existsSync(path.join(root, 'runs'))).toBe(true);
  });
});
