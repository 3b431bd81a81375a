/** A data folder on a disk that is really full: nothing in the host ends, and what stopped goes on when there is room. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { systemErrorCode } from '../../src-main/store/storeErrors.ts';
import { behave, createCounterRun, rowsOf, temporaryFolder, testHost, until } from './testHost.ts';

const MEGABYTE = 1024 * 1024;
/** Only the superuser of a Linux may mount a small disk. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

function smallDisk(megabytes: number, folder = mkdtempSync(path.join(os.tmpdir(), 'studio-disk-'))): string {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Takes all but so many bytes. */
function fill(folder: string, spareBytes = 0): () => void {
  const file = path.join(folder, 'ballast');
  const { bavail, bsize } = statfsSync(folder);
  try {
    writeFileSync(file, new Uint8Array(Math.max(0, bavail * bsize - spareBytes)));
  } catch (error) {
    // Something else was written meanwhile: it is full all the same.
    if (systemErrorCode(error) !== 'ENOSPC') throw error;
  }
  return () => {
    rmSync(file, { force: true });
  };
}

const STEPS = 60;
const SUM = 'counter/sum';

async function undisturbed(): Promise<ReturnType<typeof rowsOf>> {
  behave({});
  const host = await testHost(temporaryFolder());
  const { id } = await createCounterRun(host, STEPS);
  await until(host, id, ({ status }) => status === 'completed');
  return rowsOf(host, id, SUM);
}

const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note).on('uncaughtException', note);
});
afterEach(() => {
  process.off('unhandledRejection', note).off('uncaughtException', note);
  expect(unhandled).toEqual([]);
});

/** What a training writes beside the store: frames of a megabyte a step, until nothing is left. */
async function trainUntilFull(host: Host): Promise<string> {
  behave({ cacheBytes: MEGABYTE, stepMilliseconds: 5, checkpointEvery: 5 });
  const { id } = await createCounterRun(host, STEPS);
  const stopped = await until(host, id, (run) => run.lastError?.code === 'store.full');
  expect(stopped.axis.gradientSteps).toBeLessThan(STEPS);
  behave({});
  return id;
}

describe.runIf(canMount)('on a full disk', () => {
  it('a training stops with the reason, and goes on by itself, bit for bit, when there is room', async () => {
    const expected = await undisturbed();
    const disk = smallDisk(40);
    const free = fill(disk, 16 * MEGABYTE);
    const host = await testHost(path.join(disk, 'data'));
    const id = await trainUntilFull(host);
    free();
    const run = await until(host, id, ({ status }) => status === 'completed', 60_000);
    expect(run.lastError).toBeNull();
    expect(rowsOf(host, id, SUM)).toEqual(expected);
  });

  it('a training whose frames lie on the full disk waits in the queue where its store still has room', async () => {
    const data = temporaryFolder();
    const host = await testHost(data);
    // The runs' files lie on the small disk, the database does not.
    const disk = smallDisk(16, path.join(data, 'runs'));
    const id = await trainUntilFull(host);
    const waiting = await until(host, id, ({ status }) => status === 'queued');
    expect(waiting.lastError?.code).toBe('store.full');
    expect((await host.call('runs.pause', { runId: id })).status).toBe('paused');
    rmSync(path.join(disk, id, 'cache'), { recursive: true });
    await host.call('runs.resume', { runId: id });
    await until(host, id, ({ status }) => status === 'completed', 60_000);
  });

  it('a training that is paused there is paused when that can be written', async () => {
    const disk = smallDisk(40);
    const free = fill(disk, 16 * MEGABYTE);
    const host = await testHost(path.join(disk, 'data'));
    const id = await trainUntilFull(host);
    await host.call('runs.pause', { runId: id });
    free();
    const paused = await until(host, id, ({ status }) => status === 'paused', 60_000);
    expect(paused.axis.gradientSteps).toBeLessThan(STEPS);
    await host.call('runs.resume', { runId: id });
    await until(host, id, ({ status }) => status === 'completed', 60_000);
  });

  it('a training that dies takes nothing with it: its end is written when there is room', async () => {
    const disk = smallDisk(24);
    const host = await testHost(path.join(disk, 'data'));
    behave({ standAt: 12, checkpointEvery: 5 });
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps === 12);
    const processId = host.store.connection.prepare('SELECT process_id FROM runs').pluck().get() as number;
    const free = fill(disk);
    process.kill(processId, 'SIGKILL');
    const troubled = await until(host, id, (run) => run.lastError?.code === 'store.full');
    expect(troubled.status).toBe('running');
    // Everything else is answered meanwhile.
    expect(await host.call('runs.list', {})).toHaveLength(1);
    await expect(host.call('runs.update', { runId: id, name: 'x'.repeat(180) })).rejects.toMatchObject({
      code: 'store.full',
    });
    free();
    const ended = await until(host, id, ({ status }) => status === 'interrupted', 60_000);
    expect(ended.lastError?.code).toBe('trainer.crashed');
  });

  it('the studio closes in order, and opens again with what was announced', async () => {
    const disk = smallDisk(24);
    const folder = path.join(disk, 'data');
    const host = await testHost(folder);
    behave({ stepMilliseconds: 20, checkpointEvery: 5 });
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 12);
    const free = fill(disk);
    const announced = rowsOf(host, id, SUM);
    await host.close();
    expect(existsSync(path.join(folder, 'studio.lock'))).toBe(false);
    free();
    behave({});
    const again = await testHost(folder);
    expect(rowsOf(again, id, SUM).slice(0, announced.length)).toEqual(announced);
    await again.call('runs.resume', { runId: id });
    await until(again, id, ({ status }) => status === 'completed', 60_000);
    expect(rowsOf(again, id, SUM)).toEqual(await undisturbed());
  });
});
