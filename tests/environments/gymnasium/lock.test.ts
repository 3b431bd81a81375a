/**
 * What an environment's episodes depend on, by a real Python: versions that differ are named, moments are kept as copies where a copy
 * goes on as the environment does, and an episode of one that does not repeat is stored whole.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { lockDifference, type EnvironmentLock } from '../../../shared/environmentLock.ts';
import type { EnvironmentConfig, Recipe } from '../../../shared/recipe.ts';
import { replay } from '../../../src-main/cli/commands/replay.ts';
import type { Environment } from '../../../src-main/environments/environment.ts';
import { EpisodeRecorder, parseRecipe, replayRecipe } from '../../../src-main/environments/recipe.ts';
import { createEnvironment } from '../../../src-main/environments/registry.ts';
import { playedBy } from '../../../src-main/environments/wholeEpisode.ts';
import { changedSince } from '../../../src-main/engine/environmentLock.ts';
import { createInspectionSession } from '../../../src-main/inspection/createSession.ts';
import { RealEpisode } from '../../../src-main/inspection/realEpisode.ts';
import { tinyD4pg } from '../../algorithms/d4pg/tinyD4pg.ts';
import { ManualTiming } from '../../inspection/support/theatreBench.ts';
import { claimTestPython } from '../../support/claimTestPython.ts';
import { allowedConfig, prepareTestPython, TEST_PYTHON } from '../../support/testPython.ts';

const OWN = 'studio_test_environments:studio/';
const counting = (what: string): EnvironmentConfig =>
  allowedConfig({ id: `${OWN}Counting-v0`, kwargs: JSON.stringify({ what }) });
const open = (config: EnvironmentConfig): Promise<Environment> => createEnvironment('gymnasium', config);

async function lockOf(config: EnvironmentConfig): Promise<EnvironmentLock> {
  const environment = await open(config);
  const { lock } = environment;
  environment.close();
  if (lock === undefined) throw new Error('it has no lock');
  return lock;
}

/** Another version of the package that `Borrowing-v0` comes from, first on the path. */
function beforeOnPath(version: string, speed: number): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-other-version-'));
  const modules = process.env['PYTHONPATH'] ?? '';
  const source = readFileSync(path.join(modules.split(':').at(-1) ?? '', 'local_physics.py'), 'utf8');
  const other = source.replace('"1.0.0"', `"${version}"`).replace('SPEED = 1', `SPEED = ${speed}`);
  writeFileSync(path.join(folder, 'local_physics.py'), other);
  process.env['PYTHONPATH'] = `${folder}:${modules}`;
}

claimTestPython();

