/** Whole trainings through the host, with real trainer processes and a real database. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  atRest,
  behave,
  createCounterRun,
  rowsOf,
  SUM,
  temporaryFolder,
  testHost,
  undisturbed,
  until,
} from './testHost.ts';

const STEPS = 60;

describe('a training', () => {
  it('goes from created to completed, with every record stored and its score shown', async () => {
    behave({});
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    const run = await until(host, id, atRest);
    expect(run.status).toBe('completed');
    expect(rowsOf(host, id, SUM).map(({ step }) => step)).toEqual(
      Array.from({ length: STEPS }, (_, i) => i + 1),
    );
    const detail = await host.call('runs.get', { runId: id });
    expect(detail.result?.figures).toEqual({ steps: STEPS });
    expect(run.score).toBe(detail.result?.score);
    expect(run.sparkline).toHaveLength(STEPS / 5);
    expect(run.axis).toMatchObject({ environmentSteps: STEPS * 4, gradientSteps: STEPS });
    expect(detail.compute?.cpu).toBe('test');
    const episodes = await host.call('runs.episodes', { runId: id });
    expect(episodes).toHaveLength(STEPS / 10);
    const recipe = await host.call('episodes.recipe', { episodeId: episodes[0]?.id ?? '' });
    expect(recipe.seed).toBe(STEPS);
    const log = await host.call('runs.log', { runId: id });
    expect(log.map(({ key }) => key)).toEqual(['log.completed', 'log.started']);
  });

  it('paused, closed with the whole studio and resumed gives the very same records', async () => {
    const expected = await undisturbed(STEPS);
    const folder = temporaryFolder();
    behave({ stepMilliseconds: 15 });
    const first = await testHost(folder);
    const { id } = await createCounterRun(first, STEPS);
    await until(first, id, (run) => run.axis.gradientSteps >= 12);
    await first.call('runs.pause', { runId: id });
    const paused = await until(first, id, atRest);
    expect(paused.status).toBe('paused');
    expect(paused.axis.gradientSteps).toBeLessThan(STEPS);
    await first.close();
    const second = await testHost(folder);
    await second.call('runs.resume', { runId: id });
    const run = await until(second, id, atRest);
    expect(run.status).toBe('completed');
    expect(run.exact).toBe(true);
    expect(rowsOf(second, id, SUM)).toEqual(expected.rows);
    expect(run.score).toBe(expected.run.score);
    expect(run.wallSeconds).toBeGreaterThan(paused.wallSeconds);
  });

  it('whose process is killed is interrupted with its reason, keeps its records and resumes exactly', async () => {
    const expected = await undisturbed(STEPS);
    behave({ checkpointEvery: 20, standAt: 35 });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, (run) => run.axis.gradientSteps === 35);
    const processId = host.store.connection.prepare('SELECT process_id FROM runs').pluck().get() as number;
    // As if it died in the middle of saving.
    const draft = path.join(host.store.folder.checkpoints(id), `.${id}-half.wms.0000.tmp`);
    writeFileSync(draft, 'half a checkpoint');
    process.kill(processId, 'SIGKILL');
    const killed = await until(host, id, atRest);
    expect(killed.status).toBe('interrupted');
    expect(existsSync(draft)).toBe(false);
    expect(killed.lastError).toMatchObject({ code: 'trainer.crashed', message: 'SIGKILL' });
    expect(rowsOf(host, id, SUM)).toHaveLength(35);
    behave({});
    await host.call('runs.resume', { runId: id });
    const run = await until(host, id, atRest);
    expect(run.status).toBe('completed');
    expect(rowsOf(host, id, SUM)).toEqual(expected.rows);
    const log = await host.call('runs.log', { runId: id });
    const resumed = log.find(({ key }) => key === 'log.resumed');
    // What was told of the fifteen steps since the checkpoint is computed again: at least a metric of each.
    expect(Number(resumed?.values['records'])).toBeGreaterThanOrEqual(15);
  });

  it('that dies before its first checkpoint begins again from the beginning', async () => {
    const expected = await undisturbed(30);
    behave({ dieAt: 7 });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, 30);
    const died = await until(host, id, atRest);
    expect(died.lastError).toMatchObject({ code: 'trainer.crashed', message: 'exit code 7' });
    behave({});
    await host.call('runs.resume', { runId: id });
    await until(host, id, ({ status }) => status === 'completed');
    expect(rowsOf(host, id, SUM)).toEqual(expected.rows);
  });

  it('that throws is failed with what it said, and one out of memory says so', async () => {
    behave({ failAt: 25 });
    const host = await testHost(temporaryFolder());
    const failing = await createCounterRun(host, STEPS);
    const failed = await until(host, failing.id, atRest);
    expect(failed.status).toBe('failed');
    expect(failed.lastError).toMatchObject({ code: 'internal', message: 'as asked' });
    expect(rowsOf(host, failing.id, SUM)).toHaveLength(24);
    behave({ outOfMemoryAt: 3 });
    const hungry = await createCounterRun(host, STEPS);
    const starved = await until(host, hungry.id, atRest);
    expect(starved.status).toBe('interrupted');
    expect(starved.lastError?.code).toBe('trainer.outOfMemory');
    expect(starved.lastError?.detail).toContain('heap out of memory');
  });

  it('whose weights are no numbers any more keeps none of them, says where, and goes on from before', async () => {
    const expected = await undisturbed(STEPS);
    behave({ checkpointEvery: 10, spoilAt: 25 });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    const failed = await until(host, id, atRest);
    expect(failed.status).toBe('failed');
    expect(failed.lastError).toMatchObject({
      code: 'training.weightsNotFinite',
      values: { name: 'weights', value: 'NaN', index: 25 },
    });
    const kept = host.store.checkpoints(id).map(({ axis }) => axis.gradientSteps);
    expect(kept).toEqual([20, 10]);
    behave({});
    await host.call('runs.resume', { runId: id });
    await until(host, id, ({ status }) => status === 'completed');
    expect(rowsOf(host, id, SUM)).toEqual(expected.rows);
  });

  it.each([
    'OOM when allocating tensor with shape[2500,64,64,32]',
    'std::bad_alloc',
    'Array buffer allocation failed',
  ])('that meets “%s” says that memory is short', async (message) => {
    behave({ throwAt: { step: 3, message } });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    const failed = await until(host, id, atRest);
    expect(failed.lastError).toMatchObject({ code: 'trainer.outOfMemory', values: { reason: message } });
  });

  it('keeps the newest checkpoints, the best, the pinned and the final one, and removes the other files', async () => {
    behave({ checkpointEvery: 5, stepMilliseconds: 2 });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 8);
    const [first] = await host.call('runs.checkpoints', { runId: id });
    await host.call('checkpoints.pin', { checkpointId: first?.id ?? '', pinned: true });
    await until(host, id, atRest);
    const kept = await host.call('runs.checkpoints', { runId: id });
    const best = Math.max(
      ...rowsOf(host, id, SUM)
        .filter(({ step }) => step % 10 === 0)
        .map(({ value }) => value),
    );
    expect(kept.map((checkpoint) => checkpoint.id)).toContain(first?.id);
    expect(kept[0]?.reason).toBe('final');
    expect(kept.some(({ score }) => score === best)).toBe(true);
    expect(kept.length).toBeLessThanOrEqual(5);
    await delay(100);
    expect(readdirSync(host.store.folder.checkpoints(id))).toHaveLength(kept.length);
  });

  it('stays queued while another trains, and starts when that ends', async () => {
    behave({ stepMilliseconds: 5 });
    const host = await testHost(temporaryFolder());
    const first = await createCounterRun(host, 40);
    const second = await createCounterRun(host, 20);
    expect(second.status).toBe('queued');
    await until(host, second.id, ({ status }) => status === 'running');
    expect(host.store.summary(first.id).status).toBe('completed');
    await until(host, second.id, ({ status }) => status === 'completed');
  });

  it('trains beside another where the setting allows it', async () => {
    behave({ stepMilliseconds: 20 });
    const host = await testHost(temporaryFolder());
    await host.call('settings.set', { key: 'training.concurrent', value: 2 });
    // Long enough that neither ends meanwhile, however busy the machine is.
    const runs = [await createCounterRun(host, 5000), await createCounterRun(host, 5000)];
    await Promise.all(runs.map(({ id }) => until(host, id, ({ status }) => status === 'running')));
    expect(runs.map(({ id }) => host.store.summary(id).status)).toEqual(['running', 'running']);
  });

  it('takes other settings while it rests, but none that it has learned by', async () => {
    behave({ stepMilliseconds: 15 });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    const change = (overrides: Record<string, number>) => host.call('runs.update', { runId: id, overrides });
    await until(host, id, (run) => run.axis.gradientSteps >= 12);
    await expect(change({ 'evaluate.episodes': 7 })).rejects.toMatchObject({ code: 'run.busy' });
    await host.call('runs.pause', { runId: id });
    await until(host, id, atRest);
    await expect(change({ 'vision.epochs': 3 })).rejects.toMatchObject({ code: 'config.fixed' });
    await expect(change({ 'evaluate.episodes': 0 })).rejects.toMatchObject({ code: 'config.invalid' });
    const { differences } = await host.call('runs.get', { runId: id });
    await change({ 'evaluate.episodes': 7 });
    const changed = await host.call('runs.get', { runId: id });
    expect(changed.config).toMatchObject({ evaluate: { episodes: 7 } });
    expect(changed.differences).toHaveLength(differences.length + 1);
    const [entry] = await host.call('runs.log', { runId: id });
    expect(entry).toMatchObject({ key: 'log.settingChanged', values: { value: '7' } });
    await host.call('runs.resume', { runId: id });
    const run = await until(host, id, atRest);
    expect(run.status).toBe('completed');
    await expect(change({ 'evaluate.episodes': 8 })).rejects.toMatchObject({ code: 'run.notResumable' });
  });

  it('stopped is called stopped, keeps a checkpoint and can go on', async () => {
    behave({ stepMilliseconds: 10 });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 4);
    await host.call('runs.stop', { runId: id });
    expect((await until(host, id, atRest)).status).toBe('stopped');
    const checkpoints = await host.call('runs.checkpoints', { runId: id });
    expect(checkpoints[0]?.reason).toBe('manual');
    behave({});
    await host.call('runs.resume', { runId: id });
    await until(host, id, ({ status }) => status === 'completed');
    await expect(host.call('runs.resume', { runId: id })).rejects.toMatchObject({ code: 'run.notResumable' });
  });

  it('resumed on another machine is marked not exact, and says so in its log', async () => {
    behave({ stepMilliseconds: 10 });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 4);
    await host.call('runs.pause', { runId: id });
    await until(host, id, atRest);
    behave({ cpu: 'another' });
    await host.call('runs.resume', { runId: id });
    const run = await until(host, id, ({ status }) => status === 'completed');
    expect(run.exact).toBe(false);
    const log = await host.call('runs.log', { runId: id });
    expect(log.find(({ key }) => key === 'log.notExact')?.values['now']).toContain('another');
  });

  it('resumed with other Python packages says which, and is marked not exact', async () => {
    const lock = {
      python: '3.12.1',
      implementation: 'CPython',
      packages: { numpy: '2.0.0' },
      firstSteps: '0123456789abcdef',
      repeats: true,
      copies: true,
    };
    behave({ stepMilliseconds: 10, environment: lock });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 4);
    await host.call('runs.pause', { runId: id });
    await until(host, id, atRest);
    const before = await host.call('runs.get', { runId: id });
    expect([before.exact, before.compute?.environment]).toEqual([true, lock]);
    behave({ environment: { ...lock, packages: { numpy: '2.1.0' } } });
    await host.call('runs.resume', { runId: id });
    const run = await until(host, id, ({ status }) => status === 'completed');
    expect(run.exact).toBe(false);
    const log = await host.call('runs.log', { runId: id });
    expect(log.find(({ key }) => key === 'log.lockVersions')?.values).toEqual({
      before: 'numpy 2.0.0',
      now: 'numpy 2.1.0',
    });
    expect(log.filter(({ key }) => key === 'log.lock')).toHaveLength(1);
  });

  it('of an environment that does not repeat is marked not exact from its first step on', async () => {
    const lock = { python: '3', implementation: 'CPython', packages: {}, firstSteps: null };
    behave({ environment: { ...lock, repeats: false, copies: false } });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    const run = await until(host, id, ({ status }) => status === 'completed');
    expect(run.exact).toBe(false);
    const log = await host.call('runs.log', { runId: id });
    expect(log.map(({ key }) => key)).toContain('log.lockNoRepeat');
  });

  it('whose workers do not wait for each other is marked not exact from its first step on', async () => {
    behave({});
    const host = await testHost(temporaryFolder());
    const create = (order: string) =>
      host.call('runs.create', {
        algorithm: 'a3c',
        environment: 'take-cover',
        preset: 'smoke',
        overrides: { 'workers.order': order },
        start: true,
      });
    for (const order of ['asynchronous', 'synchronous']) {
      const { id } = await create(order);
      const run = await until(host, id, atRest);
      expect(run.status).toBe('completed');
      expect(run.exact, order).toBe(order === 'synchronous');
    }
  });

  it('goes to the bin with its checkpoint, comes back, and is gone for good when the bin is emptied', async () => {
    behave({ stepMilliseconds: 10 });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 4);
    await host.call('runs.delete', { runIds: [id] });
    expect(await host.call('runs.list', {})).toEqual([]);
    await host.supervisor.whenIdle(id);
    await host.call('runs.restore', { runIds: [id] });
    expect((await host.call('runs.list', {})).map(({ status }) => status)).toEqual(['paused']);
    await host.call('runs.delete', { runIds: [id] });
    const { freedBytes } = await host.call('runs.emptyBin', {});
    expect(freedBytes).toBeGreaterThan(1000);
    expect(existsSync(host.store.folder.run(id))).toBe(false);
    await expect(host.call('runs.get', { runId: id })).rejects.toMatchObject({ code: 'run.unknown' });
  });
});
