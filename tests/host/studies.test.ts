/** Studies through the host, with real trainer processes: their queue, their failures, what they share, their end. */
import { describe, expect, it } from 'vitest';
import type { CommandArguments } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { Study } from '../../shared/study.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { atRest, behave, createCounterRun, rowsOf, temporaryFolder, testHost, until } from './testHost.ts';

type Definition = CommandArguments<'studies.create'>['definition'];

const definition = (changes: Partial<Definition> = {}): Definition => ({
  name: 'Steps',
  algorithm: 'world-models',
  environments: ['car-racing'],
  preset: 'smoke',
  settings: { 'controller.generations': 20 },
  seeds: [1, 2, 3],
  ...changes,
});

const runsOf = (host: Host, { id }: Study): readonly RunSummary[] => host.store.runsOfStudy(id);
const statuses = (host: Host, study: Study) => runsOf(host, study).map(({ status }) => status);
const allAtRest = (host: Host, study: Study) =>
  Promise.all(runsOf(host, study).map(({ id }) => until(host, id, atRest, 60_000)));
const runAt = (host: Host, study: Study, index: number): RunSummary => {
  const run = runsOf(host, study)[index];
  if (run === undefined) throw new Error(`no run ${index}`);
  return run;
};

describe('a study', () => {
  it('makes every run as a draft in its cell, seed by seed, and trains none until it is started', async () => {
    const host = await testHost(temporaryFolder());
    const study = await host.call('studies.create', {
      definition: definition({
        vary: { kind: 'grid', fields: [{ path: 'controller.inputs', values: ['z', 'zh'] }] },
        seeds: [5, 6],
      }),
      start: false,
    });
    expect(
      runsOf(host, study).map(({ status, studyCell, name }) => ({ status, ...studyCell, name })),
    ).toEqual(
      [
        [5, 'z'],
        [5, 'zh'],
        [6, 'z'],
        [6, 'zh'],
      ].map(([seed, inputs]) => ({
        status: 'draft',
        row: `car-racing controller.inputs="${inputs}"`,
        seed,
        name: `Steps: ${inputs}, #${seed}`,
      })),
    );
    expect(new Set(runsOf(host, study).map(({ createdAt }) => createdAt)).size).toBe(1);
    const detail = await host.call('runs.get', { runId: runAt(host, study, 2).id });
    expect(detail.config).toMatchObject({ seed: 6, controller: { inputs: 'z', generations: 20 } });
    expect(await host.call('studies.list', {})).toEqual([study]);
  });

  it('makes nothing at all where one of its runs could not be made', async () => {
    const host = await testHost(temporaryFolder());
    const bad = definition({
      vary: { kind: 'grid', fields: [{ path: 'controller.populationSize', values: [16, 2] }] },
    });
    await expect(host.call('studies.create', { definition: bad })).rejects.toMatchObject({
      code: 'config.invalid',
      values: { field: 'controller.populationSize' },
    });
    expect(await host.call('studies.list', {})).toEqual([]);
    expect(await host.call('runs.list', {})).toEqual([]);
  });

  it('trains its runs one after the other to the end, and has their results', async () => {
    behave({ stepMilliseconds: 4 });
    const host = await testHost(temporaryFolder());
    let most = 0;
    const handle = host.feed.listen(
      'runs',
      {},
      {
        send: () => {
          const working = host.store
            .runs()
            .filter(({ status }) => status === 'running' || status === 'starting');
          most = Math.max(most, working.length);
        },
        ended: () => undefined,
      },
    );
    const study = await host.call('studies.create', { definition: definition() });
    await allAtRest(host, study);
    handle.close();
    expect(statuses(host, study)).toEqual(['completed', 'completed', 'completed']);
    expect(most).toBe(1);
    const { results } = await host.call('studies.get', { studyId: study.id });
    expect(Object.keys(results).sort()).toEqual(
      runsOf(host, study)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('trains two at a time where both it and the studio allow two, and no third', async () => {
    behave({ stepMilliseconds: 20 });
    const host = await testHost(temporaryFolder());
    await host.call('settings.set', { key: 'training.concurrent', value: 3 });
    const study = await host.call('studies.create', {
      definition: definition({ concurrent: 2, settings: { 'controller.generations': 5000 } }),
    });
    const [first, second] = runsOf(host, study);
    await until(host, first?.id ?? '', ({ status }) => status === 'running');
    await until(host, second?.id ?? '', ({ status }) => status === 'running');
    expect(statuses(host, study)).toEqual(['running', 'running', 'queued']);
  });

  it('goes on after a run that fails, and tries it again only where asked', async () => {
    behave({ failAt: 7, onlySeed: 2 });
    const host = await testHost(temporaryFolder());
    const study = await host.call('studies.create', { definition: definition() });
    await allAtRest(host, study);
    expect(statuses(host, study)).toEqual(['completed', 'failed', 'completed']);
    behave({});
    await host.call('studies.start', { studyId: study.id });
    expect(statuses(host, study)).toEqual(['completed', 'failed', 'completed']);
    await host.call('studies.start', { studyId: study.id, failedToo: true });
    await allAtRest(host, study);
    expect(statuses(host, study)).toEqual(['completed', 'completed', 'completed']);
  });

  it('lets a run started by hand go first, and loses nothing by giving way', async () => {
    behave({ stepMilliseconds: 15 });
    const host = await testHost(temporaryFolder());
    const study = await host.call('studies.create', {
      definition: definition({ settings: { 'controller.generations': 60 }, seeds: [1, 2] }),
    });
    const first = runAt(host, study, 0);
    await until(host, first.id, ({ axis }) => axis.gradientSteps >= 10);
    const mine = await createCounterRun(host, 10);
    await until(host, mine.id, ({ status }) => status === 'running');
    expect(statuses(host, study)).toEqual(['queued', 'queued']);
    await until(host, mine.id, ({ status }) => status === 'completed');
    behave({});
    await allAtRest(host, study);
    expect(statuses(host, study)).toEqual(['completed', 'completed']);
    expect(rowsOf(host, first.id, 'counter/sum').map(({ step }) => step)).toEqual(
      Array.from({ length: 60 }, (_, i) => i + 1),
    );
    const log = await host.call('runs.log', { runId: first.id });
    expect(log.map(({ key }) => key)).toContain('log.gaveWay');
  });

  it('goes on by itself when the studio was closed and is opened again', async () => {
    behave({ stepMilliseconds: 15 });
    const folder = temporaryFolder();
    const before = await testHost(folder);
    const study = await before.call('studies.create', { definition: definition({ seeds: [1, 2] }) });
    await until(before, runAt(before, study, 0).id, ({ axis }) => axis.gradientSteps >= 5);
    await before.close();
    behave({});
    const after = await testHost(folder);
    await allAtRest(after, study);
    expect(statuses(after, study)).toEqual(['completed', 'completed']);
  });

  it('stays paused over a restart where a person paused it, and goes on when asked', async () => {
    behave({ stepMilliseconds: 15 });
    const folder = temporaryFolder();
    const before = await testHost(folder);
    const study = await before.call('studies.create', { definition: definition() });
    await until(before, runAt(before, study, 0).id, ({ axis }) => axis.gradientSteps >= 5);
    await before.call('studies.pause', { studyId: study.id });
    await until(before, runAt(before, study, 0).id, atRest);
    await before.close();
    const after = await testHost(folder);
    expect(statuses(after, study)).toEqual(['paused', 'draft', 'draft']);
    behave({});
    await after.call('studies.start', { studyId: study.id });
    await allAtRest(after, study);
    expect(statuses(after, study)).toEqual(['completed', 'completed', 'completed']);
  });

  it('goes on with its queue after a run whose process was killed, which is resumed by choice', async () => {
    behave({ stepMilliseconds: 10 });
    const host = await testHost(temporaryFolder());
    const study = await host.call('studies.create', {
      definition: definition({ settings: { 'controller.generations': 60 }, seeds: [1, 2] }),
    });
    const first = runAt(host, study, 0);
    await until(host, first.id, ({ axis }) => axis.gradientSteps >= 25);
    const processId: unknown = host.store.connection
      .prepare('SELECT process_id FROM runs WHERE id = ?')
      .pluck()
      .get(first.id);
    process.kill(Number(processId), 'SIGKILL');
    behave({});
    await until(host, runAt(host, study, 1).id, ({ status }) => status === 'completed');
    expect(host.store.summary(first.id).status).toBe('interrupted');
    await host.call('studies.start', { studyId: study.id });
    await until(host, first.id, ({ status }) => status === 'completed');
  });

  it('makes again what was deleted, and what new seeds add', async () => {
    behave({});
    const host = await testHost(temporaryFolder());
    const study = await host.call('studies.create', { definition: definition({ seeds: [1] }) });
    await allAtRest(host, study);
    const [first] = runsOf(host, study);
    await host.call('runs.delete', { runIds: [first?.id ?? ''] });
    await host.call('studies.update', { studyId: study.id, seeds: [1, 9] });
    // New seeds make drafts; starting trains all that is missing.
    await host.call('studies.start', { studyId: study.id });
    await allAtRest(host, study);
    expect(runsOf(host, study).map(({ studyCell, status }) => [studyCell?.seed, status])).toEqual([
      [1, 'completed'],
      [9, 'completed'],
    ]);
    await expect(host.call('studies.update', { studyId: study.id, seeds: [9] })).rejects.toMatchObject({
      code: 'study.seedsStay',
    });
  });

  it('lets its runs begin where the first had trained what they share', async () => {
    behave({ checkpointEvery: 5 });
    const host = await testHost(temporaryFolder());
    const study = await host.call('studies.create', {
      definition: definition({
        share: true,
        seeds: [1, 2],
        vary: { kind: 'grid', fields: [{ path: 'controller.inputs', values: ['z', 'zh'] }] },
      }),
    });
    await allAtRest(host, study);
    const firstSteps = runsOf(host, study).map(({ id }) => rowsOf(host, id, 'counter/sum')[0]?.step);
    // Each seed's first run does all 20 steps, its second one begins after the shared half.
    expect(firstSteps).toEqual([1, 11, 1, 11]);
    const log = await host.call('runs.log', { runId: runAt(host, study, 1).id });
    expect(log.find(({ key }) => key === 'log.beganFrom')?.values['name']).toBe('Steps: z, #1');
    const source = runAt(host, study, 0);
    expect(await host.call('runs.get', { runId: runAt(host, study, 1).id })).toMatchObject({
      beganFrom: { runId: source.id, name: source.name },
    });
    expect(await host.call('runs.get', { runId: source.id })).toMatchObject({ beganFrom: null });
  });

  it('takes in what was trained with the very settings of one of its runs, and shares what that had learned', async () => {
    behave({ checkpointEvery: 5 });
    const host = await testHost(temporaryFolder());
    const trained = await until(host, (await createCounterRun(host, 20)).id, atRest);
    const other = await until(host, (await createCounterRun(host, 10)).id, atRest);
    const wanted = definition({
      share: true,
      seeds: [0, 1],
      settings: { 'controller.generations': 20, 'checkpoint.keep': 3 },
      vary: { kind: 'grid', fields: [{ path: 'controller.inputs', values: ['zh', 'z'] }] },
    });
    const row = 'car-racing controller.inputs="zh"';
    expect(await host.call('studies.trainedBefore', { definition: wanted })).toEqual([
      { row, seed: 0, runId: trained.id },
    ]);
    await host.call('runs.update', { runId: trained.id, archived: true });
    expect(await host.call('studies.trainedBefore', { definition: wanted })).toEqual([]);
    await host.call('runs.update', { runId: trained.id, archived: false });
    const study = await host.call('studies.create', { definition: wanted, takeIn: true });
    await allAtRest(host, study);
    expect(statuses(host, study)).toEqual(['completed', 'completed', 'completed', 'completed']);
    expect(host.store.summary(trained.id)).toMatchObject({
      name: trained.name,
      studyId: study.id,
      studyCell: { row, seed: 0 },
      wallSeconds: trained.wallSeconds,
    });
    expect(host.store.summary(other.id).studyId).toBeNull();
    const beside = runsOf(host, study).find(({ name }) => name === 'Steps: z, #0');
    expect(rowsOf(host, beside?.id ?? '', 'counter/sum')[0]?.step).toBe(11);
    // It belongs to that study now.
    expect(await host.call('studies.trainedBefore', { definition: wanted })).toEqual([]);
  });

  it('leaves what was trained alone unless told to take it in', async () => {
    const host = await testHost(temporaryFolder());
    const trained = await until(host, (await createCounterRun(host, 5)).id, atRest);
    const study = await host.call('studies.create', {
      definition: definition({
        seeds: [0],
        settings: { 'controller.generations': 5, 'checkpoint.keep': 3 },
      }),
      start: false,
    });
    expect(statuses(host, study)).toEqual(['draft']);
    expect(host.store.summary(trained.id).studyId).toBeNull();
  });

  it('trains what is shared anew where the run that had it failed', async () => {
    behave({ failAt: 3, onlySeed: 1 });
    const host = await testHost(temporaryFolder());
    const study = await host.call('studies.create', {
      definition: definition({
        share: true,
        seeds: [1],
        vary: { kind: 'grid', fields: [{ path: 'controller.inputs', values: ['z', 'zh'] }] },
      }),
      start: false,
    });
    const [first, second] = runsOf(host, study);
    await host.call('studies.start', { studyId: study.id });
    await until(host, first?.id ?? '', atRest);
    behave({});
    await until(host, second?.id ?? '', atRest);
    // The second may have failed too, before the trouble was over; then it is tried again.
    await host.call('studies.start', { studyId: study.id, failedToo: true });
    await allAtRest(host, study);
    expect(statuses(host, study)).toEqual(['completed', 'completed']);
    expect(rowsOf(host, second?.id ?? '', 'counter/sum').length).toBeGreaterThan(0);
  });

  it('deleted without its runs leaves them; deleted with them takes them to the bin; both can be undone', async () => {
    behave({});
    const host = await testHost(temporaryFolder());
    const make = () => host.call('studies.create', { definition: definition({ seeds: [1] }), start: false });
    const kept = await make();
    await host.call('studies.delete', { studyId: kept.id, runs: 'keep' });
    expect(await host.call('runs.list', {})).toHaveLength(1);
    const gone = await make();
    await host.call('studies.delete', { studyId: gone.id, runs: 'delete' });
    expect(await host.call('studies.list', {})).toEqual([]);
    expect(await host.call('runs.list', {})).toHaveLength(1);
    await host.call('studies.restore', { studyId: gone.id });
    expect((await host.call('studies.list', {})).map(({ id }) => id)).toEqual([gone.id]);
    expect(await host.call('runs.list', {})).toHaveLength(2);
    await host.call('runs.emptyBin', {});
    await expect(host.call('studies.restore', { studyId: kept.id })).rejects.toMatchObject({
      code: 'study.unknown',
    });
    expect((await host.call('runs.list', {})).map(({ studyId }) => studyId)).toEqual([gone.id, null]);
  });

  it('archived takes its runs along, pauses them, and brings them back', async () => {
    behave({ stepMilliseconds: 15 });
    const host = await testHost(temporaryFolder());
    const study = await host.call('studies.create', { definition: definition({ seeds: [1, 2] }) });
    await until(host, runAt(host, study, 0).id, ({ status }) => status === 'running');
    await host.call('studies.update', { studyId: study.id, archived: true });
    await until(host, runAt(host, study, 0).id, atRest);
    expect(runsOf(host, study).map(({ status, archived }) => [status, archived])).toEqual([
      ['paused', true],
      ['draft', true],
    ]);
    await host.call('studies.update', { studyId: study.id, archived: false });
    expect(runsOf(host, study).every(({ archived }) => !archived)).toBe(true);
  });
});
