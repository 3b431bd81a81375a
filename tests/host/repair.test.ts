/** A damaged data folder: what is wrong is told, what can be saved is saved, and nothing is thrown away. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { StoreReport } from '../../shared/storage.ts';
import { repairFolder } from '../../src-main/host/repair.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { checkStore } from '../../src-main/store/storeCheck.ts';
import { newRun, openStore } from '../store/testStore.ts';
import { atRest, behave, temporaryFolder, testHost, until } from './testHost.ts';

const kinds = ({ problems }: StoreReport) =>
  Object.fromEntries(problems.map(({ kind, count }) => [kind, count]));
const axis = (step: number) => ({ environmentSteps: step, gradientSteps: step, wallSeconds: step });
const PAGE = 4096;
const RUNS = 30;
const LINES = 200;

/** Thirty runs with curves and logs, closed. */
function filledFolder(): string {
  const folder = temporaryFolder();
  const store = ExperimentStore.open(folder);
  for (let run = 0; run < RUNS; run++) {
    const { id } = store.createRun(newRun({ id: `run-${run}`, name: `run ${run}`, tags: ['t'] }));
    store.record(
      id,
      Array.from({ length: LINES }, (_, step) => [
        { kind: 'metrics' as const, axis: axis(step), values: { a: step } },
        {
          kind: 'log' as const,
          entry: { at: '', level: 'info' as const, key: `line ${step}`, values: { text: 'x'.repeat(200) } },
        },
      ]).flat(),
    );
  }
  store.close();
  return folder;
}

/** Numbers of the pages that a table's rows lie on. */
function pagesOf(folder: string, table: string): number[] {
  const database = new Database(path.join(folder, 'studio.sqlite'), { readonly: true });
  const pages = database
    .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno")
    .pluck()
    .all(table) as number[];
  database.close();
  return pages;
}

function overwrite(folder: string, pages: readonly number[]): Buffer {
  const file = path.join(folder, 'studio.sqlite');
  const bytes = readFileSync(file);
  for (const page of pages) bytes.fill(0xaa, (page - 1) * PAGE, page * PAGE);
  writeFileSync(file, bytes);
  return bytes;
}

function setAside(folder: string, name: string): string {
  const [stamp = ''] = readdirSync(path.join(folder, 'set-aside'));
  return path.join(folder, 'set-aside', stamp, name);
}

