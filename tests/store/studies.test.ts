/** Studies in the store: kept, changed, found, and a data folder from before them upgraded. */
import { describe, expect, it } from 'vitest';
import { checkStudy } from '../../shared/study.ts';
import { MIGRATIONS } from '../../src-main/store/migrations/index.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { newRun, olderFolder, openStore, temporaryFolder } from './testStore.ts';

const definition = (name = 'Inputs') =>
  checkStudy({
    name,
    algorithm: 'world-models',
    environments: ['car-racing'],
    preset: 'smoke',
    vary: { kind: 'grid', fields: [{ path: 'controller.inputs', values: ['z', 'zh'] }] },
  });
const at = (day: number) => new Date(Date.UTC(2026, 0, day));

describe('the store', () => {
  it('keeps a study as it was made, and gives it back to whoever opens the folder next', () => {
    const folder = temporaryFolder();
    const first = openStore(folder);
    const made = first.studies.insert('s1', definition(), at(1));
    const run = first.createRun(newRun({ study: { id: 's1', row: 'a row', seed: 7 } }));
    first.close();
    const second = openStore(folder);
    expect(second.studies.get('s1')).toEqual(made);
    expect(made.definition).toEqual(definition());
    expect(second.summary(run.id)).toMatchObject({ studyId: 's1', studyCell: { row: 'a row', seed: 7 } });
    expect(second.runsOfStudy('s1').map(({ id }) => id)).toEqual([run.id]);
  });

  it('lists studies newest first without those in the bin, and removes those for good, their runs stay', () => {
    const store = openStore();
    store.studies.insert('s1', definition('old'), at(1));
    store.studies.insert('s2', definition('new'), at(2));
    const { id } = store.createRun(newRun({ study: { id: 's1', row: 'r', seed: 1 } }));
    expect(store.studies.list().map((study) => study.id)).toEqual(['s2', 's1']);
    store.studies.change('s1', { deletedAt: at(3).toISOString() });
    expect(store.studies.list().map((study) => study.id)).toEqual(['s2']);
    store.transaction(() => {
      store.studies.remove('s1');
      store.studies.remove('s2');
    });
    expect(() => store.studies.get('s1')).toThrow(expect.objectContaining({ code: 'study.unknown' }));
    expect(store.summary(id)).toMatchObject({ studyId: null, studyCell: null });
  });

  it('finds a study by its id, by the only beginning of one, and by its name', () => {
    const store = openStore();
    store.studies.insert('s1-aa', definition('twin'), at(1));
    store.studies.insert('s1-bb', definition('twin'), at(2));
    expect(store.studies.find('s1-aa').id).toBe('s1-aa');
    expect(store.studies.find('s1-b').id).toBe('s1-bb');
    expect(store.studies.find('twin').id).toBe('s1-bb');
    for (const unknown of ['s1', '', 'none'])
      expect(() => store.studies.find(unknown)).toThrow(expect.objectContaining({ code: 'study.unknown' }));
  });

  it('queues what a person started before what a study did', () => {
    const store = openStore();
    const queue = (byStudy: boolean, queuedAt: string) => {
      const { id } = store.createRun(newRun());
      store.changeRun(id, { status: 'queued', byStudy, queuedAt });
      return id;
    };
    const order = [queue(true, '2026-01-01'), queue(true, '2026-01-03'), queue(false, '2026-01-09')];
    expect(store.queue().map(({ id }) => id)).toEqual([order[2], order[0], order[1]]);
    expect(store.queue().map(({ byStudy }) => byStudy)).toEqual([false, true, true]);
  });

  it('upgrades a folder from before studies, with its runs', () => {
    const store = openStore(olderFolder(1));
    expect(store.summary('r1')).toMatchObject({ name: 'before', studyId: null, studyCell: null });
    expect(store.studies.list()).toEqual([]);
    expect(store.connection.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  });

  it('upgrades such a folder also for whoever only wants to read it', () => {
    const store = ExperimentStore.openReadOnly(olderFolder(1));
    expect(store?.runs().map(({ name }) => name)).toEqual(['before']);
    expect(store?.readOnly).toBe(true);
    store?.close();
  });
});