describe.skipIf(TEST_PYTHON === null)('what an environment depends on', () => {
  beforeAll(prepareTestPython);
  const modules = () => process.env['PYTHONPATH']?.split(':').at(-1) ?? '';
  afterEach(() => {
    process.env['PYTHONPATH'] = modules();
    vi.restoreAllMocks();
  });

  it('is told by its Python: interpreter, packages and first steps, alike in every process', async () => {
    const lock = await lockOf(
      allowedConfig({ id: 'CartPole-v1', wrappers: 'gymnasium.wrappers.FlattenObservation' }),
    );
    expect(lock).toMatchObject({ implementation: 'CPython', repeats: true, copies: true });
    expect(lock.python).toMatch(/^3\.\d+\.\d+/);
    expect(Object.keys(lock.packages)).toEqual(['gymnasium', 'numpy']);
    expect(lock.packages['gymnasium']).toBe('1.4.0');
    expect(lock.firstSteps).toMatch(/^[0-9a-f]{16}$/);
    expect(
      await lockOf(allowedConfig({ id: 'CartPole-v1', wrappers: 'gymnasium.wrappers.FlattenObservation' })),
    ).toEqual(lock);
    expect((await lockOf(allowedConfig({ id: 'Pendulum-v1' }))).firstSteps).not.toBe(lock.firstSteps);
  });

  it.each([
    [
      '2.0.0',
      1,
      { key: 'log.lockVersions', values: { before: 'local_physics 1.0.0', now: 'local_physics 2.0.0' } },
    ],
    [
      '2.0.0',
      2,
      { key: 'log.lockDiffers', values: { before: 'local_physics 1.0.0', now: 'local_physics 2.0.0' } },
    ],
    ['1.0.0', 2, { key: 'log.lockSteps', values: { now: expect.stringContaining('local_physics 1.0.0') } }],
    ['1.0.0', 1, null],
  ])('differs where a package is %s and goes at speed %i', async (version, speed, expected) => {
    const config = allowedConfig({ id: `${OWN}Borrowing-v0` });
    const before = await lockOf(config);
    expect(before.packages['local_physics']).toBe('1.0.0');
    beforeOnPath(version, speed);
    const difference = lockDifference(before, await lockOf(config));
    if (expected === null) expect(difference).toBeNull();
    else expect(difference).toMatchObject(expected);
  });

  it('is compared with what a run was trained with', async () => {
    const environment = { id: 'Pendulum-v1', python: TEST_PYTHON ?? '' };
    const run = {
      algorithm: 'd4pg',
      environment: 'gymnasium',
      config: tinyD4pg({ environment }, 'gymnasium'),
    };
    const lock = await lockOf(allowedConfig({ id: environment.id }));
    const older = { ...lock, packages: { ...lock.packages, gymnasium: '1.3.0' } };
    expect(await changedSince(older, run)).toMatchObject({
      values: { before: 'gymnasium 1.3.0', now: 'gymnasium 1.4.0' },
    });
    expect(await changedSince(undefined, run)).toBeNull();
  });

  it('is kept in recipes, and told by studio replay where it has changed', async () => {
    const config = counting('');
    const environment = await open(config);
    const recorder = new EpisodeRecorder(environment, config, 3);
    for (let step = 0; step < 5; step++) recorder.step(Float64Array.of(1));
    const recipe = parseRecipe(JSON.parse(JSON.stringify(recorder.recipe())));
    environment.close();
    const { lock } = recipe;
    if (lock === undefined) throw new Error('the recipe has no lock');
    expect(recipe.whole).toBeUndefined();
    const told: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
    for await (const { info } of replay(recipe)) expect(info).toEqual({});
    expect(told.join('')).toBe('');
    for await (const _ of replay({ ...recipe, lock: { ...lock, python: '3.1.4' } }));
    expect(told.join('')).toContain(`CPython 3.1.4 and is played with CPython ${lock.python}`);
  });
});

describe.skipIf(TEST_PYTHON === null)('a moment', () => {
  beforeAll(prepareTestPython);

  /** Goes 120 steps and back to step 103. @returns how many steps that took, and whether it came to the same */
  async function goesBack(config: EnvironmentConfig) {
    const environment = await open(config);
    const real = new RealEpisode(environment, config);
    real.reset(4);
    for (let step = 0; step < 120; step++) real.step(Float64Array.of(step % 2), null);
    const expected = [...(real.at(104).numbers?.['observation'] ?? [])];
    real.truncate(103);
    const stepped = vi.spyOn(environment, 'step');
    const { numbers } = real.step(Float64Array.of(1), null);
    const steps = stepped.mock.calls.length;
    environment.close();
    return { steps, same: String([...(numbers?.['observation'] ?? [])]) === String(expected), real };
  }

  it('is gone back to from a copy where the environment can be copied', async () => {
    const { steps, same, real } = await goesBack(counting(''));
    expect({ steps, same, matches: real.matches }).toEqual({ steps: 4, same: true, matches: true });
  });

  it('is played again from the beginning where it cannot', async () => {
    const config = counting('held');
    expect(await lockOf(config)).toMatchObject({ repeats: true, copies: false });
    const { steps, same, real } = await goesBack(config);
    expect({ steps, same, matches: real.matches }).toEqual({ steps: 104, same: true, matches: true });
  });

  it('is kept while pictures are drawn, and goes elsewhere as seed and actions', async () => {
    const config = allowedConfig({ id: 'CartPole-v1' });
    const environment = await open(config);
    environment.reset(8);
    environment.drawing?.draw();
    for (const action of [0, 1, 1]) environment.step(Float64Array.of(action));
    const state = environment.saving?.saveState();
    if (state === undefined) throw new Error('nothing was saved');
    const went = () =>
      [0, 0].map((action) => String(environment.step(Float64Array.of(action)).observation['observation']));
    const on = went();
    environment.saving?.reset(8, state);
    expect(went()).toEqual(on);
    environment.saving?.reset(8, state);
    expect(went()).toEqual(on);
    const other = await open(config);
    other.saving?.reset(8, JSON.parse(JSON.stringify(state)));
    expect(
      [0, 0].map((action) => String(other.step(Float64Array.of(action)).observation['observation'])),
    ).toEqual(on);
    expect(() => other.saving?.reset(8, { seed: -1 })).toThrow(
      expect.objectContaining({ code: 'environment.badState' }),
    );
    environment.close();
    other.close();
  });

  it('is still gone back to after many later ones', async () => {
    const environment = await open(counting(''));
    environment.reset(1);
    const states = Array.from({ length: 70 }, () => {
      const { observation } = environment.step(Float64Array.of(1));
      return { seen: String(observation['observation']), state: environment.saving?.saveState() ?? {} };
    });
    for (const { seen, state } of states.toReversed()) {
      expect(String(environment.saving?.reset(1, state).observation['observation'])).toBe(seen);
    }
    environment.close();
  });
});

