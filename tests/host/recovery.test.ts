/** What a host finds when the last one died, and what happens while the disk is full: nothing is lost. */
import { spawn } from 'node:child_process';
import { cpSync, readdirSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pickUp } from '../../src-main/host/recovery.ts';
import { writeCheckpoint, type CheckpointDescription } from '../../src-main/store/checkpoints.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { newRun } from '../store/newRun.ts';
import {
  atRest,
  behave,
  COUNTER_ENTRY,
  createCounterRun,
  rowsOf,
  SUM,
  temporaryFolder,
  testHost,
  undisturbed,
  until,
} from './testHost.ts';

const STEPS = 60;
/** A host in a process of its own that is killed in the middle of a training. */
async function killedHost(folder: string): Promise<{ readonly id: string; readonly processId: number }> {
  behave({ stepMilliseconds: 20, checkpointEvery: 1000 });
  const script = fileURLToPath(new URL('hostProcess.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, COUNTER_ENTRY, String(STEPS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said = await new Promise<string>((resolve) => {
    child.stdout.once('data', (text: Buffer) => {
      resolve(text.toString());
    });
  });
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  return JSON.parse(said) as { id: string; processId: number };
}

/** A run with two records of a sitting, and a checkpoint nobody was told of. @param follows what the file says that it follows */
async function strayBeside(follows: CheckpointDescription[string]) {
  const store = ExperimentStore.open(temporaryFolder());
  onTestFinished(() => {
    store.close();
  });
  const { id } = store.createRun(newRun());
  const axis = { environmentSteps: 10, gradientSteps: 1, wallSeconds: 1 };
  const metrics = { kind: 'metrics', axis, values: { 'loss/all': 1 } } as const;
  store.record(id, [metrics, metrics], { id: 'a sitting', sequence: 2, wallSeconds: 1 });
  await writeCheckpoint(
    store.folder.checkpoint(id, 'stray.wms'),
    { format: 1, algorithm: 'world-models', header: {}, arrays: {} },
    { id: 'stray', runId: id, reason: 'interval', phase: 'train', score: null, axis, createdAt: '', follows },
  );
  const { checkpoints } = await pickUp(store, id);
  return { checkpoints, known: store.checkpoints(id).map(({ fileName }) => fileName) };
}

describe('a checkpoint that no host was told of', () => {
  it('is taken in where all that its state counts as told is stored', async () => {
    const taken = await strayBeside({ sitting: 'a sitting', record: 2 });
    expect(taken).toEqual({ checkpoints: 1, known: ['stray.wms'] });
  });

  it.each([
    ['an evaluation before it was never stored, which moves no counter', { sitting: 'a sitting', record: 3 }],
    ['more was stored than it follows', { sitting: 'a sitting', record: 1 }],
    ['it is another sitting’s', { sitting: 'another', record: 2 }],
    ['it does not say what it follows', null],
  ])('is left where it lies where %s', async (_, follows) => {
    expect(await strayBeside(follows)).toEqual({ checkpoints: 0, known: [] });
  });
});

describe('a host that was killed', () => {
  it('leaves a trainer that keeps a checkpoint and its records; the next host takes both and goes on exactly', async () => {
    const expected = await undisturbed(STEPS);
    const folder = temporaryFolder();
    const { id } = await killedHost(folder);
    behave({});
    const host = await testHost(folder);
    expect(host.store.summary(id).status).toBe('interrupted');
    expect(host.store.summary(id).lastError?.code).toBe('run.interrupted');
    // Resuming waits for the old trainer to be gone and its files to be taken in.
    await host.call('runs.resume', { runId: id });
    const log = await host.call('runs.log', { runId: id });
    expect(log.find(({ key }) => key === 'log.interrupted')).toBeDefined();
    await until(host, id, ({ status }) => status === 'completed');
    expect(rowsOf(host, id, SUM)).toEqual(expected.rows);
    const after = await host.call('runs.log', { runId: id });
    // It went on from the very moment at which the host had died: nothing had to be computed again.
    expect(after.find(({ key }) => key === 'log.resumed')?.values).toEqual({ records: 0 });
  });

  it('is followed by one that is abandoned by whoever launched its trainers: what they kept is taken up exactly', async () => {
    const expected = await undisturbed(STEPS);
    const folder = temporaryFolder();
    behave({ stepMilliseconds: 20, checkpointEvery: 1000 });
    const first = await testHost(folder);
    const { id } = await createCounterRun(first, STEPS);
    await until(first, id, ({ axis }) => axis.gradientSteps >= 10);
    first.supervisor.abandon();
    await first.close();
    // Nothing is said of how it ended: nobody here knows.
    const row = ExperimentStore.openReadOnly(folder)?.connection.prepare('SELECT status FROM runs');
    expect(row?.pluck().get()).toBe('running');
    behave({});
    const host = await testHost(folder);
    expect(host.store.summary(id).status).toBe('interrupted');
    await host.call('runs.resume', { runId: id });
    await until(host, id, ({ status }) => status === 'completed');
    expect(rowsOf(host, id, SUM)).toEqual(expected.rows);
    const after = await host.call('runs.log', { runId: id });
    expect(after.find(({ key }) => key === 'log.resumed')?.values).toEqual({ records: 0 });
  });

  it('and whose trainer was killed with it resumes from the last checkpoint there is', async () => {
    const expected = await undisturbed(STEPS);
    const folder = temporaryFolder();
    const { id, processId } = await killedHost(folder);
    try {
      process.kill(processId, 'SIGKILL');
    } catch {
      // It was quicker: it has kept its checkpoint and gone.
    }
    behave({});
    const host = await testHost(folder);
    await host.call('runs.resume', { runId: id });
    await until(host, id, ({ status }) => status === 'completed');
    expect(rowsOf(host, id, SUM)).toEqual(expected.rows);
  });
});