describe('a broken database', () => {
  it('is read around its broken pages: every run, every curve and all other log lines are saved', async () => {
    const folder = filledFolder();
    const broken = overwrite(folder, pagesOf(folder, 'log').slice(100, 103));
    expect(kinds(await checkStore(folder))).toHaveProperty('database');
    const { done, report } = await repairFolder(folder, 'test');
    expect(done.map(({ key }) => key)).toEqual(['repair.setAside', 'repair.salvagedPart']);
    expect(done[1]?.values).toEqual({ runs: RUNS });
    expect(report.problems).toEqual([]);
    expect(readFileSync(setAside(folder, 'studio.sqlite')).equals(broken)).toBe(true);
    const store = openStore(folder);
    let lines = 0;
    for (let run = 0; run < RUNS; run++) {
      const id = `run-${run}`;
      expect(store.summary(id).tags).toEqual(['t']);
      const [series] = [...store.metrics(id, ['a'], 1000)];
      expect(Array.from(series?.values ?? [])).toEqual(Array.from({ length: LINES }, (_, step) => step));
      lines += store.log(id, 1000).length;
    }
    // A page holds a dozen lines; only those of the three are gone.
    expect(lines).toBeLessThan(RUNS * LINES);
    expect(lines).toBeGreaterThan(RUNS * LINES - 3 * 20);
  });

  it('whose curves are broken keeps what is left of them, with sums that fit', async () => {
    const folder = filledFolder();
    const pages = pagesOf(folder, 'metrics');
    overwrite(folder, pages.slice(10, 11));
    await repairFolder(folder, 'test');
    const store = openStore(folder);
    let rows = 0;
    for (let run = 0; run < RUNS; run++) {
      const [series] = [...store.metrics(`run-${run}`, ['a'], 10)];
      const all = [...store.metricRows(`run-${run}`)];
      rows += all.length;
      expect(Math.max(...(series?.maximum ?? series?.values ?? []))).toBe(
        Math.max(...all.map(({ value }) => value)),
      );
    }
    expect(rows).toBeGreaterThan(RUNS * LINES * 0.9);
    expect(rows).toBeLessThan(RUNS * LINES);
  });

  it('of which nothing can be read is replaced by the newest sound backup', async () => {
    const folder = filledFolder();
    const store = ExperimentStore.open(folder);
    store.backUp('asked', new Date(Date.UTC(2026, 0, 1)));
    store.close();
    const file = path.join(folder, 'studio.sqlite');
    writeFileSync(file, 'this is no database. '.repeat(1000));
    const { done, report } = await repairFolder(folder, 'test');
    expect(done.map(({ key }) => key)).toEqual(['repair.setAside', 'repair.restored']);
    expect(report).toEqual({ runs: RUNS, checkpoints: 0, problems: [] });
    expect(readFileSync(setAside(folder, 'studio.sqlite'), 'utf8')).toContain('no database');
  });

  it('of which nothing is left, without a backup, becomes an empty one', async () => {
    const folder = filledFolder();
    truncateSync(path.join(folder, 'studio.sqlite'), 50);
    const { done, report } = await repairFolder(folder, 'test');
    expect(done.map(({ key }) => key)).toEqual(['repair.setAside', 'repair.begun']);
    expect(report).toEqual({ runs: 0, checkpoints: 0, problems: [] });
  });

  it('keeps a host from starting, until it is started with the wish to mend it', async () => {
    const folder = filledFolder();
    const store = ExperimentStore.open(folder);
    store.backUp('asked');
    store.close();
    writeFileSync(path.join(folder, 'studio.sqlite'), 'this is no database. '.repeat(1000));
    await expect(testHost(folder)).rejects.toMatchObject({ code: 'store.corrupt' });
    const host = await testHost(folder, { repair: true });
    expect(await host.call('runs.list', {})).toHaveLength(RUNS);
  });

  it('that belongs to another program is left alone', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'studio.sqlite');
    const theirs = new Database(file);
    theirs.exec('CREATE TABLE theirs (x)');
    theirs.close();
    const before = readFileSync(file);
    await expect(repairFolder(folder, 'test')).rejects.toMatchObject({ code: 'store.corrupt' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('is not mended while a studio has it open', async () => {
    const folder = filledFolder();
    openStore(folder);
    await expect(repairFolder(folder, 'test')).rejects.toMatchObject({ code: 'store.locked' });
  });
});

describe('rows that name what is not there', () => {
  it('are told, and removed after a backup', async () => {
    const folder = filledFolder();
    const database = new Database(path.join(folder, 'studio.sqlite'));
    database.pragma('foreign_keys = OFF');
    database.exec("DELETE FROM runs WHERE id = 'run-3'");
    database.close();
    expect(Object.keys(kinds(await checkStore(folder)))).toEqual(['references']);
    const { done, report } = await repairFolder(folder, 'test');
    expect(done.map(({ key }) => key)).toEqual(['repair.backedUp', 'repair.references']);
    expect(report).toEqual({ runs: RUNS - 1, checkpoints: 0, problems: [] });
  });
});

/** A completed run with at least four checkpoints, its host closed. */
async function trainedFolder(): Promise<{ folder: string; id: string; files: string[] }> {
  const folder = temporaryFolder();
  behave({ checkpointEvery: 4 });
  const host = await testHost(folder);
  const { id } = await host.call('runs.create', {
    algorithm: 'world-models',
    environment: 'car-racing',
    preset: 'smoke',
    name: 'trained',
    overrides: { 'controller.generations': 20, 'checkpoint.keep': 100 },
  });
  await until(host, id, atRest);
  const files = host.store.checkpoints(id).map(({ fileName }) => host.store.folder.checkpoint(id, fileName));
  await host.close();
  expect(files.length).toBeGreaterThanOrEqual(4);
  return { folder, id, files };
}

describe('checkpoints', () => {
  it('that are gone, damaged or without a row are told by kind, and mended by keeping what is good', async () => {
    const { folder, id, files } = await trainedFolder();
    const [newest = '', gone = '', damaged = ''] = files;
    rmSync(gone);
    const bytes = readFileSync(damaged);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    writeFileSync(damaged, bytes);
    cpSync(newest, path.join(path.dirname(newest), 'stray.wms'));
    expect(kinds(await checkStore(folder))).toEqual({ missingFiles: 1, damagedFiles: 1, strayFiles: 1 });
    const { done, report } = await repairFolder(folder, 'test');
    expect(done.map(({ key }) => key).sort()).toEqual(
      ['repair.damaged', 'repair.missing', 'repair.setAside', 'repair.straySetAside'].sort(),
    );
    expect(report).toEqual({ runs: 1, checkpoints: files.length - 2, problems: [] });
    expect(readFileSync(setAside(folder, path.relative(folder, damaged))).equals(bytes)).toBe(true);
    expect(existsSync(newest)).toBe(true);
    const keys = openStore(folder)
      .log(id, 100)
      .map(({ key }) => key);
    expect(keys.slice(0, 2).sort()).toEqual(['log.checkpointMissing', 'log.checkpointSetAside']);
  });

  it('of a run that the database lost bring it back: its config, its checkpoints, and the way to go on', async () => {
    const { folder, id, files } = await trainedFolder();
    const before = ExperimentStore.openReadOnly(folder);
    const config = before?.run(id).config;
    const checkpoints = before?.checkpoints(id).map(({ sequence: _, ...checkpoint }) => checkpoint);
    before?.close();
    for (const ending of ['', '-wal', '-shm'])
      rmSync(path.join(folder, `studio.sqlite${ending}`), { force: true });
    expect(kinds(await checkStore(folder))).toEqual({ unknownRuns: 1 });
    const { done, report } = await repairFolder(folder, 'test');
    expect(done).toEqual([{ key: 'repair.takenIn', values: { count: 1 } }]);
    expect(report).toEqual({ runs: 1, checkpoints: files.length, problems: [] });
    const store = openStore(folder);
    expect(store.run(id)).toMatchObject({ name: 'trained', preset: 'smoke', config, status: 'completed' });
    expect(store.checkpoints(id).map(({ sequence: _, ...checkpoint }) => checkpoint)).toEqual(checkpoints);
  });
});

describe('a host', () => {
  it('checks itself while it trains, and mends files at once', async () => {
    const { folder, files } = await trainedFolder();
    const host = await testHost(folder);
    expect(await host.call('store.check', {})).toEqual({ runs: 1, checkpoints: files.length, problems: [] });
    rmSync(files[0] ?? '');
    const { atNextStart, report } = await host.call('store.repair', {});
    expect(atNextStart).toBe(false);
    expect(report).toEqual({ runs: 1, checkpoints: files.length - 1, problems: [] });
  });

  it('has a broken database mended by its next start', async () => {
    const folder = filledFolder();
    overwrite(folder, pagesOf(folder, 'log').slice(100, 101));
    const host = await testHost(folder);
    expect(await host.call('store.repair', {})).toMatchObject({ atNextStart: true });
    await host.close();
    const next = await testHost(folder);
    expect((await next.call('store.check', {})).problems).toEqual([]);
    expect(await next.call('runs.list', {})).toHaveLength(RUNS);
    await next.close();
    // Asked once, done once.
    expect(readdirSync(path.join(folder, 'set-aside'))).toHaveLength(1);
    await (await testHost(folder)).close();
    expect(readdirSync(path.join(folder, 'set-aside'))).toHaveLength(1);
  });

  it('backs up beside what it does', async () => {
    const folder = filledFolder();
    const host = await testHost(folder);
    const backup = await host.call('store.backUp', {});
    expect(backup.reason).toBe('asked');
    expect((await host.call('store.state', {})).backups).toEqual([backup]);
  });
});
