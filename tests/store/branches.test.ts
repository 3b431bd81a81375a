/** Branches in the store: kept whole with their run, renamed, removed, exported and taken in again. */
import { describe, expect, it } from 'vitest';
import { MOST_KEPT_BRANCHES, type BranchRecord } from '../../shared/branches.ts';
import { packArchive } from '../../src-main/host/archive.ts';
import { importRun } from '../../src-main/host/importRun.ts';
import { MIGRATIONS } from '../../src-main/store/migrations/index.ts';
import { keptBranch } from '../support/keptBranch.ts';
import { newRun, olderFolder, openStore, temporaryFolder } from './testStore.ts';

describe('a branch that was kept', () => {
  it('comes back to whoever opens the folder next, to the last bit, oldest first', () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    const { id } = store.createRun(newRun());
    const late = keptBranch('late', 'c1', '2026-01-03T00:00:00.000Z');
    store.keepBranch(id, late);
    store.keepBranch(id, keptBranch('early', 'c1'));
    store.close();
    expect(openStore(folder).branches(id)).toEqual([keptBranch('early', 'c1'), late]);
  });

  it('is renamed and removed by its own run alone', () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    const other = store.createRun(newRun());
    store.keepBranch(id, keptBranch('b1', 'c1'));
    const unknown = expect.objectContaining({ code: 'branches.unknown' });
    expect(() => store.renameBranch(other.id, 'b1', 'Mine')).toThrow(unknown);
    expect(() => store.removeBranch(other.id, 'b1')).toThrow(unknown);
    store.renameBranch(id, 'b1', 'Left turn');
    expect(store.branches(id)).toEqual([{ ...keptBranch('b1', 'c1'), name: 'Left turn' }]);
    store.removeBranch(id, 'b1');
    expect(store.branches(id)).toEqual([]);
  });

  it('is one of so many that a run keeps', () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    for (let index = 0; index < MOST_KEPT_BRANCHES; index++)
      store.keepBranch(id, keptBranch(`b${index}`, 'c'));
    expect(() => store.keepBranch(id, keptBranch('more', 'c'))).toThrow(
      expect.objectContaining({ code: 'branches.keptEnough' }),
    );
  });

  it('is taken by a folder of an older studio', () => {
    const store = openStore(olderFolder(5));
    store.keepBranch('r1', keptBranch('b1', 'c1'));
    expect(store.branches('r1')).toHaveLength(1);
    expect(store.connection.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  });

  it('goes out with its run and comes in again, without the episode’s number, which is another here', async () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    store.keepBranch(id, keptBranch(`${id}-branch-1`, `${id}-c1`));
    store.changeRun(id, {
      status: 'paused',
      startedAt: '2026-01-01T00:00:00Z',
      endedAt: '2026-01-01T01:00:00Z',
    });
    const { bytes } = packArchive({
      dataFolder: store.folder.root,
      runId: id,
      studio: 'test',
      checkpoints: 'all',
    });
    const other = openStore();
    const imported = await importRun(other, { bytes: new Uint8Array(bytes) });
    expect(other.branches(imported.id)).toEqual([
      { ...keptBranch(`${id}-branch-1`, `${id}-c1`), episodeId: null },
    ]);
  });

  it('by others names its own run’s checkpoints as they are called there, and other runs’ as ever', async () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    const own = { runId: id, checkpointId: `${id}-c1` };
    const other = { runId: 'else', checkpointId: 'else-c2' };
    const drawn = { source: 'curve', curve: [[0.1 + 0.2], [-1]] } as const;
    const by = { source: 'trained', by: own } as const;
    const kept = [drawn, by].map((actions, index) => {
      const { spec, ...branch } = keptBranch(
        `${id}-branch-${index}`,
        own.checkpointId,
        `2026-01-0${index + 1}T00:00:00.000Z`,
      );
      return { ...branch, spec: { ...spec, actions, dreamBy: index === 0 ? own : other } } as BranchRecord;
    });
    for (const branch of kept) store.keepBranch(id, branch);
    store.changeRun(id, {
      status: 'paused',
      startedAt: kept[0]?.createdAt ?? '',
      endedAt: kept[1]?.createdAt ?? '',
    });
    const { bytes } = packArchive({
      dataFolder: store.folder.root,
      runId: id,
      studio: 'test',
      checkpoints: 'all',
    });
    // Here its name is taken.
    const imported = await importRun(store, { bytes: new Uint8Array(bytes) });
    expect(imported.id).not.toBe(id);
    const there = store.branches(imported.id);
    const renamed = { runId: imported.id, checkpointId: there[0]?.checkpointId };
    expect(renamed.checkpointId).not.toBe(own.checkpointId);
    expect(there.map(({ spec }) => spec)).toEqual([
      { ...kept[0]?.spec, dreamBy: renamed },
      { ...kept[1]?.spec, actions: { ...by, by: renamed } },
    ]);
  });
});
