/** A run as one file: out and in again, and what is refused. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnvironmentLock } from '../../shared/environmentLock.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { readArchive } from '../support/readArchive.ts';
import { atRest, behave, createCounterRun, rowsOf, temporaryFolder, testHost, until } from './testHost.ts';

const LOCK: EnvironmentLock = {
  python: '3.12.1',
  implementation: 'CPython',
  packages: { gymnasium: '1.4.0', numpy: '2.1.0' },
  firstSteps: '0123456789abcdef',
  repeats: true,
  copies: false,
};

async function finishedRun(host: Host, steps = 40): Promise<string> {
  behave({});
  const { id } = await createCounterRun(host, steps);
  await until(host, id, atRest);
  return id;
}

/** Everything that a person can see of a run, without what names its place. */
async function everything(host: Host, runId: string) {
  const { id: _, ...detail } = await host.call('runs.get', { runId });
  const episodes = await host.call('runs.episodes', { runId });
  return {
    detail,
    rows: [...host.store.metricRows(runId)].map(({ name, axis, value }) => ({ name, axis, value })),
    log: await host.call('runs.log', { runId }),
    episodes: episodes.map(({ id: __, runId: ___, ...episode }) => episode),
    recipes: episodes.map(({ id }) => host.store.recipe(id).recipe),
    checkpoints: host.store.checkpoints(runId).map(({ reason, score, axis, sizeBytes, fileName }) => ({
      reason,
      score,
      axis,
      sizeBytes,
      bytes: readFileSync(host.store.folder.checkpoint(runId, fileName)).toString('base64'),
    })),
  };
}

