/** A data folder that cannot be used: each case says so, and loses nothing. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, chmodSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { MIGRATIONS } from '../../src-main/store/migrations/index.ts';
import { newRun, openStore, temporaryFolder } from './testStore.ts';

const SCRIPT = fileURLToPath(new URL('openStoreProcess.ts', import.meta.url));

/** Another process that opens the folder; its first line of output. */
async function otherProcess(
  folder: string,
  options: { readonly uid?: number } = {},
): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const child = spawn(process.execPath, [SCRIPT, folder], { stdio: ['pipe', 'pipe', 'inherit'], ...options });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said = await new Promise<string>((resolve) => {
    child.stdout.once('data', (text: Buffer) => {
      resolve(text.toString().trim());
    });
  });
  return { child, said };
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
  return 'no error';
};

const gone = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

describe('a data folder', () => {
  it('that another studio has open is locked, names its process, and is free when that closes', async () => {
    const folder = temporaryFolder();
    const { child, said } = await otherProcess(folder);
    expect(said).toBe('open');
    expect(() => ExperimentStore.open(folder)).toThrow(
      expect.objectContaining({ code: 'store.locked', values: { folder, processId: child.pid } }),
    );
    // Looking is allowed meanwhile.
    const reader = ExperimentStore.openReadOnly(folder);
    expect(reader?.runs().map(({ name }) => name)).toEqual(['from another process']);
    reader?.close();
    child.stdin?.end();
    await gone(child);
    expect(openStore(folder).runs()).toHaveLength(1);
  });

  it('whose studio was killed is free at once, with everything that was recorded', async () => {
    const folder = temporaryFolder();
    const { child } = await otherProcess(folder);
    child.kill('SIGKILL');
    await gone(child);
    expect(existsSync(path.join(folder, 'studio.lock'))).toBe(true);
    expect(openStore(folder).runs()).toHaveLength(1);
  });

  it('whose lock names a process id that another program has now is free', () => {
    const folder = temporaryFolder();
    const lock = path.join(folder, 'studio.lock');
    writeFileSync(lock, JSON.stringify({ processId: process.ppid, born: '1' }));
    openStore(folder);
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ processId: process.pid });
  });

  it('whose lock came with a copy of a folder that is open is free; the open one stays locked', () => {
    const folder = temporaryFolder();
    openStore(folder);
    const copy = path.join(temporaryFolder(), 'copy');
    cpSync(folder, copy, { recursive: true });
    openStore(copy);
    expect(() => ExperimentStore.open(folder)).toThrow(expect.objectContaining({ code: 'store.locked' }));
    expect(() => ExperimentStore.open(copy)).toThrow(expect.objectContaining({ code: 'store.locked' }));
  });

  it('with half a lock, as a power cut may leave it, is free', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'studio.lock'), '{"proce');
    expect(openStore(folder).runs()).toEqual([]);
  });

  it('that may not be written says so', async () => {
    const folder = temporaryFolder();
    openStore(folder).close();
    chmodSync(folder, 0o555);
    onTestFinished(() => {
      chmodSync(folder, 0o755);
    });
    // The superuser may write anywhere: then another user tries.
    const superuser = process.getuid?.() === 0;
    const { said } = await otherProcess(folder, superuser ? { uid: 65_534 } : {});
    expect(said).toBe('store.readOnly');
  });

  it('below a file says that it cannot be written', () => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(codeOf(() => ExperimentStore.open(path.join(file, 'data')))).toBe('store.readOnly');
  });

  it('with garbage for a database says that it is corrupt, and leaves the file and no lock', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'studio.sqlite');
    writeFileSync(file, 'this is no database, and it is long enough to be looked at. '.repeat(100));
    const before = readFileSync(file);
    expect(codeOf(() => ExperimentStore.open(folder))).toBe('store.corrupt');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(path.join(folder, 'studio.lock'))).toBe(false);
  });

  it('whose database was cut in half or overwritten inside says that it is corrupt when that is met', () => {
    for (const damage of ['cut', 'overwrite'] as const) {
      const folder = temporaryFolder();
      const store = openStore(folder);
      const { id } = store.createRun(newRun());
      for (let i = 0; i < 300; i++) {
        store.record(id, [
          { kind: 'log', entry: { at: '', level: 'info', key: 'x'.repeat(300), values: {} } },
        ]);
      }
      store.close();
      const file = path.join(folder, 'studio.sqlite');
      const bytes = readFileSync(file);
      if (damage === 'cut') truncateSync(file, bytes.length / 2);
      else writeFileSync(file, bytes.fill(0xaa, 4096 * 2));
      const code = codeOf(() => {
        const again = openStore(folder);
        again.log(id, 1000);
      });
      expect(code).toBe('store.corrupt');
    }
  });

  it('of a newer studio is not touched', () => {
    const folder = temporaryFolder();
    openStore(folder).close();
    const file = path.join(folder, 'studio.sqlite');
    const database = new Database(file);
    database.pragma('user_version = 99');
    database.close();
    expect(() => ExperimentStore.open(folder)).toThrow(
      expect.objectContaining({
        code: 'store.newer',
        values: { file, version: 99, known: MIGRATIONS.length },
      }),
    );
  });

  it('whose database belongs to another program is not touched', () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const database = new Database(path.join(folder, 'studio.sqlite'));
    database.exec('CREATE TABLE theirs (x)');
    database.close();
    expect(codeOf(() => ExperimentStore.open(folder))).toBe('store.corrupt');
  });

  it('that is full says so, keeps all that was recorded, and goes on when there is room', () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    const entry = { at: '', level: 'info' as const, key: 'x'.repeat(2000), values: {} };
    store.record(id, [{ kind: 'log', entry }]);
    const pages = Number(store.connection.pragma('page_count', { simple: true }));
    store.connection.pragma(`max_page_count = ${pages + 3}`);
    let recorded = 1;
    const code = codeOf(() => {
      for (;;) {
        store.record(id, [
          {
            kind: 'metrics',
            axis: { environmentSteps: 0, gradientSteps: 0, wallSeconds: 0 },
            values: { a: 1 },
          },
          { kind: 'log', entry },
        ]);
        recorded++;
      }
    });
    expect(code).toBe('store.full');
    expect(recorded).toBeGreaterThan(1);
    expect(store.log(id, 1000)).toHaveLength(recorded);
    store.connection.pragma('max_page_count = 1000000');
    store.record(id, [
      { kind: 'metrics', axis: { environmentSteps: 0, gradientSteps: 0, wallSeconds: 0 }, values: { a: 2 } },
    ]);
    const [series] = [...store.metrics(id, ['a'], 1000)];
    // The update that did not fit whole was not stored in part.
    expect(series?.values.length).toBe(recorded);
  });
});
