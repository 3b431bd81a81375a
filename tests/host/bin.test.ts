/** The bin: what lies there is told, restored, removed for good, and makes way for what is deleted later. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { BinRun } from '../../shared/storage.ts';
import { beyondLimit } from '../../src-main/host/bin.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { newRun } from '../store/testStore.ts';
import { temporaryFolder, testHost } from './testHost.ts';

const KILOBYTES = 1000;

/** With a file of so many bytes in its folder. */
function addRun(host: Host, id: string, bytes = KILOBYTES, study?: string): void {
  host.store.createRun(
    newRun({
      id,
      name: `name of ${id}`,
      ...(study === undefined ? {} : { study: { id: study, row: 'r', seed: 1 } }),
    }),
  );
  const folder = host.store.folder.cache(id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'frames'), Buffer.alloc(bytes));
}

const binIds = async (host: Host) => (await host.call('bin.list', {})).runs.map(({ id }) => id);
const listIds = async (host: Host) => (await host.call('runs.list', {})).map(({ id }) => id);

/** One after the other, so that each has a moment of its own. */
async function deleteInOrder(host: Host, ids: readonly string[]): Promise<void> {
  for (const [place, id] of ids.entries()) {
    await host.call('runs.delete', { runIds: [id] });
    host.store.changeRun(id, { deletedAt: new Date(Date.UTC(2026, 0, 1, 0, place)).toISOString() });
  }
}

async function studyOf(host: Host): Promise<string> {
  const { id } = await host.call('studies.create', {
    definition: {
      name: 'two seeds',
      algorithm: 'world-models',
      environments: ['car-racing'],
      preset: 'smoke',
      seeds: [1, 2],
    },
    start: false,
  });
  return id;
}