describe('a folder that is copied while its studio trains', () => {
  it('opens beside it, leaves its trainer alone, and trains on only when asked; both end the same', async () => {
    const expected = await undisturbed(STEPS);
    behave({ stepMilliseconds: 30, checkpointEvery: 5 });
    const original = await testHost(temporaryFolder());
    const { id } = await createCounterRun(original, STEPS);
    const { id: waiting } = await createCounterRun(original, STEPS);
    await until(original, id, ({ axis }) => axis.gradientSteps >= 12);
    const folder = path.join(temporaryFolder(), 'copy');
    cpSync(original.dataFolder, folder, { recursive: true });
    const copy = await testHost(folder);
    expect(copy.store.summary(id).status).toBe('interrupted');
    expect(copy.store.summary(waiting).status).toBe('draft');
    // It waits for no process: the one that trains is the original's, and goes on.
    await copy.call('runs.resume', { runId: id });
    expect(original.store.summary(id).status).toBe('running');
    await until(copy, id, ({ status }) => status === 'completed');
    expect(rowsOf(copy, id, SUM)).toEqual(expected.rows);
    await until(original, id, ({ status }) => status === 'completed');
    expect(rowsOf(original, id, SUM)).toEqual(expected.rows);
    // From now on it is a folder of its own.
    expect(copy.store.isCopy).toBe(false);
  });
});

describe('a checkpoint that was damaged', () => {
  it('is passed over for the one before, says so, and the run still ends the same', async () => {
    const expected = await undisturbed(STEPS);
    behave({ stepMilliseconds: 10, checkpointEvery: 5 });
    const folder = temporaryFolder();
    const host = await testHost(folder);
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 22);
    await host.call('runs.pause', { runId: id });
    await until(host, id, atRest);
    const [newest] = host.store.checkpoints(id);
    const file = host.store.folder.checkpoint(id, newest?.fileName ?? '');
    truncateSync(file, (newest?.sizeBytes ?? 0) - 100);
    await host.call('runs.resume', { runId: id });
    await until(host, id, ({ status }) => status === 'completed');
    expect(rowsOf(host, id, SUM)).toEqual(expected.rows);
    const log = await host.call('runs.log', { runId: id });
    expect(log.find(({ key }) => key === 'log.checkpointDamaged')?.values).toEqual({
      checkpoint: newest?.id,
    });
    const resumed = log.find(({ key }) => key === 'log.resumed');
    expect(Number(resumed?.values['records'])).toBeGreaterThan(0);
  });
});

