/** What becomes of a training when one of those above it goes: npm, the shell that npm starts, the launcher. */
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { begin, COUNTER_STUDIO, onlyRun, reading } from '../cli/counterProcess.ts';
import { temporaryFolder } from '../store/testStore.ts';

const LAUNCHER = fileURLToPath(new URL('foregroundProcess.mjs', import.meta.url));
const slowly = { stepMilliseconds: 30, checkpointEvery: 100_000 };

/** Looks until the training rests: whoever could tell its end is gone. */
async function atRest(folder: string) {
  while (['starting', 'running', 'pausing'].includes(onlyRun(folder).status)) await delay(100);
  return reading(folder, (store) => ({
    status: onlyRun(folder).status,
    checkpoints: store.checkpoints(onlyRun(folder).id).map(({ reason }) => reason),
  }));
}

const paused = { status: 'paused', checkpoints: ['pause'] };

describe('a training that was started through the launcher', () => {
  it('keeps a checkpoint when only the launcher is asked to end, and the exit code comes through', async () => {
    const folder = temporaryFolder();
    const running = begin(LAUNCHER, [COUNTER_STUDIO, folder, '5000'], slowly);
    await running.says('[1/2]');
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(143);
    expect(await atRest(folder)).toEqual(paused);
  });

  it('keeps a checkpoint when the launcher is killed', async () => {
    const folder = temporaryFolder();
    const running = begin(LAUNCHER, [COUNTER_STUDIO, folder, '5000'], slowly);
    await running.says('[1/2]');
    running.child.kill('SIGKILL');
    expect(await atRest(folder)).toEqual(paused);
  });

  it('keeps a checkpoint when npm alone is killed', async () => {
    const folder = temporaryFolder();
    const running = begin(LAUNCHER, ['parent', COUNTER_STUDIO, folder, '5000'], slowly);
    await running.says('[1/2]');
    running.child.kill('SIGKILL');
    expect(await atRest(folder)).toEqual(paused);
  });
});
