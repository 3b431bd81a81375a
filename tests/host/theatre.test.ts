/** Theatres through the host, with real inspector processes: frames at the eye's pace, crashes, clients that go. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { HostMessage } from '../../shared/protocol.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import type { EngineProcess, ProcessLauncher } from '../../src-main/host/processLauncher.ts';
import { processLives } from '../../src-main/store/lock.ts';
import { behave, COUNTER_ENTRY, createCounterRun, temporaryFolder, testHost, until } from './testHost.ts';
import { openTheatre } from './theatreClient.ts';

const SOURCE = { environment: 'car-racing' } as const;

/** The usual launcher, which remembers the inspectors that it launched. */
function watchedLauncher(): { readonly launcher: ProcessLauncher; readonly inspectors: EngineProcess[] } {
  const real = nodeLauncher({ entries: { trainer: COUNTER_ENTRY } });
  const inspectors: EngineProcess[] = [];
  const launcher: ProcessLauncher = {
    launch: async (kind, options) => {
      const engine = await real.launch(kind, options);
      if (kind === 'inspector') inspectors.push(engine);
      return engine;
    },
  };
  return { launcher, inspectors };
}

describe('a theatre', () => {
  it('are no more than the machine can bear, those that still wait for a process among them', async () => {
    // A machine on which no process ever gets its turn.
    const launcher: ProcessLauncher = { launch: () => new Promise(() => undefined) };
    const host = await testHost(temporaryFolder(), { launcher });
    const open = () => host.call('theatre.open', { source: SOURCE });
    for (let count = 0; count < 24; count++) void open();
    await expect(open()).rejects.toMatchObject({ code: 'session.tooMany', values: { limit: 24 } });
  });

  it('tells everything to whoever begins to listen, and sends a frame only when the last was drawn', async () => {
    const { launcher } = watchedLauncher();
    const host = await testHost(temporaryFolder(), { launcher });
    const theatre = await openTheatre(host);
    expect((await theatre.event('info')).info).toMatchObject({ environment: 'car-racing', model: null });
    expect((await theatre.event('scene')).scene.bodies.length).toBeGreaterThan(3);
    const first = await theatre.event('frame');
    expect(first.frame.step).toBe(0);
    await theatre.control({ kind: 'settings', settings: { driver: 'random', speed: 16 } });
    await theatre.control({ kind: 'play' });
    // 16 times 50 steps a second: many are due meanwhile.
    await delay(1500);
    // Not drawn yet, so no other frame came, though the clock went on.
    expect(theatre.waitingFrames()).toHaveLength(0);
    theatre.send({ type: 'acknowledge', id: 2 });
    const second = await theatre.event('frame');
    expect(second.frame.step).toBeGreaterThanOrEqual(5);
    expect(second.frame.poses).toBeInstanceOf(Float64Array);
    expect(second.frame.eye.pixels).toHaveLength(64 * 64 * 3);
  });

  it('closes with its client, and its process with it', async () => {
    const { launcher, inspectors } = watchedLauncher();
    const host = await testHost(temporaryFolder(), { launcher });
    const theatre = await openTheatre(host);
    const [inspector] = inspectors;
    const gone = new Promise((resolve) => inspector?.onExit(resolve));
    theatre.close();
    await gone;
    expect(processLives(inspector?.processId ?? 0, null)).toBe(false);
    const { sessionId } = theatre;
    await expect(
      host.call('theatre.control', { sessionId, control: { kind: 'play' } }),
    ).rejects.toMatchObject({
      code: 'session.unknown',
    });
  });

  it('whose process is killed says so, ends, and takes no training with it', async () => {
    behave({ stepMilliseconds: 30 });
    const { launcher, inspectors } = watchedLauncher();
    const host = await testHost(temporaryFolder(), { launcher });
    const { id } = await createCounterRun(host, 40);
    const theatre = await openTheatre(host);
    await theatre.event('frame');
    inspectors[0]?.kill();
    expect((await theatre.event('failed')).error).toMatchObject({
      code: 'inspector.crashed',
      values: { reason: 'SIGKILL' },
    });
    await theatre.next(
      (message): message is Extract<HostMessage, { type: 'ended' }> => message.type === 'ended',
    );
    await until(host, id, ({ status }) => status === 'completed');
  });

  it('opens from the spare, which was ready before anybody asked, and another spare is made', async () => {
    const { launcher, inspectors } = watchedLauncher();
    const host = await testHost(temporaryFolder(), { launcher, warmInspector: true });
    // Answered by the spare, once it is there.
    expect((await host.call('environments.list', {})).map(({ id }) => id)).toContain('car-racing');
    expect(inspectors).toHaveLength(1);
    await openTheatre(host);
    expect(inspectors).toHaveLength(1);
    while (inspectors.length < 2) await new Promise((resolve) => setTimeout(resolve, 100));
    const preview = await host.call('environments.preview', { environment: 'car-racing' });
    if (preview.kind !== 'scene') throw new Error('CarRacing has a scene');
    const { frames, poses, scene } = preview;
    expect(frames).toBeGreaterThan(10);
    expect(poses.length % frames).toBe(0);
    expect(scene.bodies.length).toBeGreaterThan(3);
    await expect(host.call('environments.preview', { environment: 'none' })).rejects.toMatchObject({
      code: 'environment.unknown',
    });
  });

  it('that follows another opens in the process that the other left', async () => {
    const { launcher, inspectors } = watchedLauncher();
    const host = await testHost(temporaryFolder(), { launcher, warmInspector: true });
    const first = await openTheatre(host);
    await first.control({ kind: 'step', count: 30 });
    first.send({ type: 'call', id: 5, command: 'theatre.close', args: { sessionId: first.sessionId } });
    const second = await openTheatre(host);
    expect(inspectors).toHaveLength(1);
    // Of the theatre that was left nothing is told here.
    expect((await second.event('info')).info.sessionId).toBe(second.sessionId);
    expect((await second.event('state')).state.step).toBe(0);
    expect((await second.event('frame')).frame.step).toBe(0);
    await expect(
      host.call('theatre.control', { sessionId: first.sessionId, control: { kind: 'play' } }),
    ).rejects.toMatchObject({ code: 'session.unknown' });
  });

  it('whose process was killed while it waited is not opened there', async () => {
    const { launcher, inspectors } = watchedLauncher();
    const host = await testHost(temporaryFolder(), { launcher, warmInspector: true });
    const first = await openTheatre(host);
    first.send({ type: 'call', id: 5, command: 'theatre.close', args: { sessionId: first.sessionId } });
    await first.result(5);
    const gone = new Promise((resolve) => inspectors[0]?.onExit(resolve));
    inspectors[0]?.kill();
    await gone;
    const second = await openTheatre(host);
    expect((await second.event('frame')).frame.step).toBe(0);
    expect(inspectors.length).toBeGreaterThan(1);
  });

  it('of an environment or a checkpoint that does not exist says so and leaves no process', async () => {
    const { launcher, inspectors } = watchedLauncher();
    const host = await testHost(temporaryFolder(), { launcher });
    const open = (source: object) => host.call('theatre.open', { source });
    await expect(open({ environment: 'none' })).rejects.toMatchObject({ code: 'environment.unknown' });
    await new Promise((resolve) => inspectors[0]?.onExit(resolve));
    const { id } = await createCounterRun(host, 10, false);
    await expect(open({ runId: id })).rejects.toMatchObject({ code: 'checkpoint.unknown' });
    await expect(open({})).rejects.toMatchObject({ code: 'protocol.malformed' });
    await expect(open({ episodeId: '99' })).rejects.toMatchObject({ code: 'recipe.unreadable' });
    expect(inspectors).toHaveLength(1);
  });
});