describe('an exported run', () => {
  it('is the same in another data folder: history, recipes, log, checkpoints, bytes', async () => {
    const first = await testHost(temporaryFolder());
    const id = await finishedRun(first);
    const { compute } = await first.call('runs.get', { runId: id });
    if (compute === null) throw new Error('nothing was computed');
    first.store.changeRun(id, { compute: { ...compute, environment: LOCK } });
    await first.call('runs.update', { runId: id, name: 'My: run/1', tags: ['x'], notes: 'notes' });
    const { fileName, file } = await first.call('runs.export', { runId: id });
    expect(fileName).toBe('My_ run_1.wmsx');
    const second = await testHost(temporaryFolder());
    const imported = await second.call('runs.import', { file: new Uint8Array(file) });
    expect(imported.id).toBe(id);
    expect((await second.call('runs.get', { runId: id })).compute?.environment).toEqual(LOCK);
    expect(await everything(second, id)).toEqual(await everything(first, id));
  });

  it('takes its final checkpoint only where that is asked for, and its history all the same', async () => {
    const first = await testHost(temporaryFolder());
    const id = await finishedRun(first);
    const { file } = await first.call('runs.export', { runId: id, checkpoints: 'final' });
    const second = await testHost(temporaryFolder());
    await second.call('runs.import', { file: new Uint8Array(file) });
    const [whole, light] = [await everything(first, id), await everything(second, id)];
    expect(whole.checkpoints.length).toBeGreaterThan(1);
    expect(light.checkpoints).toEqual(whole.checkpoints.filter(({ reason }) => reason === 'final'));
    expect(light.checkpoints).toHaveLength(1);
    expect(light.rows).toEqual(whole.rows);
  });

  it('leaves damaged checkpoints out and says which, so that it can be imported', async () => {
    const first = await testHost(temporaryFolder());
    const id = await finishedRun(first);
    const all = first.store.checkpoints(id);
    const [final, damaged, gone] = all;
    const file = (row: typeof final) => first.store.folder.checkpoint(id, row?.fileName ?? '');
    const bytes = readFileSync(file(damaged));
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    writeFileSync(file(damaged), bytes);
    rmSync(file(gone));
    const exported = await first.call('runs.export', { runId: id });
    expect(exported.leftOut).toEqual([damaged?.id, gone?.id]);
    const second = await testHost(temporaryFolder());
    await second.call('runs.import', { file: new Uint8Array(exported.file) });
    expect(second.store.checkpoints(id).map((row) => row.id)).toEqual(
      all.map((row) => row.id).filter((other) => other !== damaged?.id && other !== gone?.id),
    );
    expect(rowsOf(second, id, 'counter/sum')).toEqual(rowsOf(first, id, 'counter/sum'));
    // Of one that is to be played with, the newest sound one goes.
    writeFileSync(file(final), bytes);
    const light = await first.call('runs.export', { runId: id, checkpoints: 'final' });
    const sound = all.slice(1).filter(({ id: other }) => !exported.leftOut.includes(other));
    expect((await readArchive(light.file)).checkpoints.map((row) => row.id)).toEqual(
      sound.slice(0, 1).map((row) => row.id),
    );
  });

  it('imported where it already is becomes a second run, with files of its own', async () => {
    const host = await testHost(temporaryFolder());
    const id = await finishedRun(host);
    const { file } = await host.call('runs.export', { runId: id });
    const copy = await host.call('runs.import', { file: new Uint8Array(file) });
    expect(copy.id).not.toBe(id);
    expect(await everything(host, copy.id)).toEqual(await everything(host, id));
    await host.call('runs.delete', { runIds: [id] });
    await host.call('runs.emptyBin', {});
    const [checkpoint] = host.store.checkpoints(copy.id);
    expect(
      readFileSync(host.store.folder.checkpoint(copy.id, checkpoint?.fileName ?? '')).length,
    ).toBeGreaterThan(0);
  });

  it('of a paused training goes on exactly elsewhere', async () => {
    const steps = 40;
    const whole = await testHost(temporaryFolder());
    const expected = rowsOf(whole, await finishedRun(whole, steps), 'counter/sum');
    behave({ stepMilliseconds: 10 });
    const first = await testHost(temporaryFolder());
    const { id } = await createCounterRun(first, steps);
    await until(first, id, ({ axis }) => axis.gradientSteps >= 5);
    await first.call('runs.pause', { runId: id });
    await until(first, id, atRest);
    const { file } = await first.call('runs.export', { runId: id });
    const second = await testHost(temporaryFolder());
    await second.call('runs.import', { file: new Uint8Array(file) });
    await second.call('runs.resume', { runId: id });
    await until(second, id, ({ status }) => status === 'completed');
    expect(rowsOf(second, id, 'counter/sum')).toEqual(expected);
  });

  it('that is cut, changed or none at all is refused, and nothing of it stays', async () => {
    const host = await testHost(temporaryFolder());
    const id = await finishedRun(host);
    const { file } = await host.call('runs.export', { runId: id });
    const refused = (bytes: Uint8Array, code: string) =>
      expect(readArchive(bytes)).rejects.toMatchObject({ code });
    await refused(new Uint8Array(0), 'import.notArchive');
    await refused(strToU8('no zip at all, just some words'), 'import.notArchive');
    for (const part of [0.1, 0.5, 0.99])
      await refused(file.slice(0, Math.floor(file.length * part)), 'import.notArchive');
    const files = unzipSync(file);
    const without = (name: string) =>
      zipSync(Object.fromEntries(Object.entries(files).filter(([key]) => key !== name)));
    for (const name of Object.keys(files)) await refused(without(name), 'import.missing');
    const changed = (name: string, change: (value: Record<string, unknown>) => unknown) =>
      zipSync({
        ...files,
        [name]: strToU8(
          JSON.stringify(
            change(JSON.parse(strFromU8(files[name] ?? new Uint8Array())) as Record<string, unknown>),
          ),
        ),
      });
    await refused(
      changed('manifest.json', (manifest) => ({ ...manifest, format: 99 })),
      'import.newer',
    );
    await refused(
      changed('run.json', (run) => ({ ...run, id: '../../outside' })),
      'import.invalid',
    );
    await refused(
      changed('run.json', (run) => ({ ...run, status: 'dancing' })),
      'import.invalid',
    );
    await refused(
      changed('checkpoints.json', (rows) => [{ ...(rows as unknown as object[])[0], fileName: '../x.wms' }]),
      'import.invalid',
    );
    const checkpointName = Object.keys(files).find((name) => name.endsWith('.wms')) ?? '';
    const spoilt = files[checkpointName]?.slice() ?? new Uint8Array();
    spoilt[200] = (spoilt[200] ?? 0) ^ 1;
    await refused(zipSync({ ...files, [checkpointName]: spoilt }), 'checkpoint.damaged');
    // And once by the host itself, which must leave nothing behind.
    const broken = zipSync({ ...files, [checkpointName]: spoilt });
    await expect(host.call('runs.import', { file: new Uint8Array(broken) })).rejects.toMatchObject({
      code: 'checkpoint.damaged',
    });
    expect(await host.call('runs.list', {})).toHaveLength(1);
    expect(host.store.everyRunId().slice(1)).toEqual([]);
  });

  it('that is noise is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => {
        await expect(readArchive(noise)).rejects.toMatchObject({ code: 'import.notArchive' });
      }),
    );
  });
});

describe('the first launch', () => {
  it('imports the shipped experiments into a fresh folder, and never again', async () => {
    const first = await testHost(temporaryFolder());
    const id = await finishedRun(first);
    const { file } = await first.call('runs.export', { runId: id });
    const shipped = temporaryFolder();
    writeFileSync(path.join(shipped, 'first.wmsx'), file);
    const folder = temporaryFolder();
    const second = await testHost(folder, { shippedExperiments: shipped });
    expect((await second.call('runs.list', {})).map((run) => run.id)).toEqual([id]);
    await second.call('runs.delete', { runIds: [id] });
    await second.call('runs.emptyBin', {});
    await second.close();
    const third = await testHost(folder, { shippedExperiments: shipped });
    expect(await third.call('runs.list', {})).toEqual([]);
  });
});
