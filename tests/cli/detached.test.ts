/** Trainings that go on when whoever began them has gone, and how one comes back to them. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TRAINING_PRIORITY } from '../../src-main/engine/lowPriority.ts';
import { processLives } from '../../src-main/store/lock.ts';
import { temporaryFolder } from '../store/testStore.ts';
import { begin, COUNTER_STUDIO, onlyRun, reading, STUDIO } from './counterProcess.ts';

/** @returns the process that trains */
async function detached(folder: string, stepMilliseconds: number, steps = 60): Promise<number> {
  const words = ['train', '--set', `controller.generations=${steps}`, '--data-dir', folder, '--detach'];
  const ended = await begin(COUNTER_STUDIO, words, { stepMilliseconds, checkpointEvery: 1000 }).ended;
  expect(ended.code).toBe(0);
  expect(ended.stdout).toBe(`${onlyRun(folder).id}\n`);
  const processId = Number(/process (\d+)/.exec(ended.stderr)?.[1]);
  onTestFinished(async () => {
    if (processLives(processId, null)) process.kill(processId, 'SIGTERM');
    while (processLives(processId, null)) await delay(50);
  });
  return processId;
}

describe('studio train --detach', () => {
  it('comes back at once, trains on, is followed by --attach to its end, and shows in runs', async () => {
    const folder = temporaryFolder();
    await detached(folder, 50);
    const listed = await begin(STUDIO, ['runs', '--json', '--data-dir', folder]).ended;
    // Where the machine is busy it may be over by now.
    expect((JSON.parse(listed.stdout) as { id: string }[]).map(({ id }) => id)).toEqual([onlyRun(folder).id]);
    // By its name: without one, only what still trains would be followed.
    const { id } = onlyRun(folder);
    const followed = await begin(COUNTER_STUDIO, ['train', '--attach', id, '--data-dir', folder]).ended;
    expect(followed.code, followed.stderr).toBe(0);
    expect(followed.stdout, followed.stderr).toContain(`(${id}): score`);
    expect(onlyRun(folder).status).toBe('completed');
  });

  it('is left alone by Ctrl-C in --attach, and keeps a checkpoint when its process is asked to end', async () => {
    const folder = temporaryFolder();
    const processId = await detached(folder, 30, 5000);
    const attached = begin(COUNTER_STUDIO, ['train', '--attach', '', '--data-dir', folder]);
    await attached.says('[1/2]');
    attached.signalGroup('SIGINT');
    const left = await attached.ended;
    expect(left.code).toBe(0);
    expect(left.stderr).toContain('It trains on.');
    expect(processLives(processId, null)).toBe(true);
    expect(onlyRun(folder).status).toBe('running');
    const again = begin(COUNTER_STUDIO, ['train', '--attach', onlyRun(folder).id, '--data-dir', folder]);
    await again.says('[1/2]');
    process.kill(processId, 'SIGTERM');
    expect((await again.ended).stderr).toContain('Paused, with a checkpoint.');
    expect(onlyRun(folder).status).toBe('paused');
    const reasons = reading(folder, (store) =>
      store.checkpoints(onlyRun(folder).id).map(({ reason }) => reason),
    );
    expect(reasons).toEqual(['pause']);
  });

  it.runIf(existsSync('/proc/self/autogroup'))(
    'takes what other sessions leave of the processors',
    async () => {
      const processId = await detached(temporaryFolder(), 30, 5000);
      expect(readFileSync(`/proc/${processId}/autogroup`, 'utf8')).toContain(`nice ${TRAINING_PRIORITY}`);
      expect(readFileSync('/proc/self/autogroup', 'utf8')).not.toContain(`nice ${TRAINING_PRIORITY}`);
    },
  );

  it('says what went wrong where it cannot begin', async () => {
    const folder = temporaryFolder();
    await detached(folder, 30, 5000);
    const { id } = onlyRun(folder);
    const ended = await begin(COUNTER_STUDIO, ['train', '--resume', id, '--data-dir', folder, '--detach'])
      .ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`works in ${folder}`);
  });

  it('--attach says so where nothing trains', async () => {
    const folder = temporaryFolder();
    await begin(COUNTER_STUDIO, [folder, '5']).ended;
    const ended = await begin(COUNTER_STUDIO, ['train', '--attach', '', '--data-dir', folder]).ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('Nothing is training.');
  });
});