describe('the bin', () => {
  it('tells what lies in it: name, size of its files, when it was deleted; the newest first', async () => {
    const host = await testHost(temporaryFolder());
    for (const id of ['a', 'b', 'kept']) addRun(host, id, id === 'a' ? 3000 : 500);
    await deleteInOrder(host, ['a', 'b']);
    const { runs, studies, limitBytes } = await host.call('bin.list', {});
    expect(runs).toMatchObject([
      { id: 'b', name: 'name of b', bytes: 500, deletedAt: '2026-01-01T00:01:00.000Z' },
      { id: 'a', name: 'name of a', bytes: 3000, deletedAt: '2026-01-01T00:00:00.000Z' },
    ]);
    expect([studies, limitBytes]).toEqual([[], null]);
  });

  it('gives back what is restored, files and all, and tells those who look at the list', async () => {
    const host = await testHost(temporaryFolder());
    for (const id of ['a', 'b', 'c']) addRun(host, id);
    await host.call('runs.delete', { runIds: ['a', 'b', 'c'] });
    const told: TopicEvents['runs'][] = [];
    host.feed.listen(
      'runs',
      {},
      { send: (event) => told.push(event as TopicEvents['runs']), ended: () => undefined },
    );
    await host.call('bin.restore', { runIds: ['a', 'c'] });
    expect((await listIds(host)).sort()).toEqual(['a', 'c']);
    expect(await binIds(host)).toEqual(['b']);
    const announced = told.flatMap((event) => (event.kind === 'manyChanged' ? event.runs : []));
    expect(announced.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(readFileSync(path.join(host.store.folder.cache('a'), 'frames'))).toHaveLength(KILOBYTES);
  });

  it('loses for good what is removed from it, and nothing else; not even what does not lie in it', async () => {
    const host = await testHost(temporaryFolder());
    for (const id of ['a', 'b', 'alive']) addRun(host, id);
    await host.call('runs.delete', { runIds: ['a', 'b'] });
    const { freedBytes } = await host.call('bin.remove', { runIds: ['a', 'alive'] });
    expect(freedBytes).toBeGreaterThanOrEqual(KILOBYTES);
    expect(await binIds(host)).toEqual(['b']);
    expect(await listIds(host)).toEqual(['alive']);
    expect(['a', 'b', 'alive'].map((id) => existsSync(host.store.folder.run(id)))).toEqual([
      false,
      true,
      true,
    ]);
    await expect(host.call('bin.restore', { runIds: ['a'] })).rejects.toMatchObject({ code: 'run.unknown' });
  });

  it('holds a study with its runs: restored together, or gone together', async () => {
    const host = await testHost(temporaryFolder());
    const study = await studyOf(host);
    const runs = (await listIds(host)).sort();
    expect(runs).toHaveLength(2);
    await host.call('studies.delete', { studyId: study, runs: 'delete' });
    const content = await host.call('bin.list', {});
    expect(content.studies).toMatchObject([{ id: study, name: 'two seeds' }]);
    expect(content.runs.every(({ studyId }) => studyId === study)).toBe(true);
    await host.call('bin.restore', { studyIds: [study] });
    expect((await listIds(host)).sort()).toEqual(runs);
    expect(await host.call('studies.list', {})).toHaveLength(1);
    await host.call('studies.delete', { studyId: study, runs: 'delete' });
    await host.call('bin.remove', { studyIds: [study] });
    expect(await host.call('bin.list', {})).toMatchObject({ runs: [], studies: [] });
    expect(host.store.everyRunId()).toEqual([]);
  });

  it('with a limit shows what would go, removes exactly that, and keeps to it from then on', async () => {
    const folder = temporaryFolder();
    const host = await testHost(folder);
    for (const id of ['a', 'b', 'c', 'd']) addRun(host, id);
    await deleteInOrder(host, ['b', 'a', 'c']);
    const limit = { limitBytes: 2 * KILOBYTES };
    expect(await host.call('bin.preview', limit)).toEqual({ runIds: ['b'], bytes: KILOBYTES });
    // Looking removes nothing.
    expect(await binIds(host)).toEqual(['c', 'a', 'b']);
    await host.call('bin.limit', limit);
    expect(await binIds(host)).toEqual(['c', 'a']);
    await host.call('runs.delete', { runIds: ['d'] });
    await expect.poll(() => binIds(host), { timeout: 30_000 }).toEqual(['d', 'c']);
    await host.close();
    const again = await testHost(folder);
    expect((await again.call('bin.list', {})).limitBytes).toBe(2 * KILOBYTES);
  });

  it('does not show what an import or a removal left half done, which is gone after the next start', async () => {
    const folder = temporaryFolder();
    const host = await testHost(folder);
    for (const id of ['half', 'whole']) addRun(host, id);
    await host.call('runs.delete', { runIds: ['half', 'whole'] });
    host.store.changeRun('half', { partial: true });
    expect(await binIds(host)).toEqual(['whole']);
    await expect(host.call('bin.restore', { runIds: ['half'] })).rejects.toMatchObject({
      code: 'run.unknown',
    });
    await host.close();
    const next = await testHost(folder);
    await expect.poll(() => next.store.everyRunId(), { timeout: 30_000 }).toEqual(['whole']);
    await expect.poll(() => existsSync(next.store.folder.run('half')), { timeout: 30_000 }).toBe(false);
  });

  it('that is emptied twice at once is emptied once', async () => {
    const host = await testHost(temporaryFolder());
    for (const id of ['a', 'b', 'c']) addRun(host, id);
    await host.call('runs.delete', { runIds: ['a', 'b', 'c'] });
    const freed = await Promise.all([host.call('runs.emptyBin', {}), host.call('runs.emptyBin', {})]);
    expect(await binIds(host)).toEqual([]);
    const files = freed.map(({ freedBytes }) => Math.round(freedBytes / KILOBYTES) * KILOBYTES);
    expect(files[1]).toBe(0);
  });
});

describe('beyondLimit', () => {
  const run = (id: string, bytes: number, day: number): BinRun => ({
    ...{ id, name: id, algorithm: '', environment: '', preset: '', studyId: null },
    bytes,
    deletedAt: `2026-01-0${day}`,
  });

  it('takes the oldest, however small, until the rest fits exactly', () => {
    const runs = [run('new', 10, 3), run('old', 1, 1), run('middle', 10, 2)];
    const goes = (limit: number) => beyondLimit(runs, limit).map(({ id }) => id);
    expect([21, 20, 19, 10, 9, 0].map(goes)).toEqual([
      [],
      ['old'],
      ['old', 'middle'],
      ['old', 'middle'],
      ['old', 'middle', 'new'],
      ['old', 'middle', 'new'],
    ]);
  });
});

describe('many at once', () => {
  it('are archived and tagged by one command; tags that were there stay, and go where that is asked', async () => {
    const host = await testHost(temporaryFolder());
    for (const id of ['a', 'b']) addRun(host, id);
    host.store.setTags('a', ['first']);
    await host.call('runs.change', { runIds: ['a', 'b'], archived: true, addTags: ['x'] });
    const tags = () => ['a', 'b'].map((id) => [...host.store.summary(id).tags].sort());
    expect(tags()).toEqual([['first', 'x'], ['x']]);
    expect(host.store.summary('b').archived).toBe(true);
    await host.call('runs.change', { runIds: ['a', 'b'], removeTags: ['x'] });
    expect(tags()).toEqual([['first'], []]);
    // What was not asked about is as it was.
    expect(host.store.summary('b').archived).toBe(true);
  });

  it('of which one is unknown are left as they are', async () => {
    const folder = temporaryFolder();
    const host = await testHost(folder);
    addRun(host, 'a');
    await expect(host.call('runs.change', { runIds: ['a', 'none'], archived: true })).rejects.toMatchObject({
      code: 'run.unknown',
      values: { run: 'none' },
    });
    expect(ExperimentStore.openReadOnly(folder)?.summary('a').archived).toBe(false);
  });
});