describe('a run none of whose checkpoints can be read', () => {
  it('begins again only when asked, as a run of its own: the old one keeps every record', async () => {
    const expected = await undisturbed(STEPS);
    behave({ stepMilliseconds: 10, checkpointEvery: 5 });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 22);
    await host.call('runs.pause', { runId: id });
    await until(host, id, atRest);
    const recorded = rowsOf(host, id, SUM);
    const checkpoints = host.store.checkpoints(id);
    for (const { fileName } of checkpoints) truncateSync(host.store.folder.checkpoint(id, fileName), 100);
    const refused = { code: 'run.noCheckpoint', values: { run: id, checkpoints: checkpoints.length } };
    await expect(host.call('runs.resume', { runId: id })).rejects.toMatchObject(refused);
    expect(host.store.summary(id).status).toBe('paused');
    behave({});
    const again = await host.call('runs.beginAgain', { runId: id });
    expect(again.id).not.toBe(id);
    await until(host, again.id, ({ status }) => status === 'completed');
    expect(rowsOf(host, again.id, SUM)).toEqual(expected.rows);
    expect(rowsOf(host, id, SUM)).toEqual(recorded);
    expect(recorded.length).toBeGreaterThanOrEqual(22);
    expect(host.store.checkpoints(id)).toHaveLength(checkpoints.length);
    const keys = async (runId: string) => (await host.call('runs.log', { runId })).map(({ key }) => key);
    expect(await keys(id)).toContain('log.begunAgain');
    expect(await keys(again.id)).toContain('log.beginsAgain');
  });

  it('in a study stops there with its reason; begun again, the new run has its place', async () => {
    behave({ stepMilliseconds: 10, checkpointEvery: 5 });
    const host = await testHost(temporaryFolder());
    const study = await host.call('studies.create', {
      definition: {
        name: 'Steps',
        algorithm: 'world-models',
        environments: ['car-racing'],
        preset: 'smoke',
        settings: { 'controller.generations': STEPS },
        seeds: [1],
      },
      start: true,
    });
    const id = host.store.runsOfStudy(study.id)[0]?.id ?? '';
    await until(host, id, ({ axis }) => axis.gradientSteps >= 12);
    await host.call('studies.pause', { studyId: study.id });
    await until(host, id, atRest);
    for (const { fileName } of host.store.checkpoints(id))
      truncateSync(host.store.folder.checkpoint(id, fileName), 100);
    await host.call('studies.start', { studyId: study.id, failedToo: true });
    const stopped = await until(host, id, ({ lastError }) => lastError?.code === 'run.noCheckpoint');
    expect(stopped.status).toBe('interrupted');
    await host.supervisor.whenIdle(id);
    behave({});
    const again = await host.call('runs.beginAgain', { runId: id });
    expect(again).toMatchObject({ studyId: study.id, studyCell: stopped.studyCell });
    expect(host.store.summary(id)).toMatchObject({ studyId: null, studyCell: null });
    await until(host, again.id, ({ status }) => status === 'completed');
    expect(host.store.runsOfStudy(study.id).map((run) => run.id)).toContain(again.id);
    expect(host.store.runsOfStudy(study.id).map((run) => run.id)).not.toContain(id);
  });
});

describe('a full disk', () => {
  it('makes the training wait, says so, and loses no record when there is room again', async () => {
    const expected = await undisturbed(STEPS);
    behave({ stepMilliseconds: 5, metrics: 20 });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 5);
    const pages = Number(host.store.connection.pragma('page_count', { simple: true }));
    host.store.connection.pragma(`max_page_count = ${pages}`);
    const troubled = await until(host, id, ({ lastError }) => lastError?.code === 'store.full');
    expect(troubled.status).toBe('running');
    const stuck = rowsOf(host, id, SUM).length;
    await delay(300);
    expect(rowsOf(host, id, SUM).length - stuck).toBeLessThanOrEqual(64);
    host.store.connection.pragma('max_page_count = 1000000');
    const run = await until(host, id, ({ status }) => status === 'completed');
    expect(run.lastError).toBeNull();
    expect(rowsOf(host, id, SUM)).toEqual(expected.rows);
  });

  it('while the studio is closed leaves the records in the run’s folder for the next time', async () => {
    const expected = await undisturbed(STEPS);
    behave({ stepMilliseconds: 5, metrics: 20 });
    const folder = temporaryFolder();
    const host = await testHost(folder);
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 5);
    const pages = Number(host.store.connection.pragma('page_count', { simple: true }));
    host.store.connection.pragma(`max_page_count = ${pages}`);
    await until(host, id, ({ lastError }) => lastError?.code === 'store.full');
    await host.close();
    expect(readdirSync(host.store.folder.run(id))).toContain('unrecorded.bin');
    const next = await testHost(folder);
    await next.call('runs.resume', { runId: id });
    await until(next, id, ({ status }) => status === 'completed');
    expect(rowsOf(next, id, SUM)).toEqual(expected.rows);
  });
});

describe('a data folder that is open', () => {
  it('refuses a second host and lets the first go on', async () => {
    const folder = temporaryFolder();
    const host = await testHost(folder);
    await expect(testHost(folder)).rejects.toMatchObject({ code: 'store.locked' });
    expect(await host.call('runs.list', {})).toEqual([]);
    await host.close();
    ExperimentStore.open(folder).close();
  });
});
