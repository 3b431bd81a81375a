/** Every way in which a command that trains is ended, with real processes: groups, terminals, launchers, readers. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../store/testStore.ts';
import { begin, COUNTER_STUDIO, onlyRun, reading, STUDIO, sumsOf } from './counterProcess.ts';

const STEPS = '60';
const slowly = { stepMilliseconds: 30, checkpointEvery: 1000 };
const noTrace = /\n\s+at |\{\w+\}|Detected unsettled/;

async function undisturbed(): Promise<readonly number[]> {
  const folder = temporaryFolder();
  await begin(COUNTER_STUDIO, [folder, STEPS]).ended;
  return sumsOf(folder, onlyRun(folder));
}

const reasonsOf = (folder: string) =>
  reading(folder, (store) => store.checkpoints(onlyRun(folder).id).map(({ reason }) => reason));

describe('a training in the foreground', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('keeps one checkpoint and pauses when %s reaches its whole group', async (signal, code) => {
    const folder = temporaryFolder();
    const running = begin(COUNTER_STUDIO, [folder, STEPS], slowly);
    await running.says('[1/2]');
    running.signalGroup(signal);
    const ended = await running.ended;
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain('Paused, with a checkpoint.');
    expect(ended.stderr).not.toMatch(noTrace);
    expect(onlyRun(folder).status).toBe('paused');
    expect(reasonsOf(folder)).toEqual(['pause']);
    const resumed = await begin(COUNTER_STUDIO, [folder, STEPS, onlyRun(folder).id]).ended;
    expect(resumed.code).toBe(0);
    expect(sumsOf(folder, onlyRun(folder))).toEqual(await undisturbed());
  });

  it('is not hurried by a signal that comes again, but by a second Ctrl-C', async () => {
    const patient = temporaryFolder();
    const first = begin(COUNTER_STUDIO, [patient, STEPS], { ...slowly, saveMilliseconds: 500 });
    await first.says('[1/2]');
    first.signalGroup('SIGTERM');
    await first.says('Saving a checkpoint');
    first.signalGroup('SIGTERM');
    first.signalGroup('SIGHUP');
    expect((await first.ended).code).toBe(143);
    expect(onlyRun(patient).status).toBe('paused');
    const hurried = temporaryFolder();
    const second = begin(COUNTER_STUDIO, [hurried, STEPS], { ...slowly, saveMilliseconds: 100_000 });
    await second.says('[1/2]');
    second.signalGroup('SIGINT');
    await second.says('Saving a checkpoint');
    second.signalGroup('SIGINT');
    const ended = await second.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain('Ended at once.');
    const processId = reading(hurried, (store) => store.unfinished()[0]?.processId);
    process.kill(processId ?? 0, 'SIGKILL');
  });

  it('pauses when the launcher that started it is gone', async () => {
    const folder = temporaryFolder();
    const running = begin(COUNTER_STUDIO, [folder, STEPS], slowly, { launcher: true });
    await running.says('[1/2]');
    running.child.disconnect();
    expect((await running.ended).code).toBe(143);
    expect(onlyRun(folder).status).toBe('paused');
  });

  it('goes on to its end where nobody reads any more what it says', async () => {
    const folder = temporaryFolder();
    const running = begin(COUNTER_STUDIO, [folder, STEPS, '', 'json'], { stepMilliseconds: 10 });
    await running.says('"metrics"');
    running.child.stdout?.destroy();
    running.child.stderr?.destroy();
    expect((await running.ended).code).toBe(0);
    expect(onlyRun(folder).status).toBe('completed');
    expect(sumsOf(folder, onlyRun(folder))).toEqual(await undisturbed());
  });

  it('that cannot go on is not told to', async () => {
    const folder = temporaryFolder();
    const ended = await begin(COUNTER_STUDIO, [folder, STEPS], { mismatchAt: 5 }).ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('checkpoint');
    expect(ended.stderr).not.toContain('--resume');
    expect(ended.stderr).not.toMatch(noTrace);
  });
});

describe('studio runs', () => {
  it('ends quietly where its reader has had enough', async () => {
    const folder = temporaryFolder();
    await begin(COUNTER_STUDIO, [folder, '5']).ended;
    const running = begin(STUDIO, ['runs', '--data-dir', folder]);
    running.child.stdout?.destroy();
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('calls a run interrupted whose studio was killed, and changes nothing in the folder', async () => {
    const folder = temporaryFolder();
    const running = begin(COUNTER_STUDIO, [folder, STEPS], { ...slowly, saveMilliseconds: 20_000 });
    await running.says('[1/2]');
    const before = await begin(STUDIO, ['runs', '--json', '--data-dir', folder]).ended;
    expect(JSON.parse(before.stdout)).toMatchObject([{ status: 'running' }]);
    running.child.kill('SIGKILL');
    await running.ended;
    const database = path.join(folder, 'studio.sqlite');
    const untouched = () => [statSync(database).mtimeMs, readdirSync(folder)];
    const as = untouched();
    const after = await begin(STUDIO, ['runs', '--json', '--data-dir', folder]).ended;
    expect(JSON.parse(after.stdout)).toMatchObject([
      { status: 'interrupted', lastError: { code: 'run.interrupted' } },
    ]);
    expect(untouched()).toEqual(as);
    process.kill(reading(folder, (store) => store.unfinished()[0]?.processId) ?? 0, 'SIGKILL');
  });
});

describe('resuming while the earlier trainer still saves', () => {
  it('waits for it, says so, and goes on to the same end', async () => {
    const folder = temporaryFolder();
    const first = begin(COUNTER_STUDIO, [folder, STEPS], { ...slowly, saveMilliseconds: 3000 });
    await first.says('[1/2]');
    first.child.kill('SIGKILL');
    await first.ended;
    const resumed = await begin(COUNTER_STUDIO, [folder, STEPS, onlyRun(folder).id]).ended;
    expect(resumed.stderr).toContain('Waiting for the earlier process to save.');
    expect(resumed.stderr).not.toMatch(noTrace);
    expect(resumed.code).toBe(0);
    expect(onlyRun(folder).status).toBe('completed');
    expect(sumsOf(folder, onlyRun(folder))).toEqual(await undisturbed());
  });

  it('can be ended while it waits, and leaves the run to be resumed', async () => {
    const folder = temporaryFolder();
    const first = begin(COUNTER_STUDIO, [folder, STEPS], { ...slowly, saveMilliseconds: 6000 });
    await first.says('[1/2]');
    first.child.kill('SIGKILL');
    await first.ended;
    const { id } = onlyRun(folder);
    const waiting = begin(COUNTER_STUDIO, [folder, STEPS, id]);
    await waiting.says('Waiting for the earlier process');
    waiting.signalGroup('SIGINT');
    const ended = await waiting.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).not.toMatch(noTrace);
    const resumed = await begin(COUNTER_STUDIO, [folder, STEPS, id]).ended;
    expect(resumed.code).toBe(0);
    expect(sumsOf(folder, onlyRun(folder))).toEqual(await undisturbed());
  });
});
