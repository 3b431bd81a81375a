/** A process whose MuJoCo has really aborted is replaced at once, and what it served goes on. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TheatreState } from '../../shared/theatre.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import type { EngineKind, EngineProcess, ProcessLauncher } from '../../src-main/host/processLauncher.ts';
import { temporaryFolder, testHost } from './testHost.ts';
import { openTheatre } from './theatreClient.ts';

const BREAKING = fileURLToPath(new URL('../engine/breakingInspector.ts', import.meta.url));
const BOMB =
  '<mujoco><size nkey="2000000000"/><worldbody><body><joint/><geom size="1"/></body></worldbody></mujoco>';

function breakable() {
  const file = path.join(temporaryFolder(), 'break');
  const real = nodeLauncher({ entries: { inspector: BREAKING } });
  const launched: { readonly kind: EngineKind; readonly engine: EngineProcess }[] = [];
  const launcher: ProcessLauncher = {
    launch: async (kind, options) => {
      const engine = await real.launch(kind, { ...options, environment: { BREAK_MUJOCO: file } });
      launched.push({ kind, engine });
      return engine;
    },
  };
  const inspectors = () => launched.filter(({ kind }) => kind === 'inspector');
  return { launcher, launched, inspectors, breakNow: () => writeFileSync(file, '') };
}

async function stateOf(
  theatre: Awaited<ReturnType<typeof openTheatre>>,
  fits: (state: TheatreState) => boolean,
) {
  for (;;) {
    const { state } = await theatre.event('state');
    if (fits(state)) return state;
  }
}

describe('where MuJoCo has aborted', () => {
  it('a theatre goes on in another process, as it was set and playing; twice at once is an end', async () => {
    const { launcher, inspectors, breakNow } = breakable();
    const host = await testHost(temporaryFolder(), { launcher });
    const theatre = await openTheatre(host, { environment: 'dmc/cartpole-swingup' });
    const { sessionId, control } = theatre;
    expect((await theatre.event('info')).info.sessionId).toBe(sessionId);
    // What came is drawn, so that more comes.
    const drawing = setInterval(() => {
      theatre.send({ type: 'acknowledge', id: 2 });
    }, 20);
    onTestFinished(() => {
      clearInterval(drawing);
    });
    await control({ kind: 'settings', settings: { driver: 'random', speed: 4 } });
    await control({ kind: 'play' });
    await stateOf(theatre, ({ playing, step }) => playing && step > 5);
    const first = inspectors()[0];
    const gone = new Promise((resolve) => first?.engine.onExit(resolve));
    breakNow();
    // Everything is told anew, and it plays again from the beginning.
    expect((await theatre.event('info')).info).toMatchObject({
      sessionId,
      environment: 'dmc/cartpole-swingup',
    });
    const state = await stateOf(theatre, ({ playing, step }) => playing && step > 5);
    expect(state.settings).toMatchObject({ driver: 'random', speed: 4 });
    expect(inspectors()).toHaveLength(2);
    await gone;
    breakNow();
    expect((await theatre.event('failed')).error.code).toBe('environment.physicsAborted');
    await expect(control({ kind: 'play' })).rejects.toThrow('session.unknown');
    // Others open as if nothing had been.
    const other = await host.call('theatre.open', { source: { environment: 'dmc/cartpole-swingup' } });
    expect(other.environment).toBe('dmc/cartpole-swingup');
  });

  it('the spare is replaced, and previews are answered by the next', async () => {
    const { launcher, inspectors, breakNow } = breakable();
    const host = await testHost(temporaryFolder(), { launcher, warmInspector: true });
    await host.call('environments.list', {});
    const [first] = inspectors();
    const gone = new Promise((resolve) => first?.engine.onExit(resolve));
    breakNow();
    await gone;
    const { frames } = await host.call('environments.preview', { environment: 'dmc/walker-walk' });
    expect(frames).toBeGreaterThan(10);
    expect(inspectors()).toHaveLength(2);
  });
});

describe('a model of anybody’s', () => {
  it('is looked at, previewed, opened and trained in a process of its own first, or not at all', async () => {
    const { launcher, launched, inspectors } = breakable();
    const host = await testHost(temporaryFolder(), { launcher });
    const refused = { code: 'environment.modelTooLarge', values: { what: 'size nkey' } };
    const config = { xml: BOMB, reward: '1' };
    const { modelError } = await host.call('environments.inspectModel', config);
    expect(modelError).toMatchObject(refused);
    await expect(
      host.call('environments.preview', { environment: 'model-file', config }),
    ).rejects.toMatchObject(refused);
    await expect(
      host.call('theatre.open', { source: { environment: 'model-file', environmentConfig: config } }),
    ).rejects.toMatchObject(refused);
    await expect(
      host.call('runs.create', {
        algorithm: 'dreamer',
        environment: 'model-file',
        preset: 'smoke',
        overrides: { 'environment.model': BOMB, 'environment.reward': '1' },
      }),
    ).rejects.toMatchObject(refused);
    expect(await host.call('runs.list', {})).toEqual([]);
    // A run that came from elsewhere is refused where it would train or play.
    const { id } = host.store.createRun({
      name: 'from elsewhere',
      algorithm: 'dreamer',
      environment: 'model-file',
      preset: 'smoke',
      config: { environment: { model: BOMB, reward: '1' } },
      tags: [],
      scoreMetric: 'evaluation/return',
      codeVersion: 'test',
    });
    await host.call('runs.start', { runId: id });
    await host.supervisor.whenIdle(id);
    expect(host.store.summary(id)).toMatchObject({ status: 'failed', lastError: { code: refused.code } });
    expect(new Set(launched.map(({ kind }) => kind))).toEqual(new Set(['modelChecker']));
    expect(inspectors()).toEqual([]);
    // What is known to be wrong is not opened again: once for what was asked of it, once for its preview.
    expect(launched).toHaveLength(2);
  });
});