describe.skipIf(TEST_PYTHON === null)('an environment that does not repeat', () => {
  beforeAll(prepareTestPython);
  let config: EnvironmentConfig;
  let recipe: Recipe;
  const seen: string[] = [];

  beforeAll(async () => {
    config = counting('urandom');
    const environment = await open(config);
    const recorder = new EpisodeRecorder(environment, config, 5);
    seen.push(String(recorder.first.observation['observation']));
    for (let step = 0; step < 60; step++) {
      seen.push(String(recorder.step(Float64Array.of(step % 3)).observation['observation']));
    }
    recipe = parseRecipe(JSON.parse(JSON.stringify(recorder.recipe())));
    environment.close();
  });

  it('is found out when it is first opened, and its recipes say so', () => {
    expect(recipe.lock).toMatchObject({ repeats: false, copies: false, firstSteps: null });
    expect(recipe.whole?.rewards).toHaveLength(60);
  });

  it('has its episodes shown as they were seen', async () => {
    const environment = await open(config);
    const again = [...replayRecipe(environment, recipe)].map(({ result, mismatch }) => {
      expect(mismatch).toBeNull();
      return String(result.observation['observation']);
    });
    expect(again).toEqual(seen);
    // Played again, it is another episode.
    const { whole: _, ...played } = recipe;
    expect([...replayRecipe(environment, played)].some(({ mismatch }) => mismatch !== null)).toBe(true);
    const stored = playedBy(environment, recipe);
    stored.reset(5);
    expect(() => stored.step(Float64Array.of(2))).toThrow(
      expect.objectContaining({ code: 'recipe.storedWhole' }),
    );
    expect(() => stored.reset(6)).toThrow(expect.objectContaining({ code: 'recipe.storedWhole' }));
    environment.close();
  });

  it.each([
    ['rewards', { rewards: [1] }],
    ['observations', { observations: { observation: 'AAAA' } }],
  ])('refuses a recipe whose %s do not fit', async (_, wrong) => {
    if (recipe.whole === undefined) throw new Error('it was not stored');
    const whole = { ...recipe.whole, ...wrong };
    const environment = await open(config);
    expect(() => playedBy(environment, { ...recipe, whole })).toThrow(
      expect.objectContaining({ code: 'recipe.invalid' }),
    );
    environment.close();
  });

  it('is shown in the theatre, with what has changed since, and its recipe goes on holding the episode', async () => {
    const { lock } = recipe;
    if (lock === undefined) throw new Error('the recipe has no lock');
    const timing = new ManualTiming();
    const session = await createInspectionSession({
      sessionId: 'whole',
      environment: 'gymnasium',
      environmentConfig: config,
      checkpoint: null,
      recipe: { ...recipe, lock: { ...lock, packages: { ...lock.packages, numpy: '1.0.0' } } },
      seed: 5,
      emit: (event) => {
        if (event.kind === 'frame') queueMicrotask(() => session.frameAcknowledged());
      },
      timing,
    });
    expect(session.info.lockDifference).toMatchObject({
      key: 'log.lockVersions',
      values: { before: 'numpy 1.0.0' },
    });
    session.control({ kind: 'step', count: 55 });
    for (let turn = 0; turn < 500 && session.state.step !== 55; turn++) {
      timing.turn(0.1);
      await Promise.resolve();
    }
    expect(session.state).toMatchObject({ step: 55, replayMatches: true });
    const kept = session.recipe();
    session.close();
    const environment = await open(config);
    const again = [...replayRecipe(environment, kept)].map(({ result }) =>
      String(result.observation['observation']),
    );
    expect(again).toEqual(seen.slice(0, 56));
    environment.close();
  });
});
