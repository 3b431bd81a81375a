/** A folder that somebody else made: whatever its rows and links say, the host touches nothing outside it and stays up. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { serialize } from 'node:v8';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { exportFileName } from '../../src-main/host/exportFileName.ts';
import { LEFT_RECORDS_FILE } from '../../src-main/engine/messages.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { atRest, createCounterRun, temporaryFolder, testHost, until } from './testHost.ts';

/** A studio's folder inside another, so that `../../x` leads to something that can be lost. */
function nested(): { readonly folder: string; readonly victim: string } {
  const around = temporaryFolder();
  const victim = path.join(around, 'x');
  mkdirSync(path.join(victim, 'checkpoints'), { recursive: true });
  writeFileSync(path.join(victim, 'letter.txt'), 'mine');
  writeFileSync(path.join(victim, 'checkpoints', 'draft.tmp'), 'mine');
  writeFileSync(path.join(victim, LEFT_RECORDS_FILE), 'mine');
  const folder = path.join(around, 'data');
  ExperimentStore.open(folder).close();
  return { folder, victim };
}

function write(folder: string, sql: string, ...values: readonly unknown[]): void {
  const database = new Database(path.join(folder, 'studio.sqlite'));
  database.prepare(sql).run(...values);
  database.close();
}

function addRun(folder: string, id: string, status = 'completed', deleted = false): void {
  write(
    folder,
    `INSERT INTO runs (id, name, algorithm, environment, preset, status, config, code_version, score_metric, created_at,
       deleted_at) VALUES (?, 'odd', 'world-models', 'car-racing', 'smoke', ?, '{}', 'test', 'score', '2026-01-01', ?)`,
    id,
    status,
    deleted ? '2026-01-02' : null,
  );
}

const contents = (folder: string) => readdirSync(folder, { recursive: true }).sort();

describe.each([
  ['an id that leads out', '../../x', false],
  ['a folder that is a link out', 'r1', true],
])('a run with %s', (_, id, linked) => {
  it('goes from the bin without anything outside being deleted', async () => {
    const { folder, victim } = nested();
    addRun(folder, id, 'completed', true);
    if (linked) symlinkSync(victim, path.join(folder, 'runs', id));
    const before = contents(victim);
    const host = await testHost(folder);
    expect(await host.call('runs.emptyBin', {})).toEqual({ freedBytes: 0 });
    expect(host.store.everyRunId()).toEqual([]);
    expect(contents(victim)).toEqual(before);
    expect(existsSync(path.join(folder, 'runs', id === 'r1' ? id : '.none'))).toBe(false);
  });

  it('is counted with no bytes, and its training is refused with the reason', async () => {
    const { folder, victim } = nested();
    addRun(folder, id, 'paused');
    if (linked) symlinkSync(victim, path.join(folder, 'runs', id));
    const before = contents(victim);
    const host = await testHost(folder);
    const report = await host.call('system.storage', {});
    expect(report.checkpointBytes + report.cacheBytes).toBe(0);
    await host.call('runs.resume', { runId: id });
    const run = await until(host, id, ({ lastError }) => lastError !== null);
    expect(run).toMatchObject({ status: 'interrupted', lastError: { code: 'store.outside' } });
    expect(contents(victim)).toEqual(before);
  });

  it('whose trainer was cut off is picked up without a look outside', async () => {
    const { folder, victim } = nested();
    addRun(folder, id, 'running');
    if (linked) symlinkSync(victim, path.join(folder, 'runs', id));
    const before = contents(victim);
    const host = await testHost(folder);
    await until(host, id, atRest);
    await expect.poll(() => host.store.log(id, 1).map(({ key }) => key)).toEqual(['log.interrupted']);
    expect(contents(victim)).toEqual(before);
    expect(await host.call('system.storage', {})).toMatchObject({ cacheBytes: 0 });
  });
});

describe('records that a trainer is said to have left', () => {
  const good = { kind: 'log', level: 'info', key: 'log.started', at: '2026-01-01' };
  it.each([
    ['no bytes of ours', Buffer.from('garbage')],
    ['nothing', serialize(null)],
    ['no list', serialize({ sitting: 's', records: 5 })],
    [
      'an unknown kind',
      serialize({ sitting: 's', records: [{ sequence: 1, wallSeconds: 0, record: { kind: 'evil' } }] }),
    ],
    [
      'half a record behind a whole one',
      serialize({
        sitting: 's',
        records: [
          { sequence: 1, wallSeconds: 0, record: good },
          { sequence: 2, wallSeconds: 0, record: { kind: 'episode', episode: 7 } },
        ],
      }),
    ],
  ])('that are %s are dropped, and the run can be used', async (_, bytes) => {
    const { folder } = nested();
    addRun(folder, 'r1', 'running');
    mkdirSync(path.join(folder, 'runs', 'r1'));
    const file = path.join(folder, 'runs', 'r1', LEFT_RECORDS_FILE);
    writeFileSync(file, bytes);
    const host = await testHost(folder);
    await expect
      .poll(() => host.store.log('r1', 1))
      .toMatchObject([{ key: 'log.interrupted', values: { records: 0, checkpoints: 0 } }]);
    expect(host.store.log('r1', 10)).toHaveLength(1);
    expect(existsSync(file)).toBe(false);
  });
});

describe('log lines that a trainer left', () => {
  const values = { reason: 'full' };
  const told = { level: 'warning', key: 'log.checkpointFailed', values } as const;
  it.each([
    ['as trainers leave them', { kind: 'log', entry: { at: '2026-01-01', ...told } }],
    ['as those of older studios left them', { kind: 'log', at: '2026-01-01', ...told }],
  ])('%s are taken in', async (_, record) => {
    const { folder } = nested();
    addRun(folder, 'r1', 'running');
    mkdirSync(path.join(folder, 'runs', 'r1'));
    const left = { sitting: 's', records: [{ sequence: 1, wallSeconds: 0, record }] };
    writeFileSync(path.join(folder, 'runs', 'r1', LEFT_RECORDS_FILE), serialize(left));
    const host = await testHost(folder);
    await expect
      .poll(() => host.store.log('r1', 10))
      .toMatchObject([
        { key: 'log.interrupted', values: { records: 1 } },
        { at: '2026-01-01', ...told },
      ]);
  });
});

describe('a process that a database names', () => {
  it('is not taken for a trainer of ours where the database was last used elsewhere, or does not say where', () => {
    const { folder } = nested();
    const first = ExperimentStore.open(folder);
    expect(first.isOwn).toBe(false);
    first.own();
    expect(first.isOwn).toBe(true);
    first.close();
    write(folder, "UPDATE folder SET identity = '1:2'");
    const second = ExperimentStore.open(folder);
    expect(second.isOwn).toBe(false);
    expect(second.isCopy).toBe(true);
    second.close();
  });
});

describe('files of a run that are links out', () => {
  it('keep its training from beginning, before a byte is written', async () => {
    const { folder, victim } = nested();
    const host = await testHost(folder);
    const run = await createCounterRun(host, 3, false);
    mkdirSync(host.store.folder.cache(run.id), { recursive: true });
    symlinkSync(path.join(victim, 'letter.txt'), path.join(host.store.folder.cache(run.id), 'frames.bin'));
    await host.call('runs.start', { runId: run.id });
    const failed = await until(host, run.id, atRest);
    expect(failed.lastError).toMatchObject({ code: 'store.outside' });
    expect(readFileSync(path.join(victim, 'letter.txt'), 'utf8')).toBe('mine');
  });

  it('are not exported as checkpoints', async () => {
    const { folder, victim } = nested();
    const host = await testHost(folder);
    const run = await createCounterRun(host, 3);
    await until(host, run.id, ({ status }) => status === 'completed');
    const [checkpoint] = host.store.checkpoints(run.id);
    const name = 'letter.wms';
    symlinkSync(path.join(victim, 'letter.txt'), path.join(host.store.folder.checkpoints(run.id), name));
    write(folder, 'UPDATE checkpoints SET file_name = ? WHERE id = ?', name, checkpoint?.id);
    await expect(host.call('runs.export', { runId: run.id, checkpoints: 'all' })).rejects.toMatchObject({
      code: 'store.outside',
    });
  });
});

describe('the name of an export', () => {
  it('is a file’s name for every name of a run', () => {
    expect(exportFileName('CarRacing, seed 1')).toBe('CarRacing_ seed 1.wmsx');
    expect(exportFileName('../../x')).toBe('.._.._x.wmsx');
    expect(Buffer.byteLength(exportFileName('한'.repeat(100_000)))).toBeLessThan(255);
  });
});
