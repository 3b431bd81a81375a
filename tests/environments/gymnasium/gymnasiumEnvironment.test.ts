/** Environments that a real Python plays: spaces, pictures, recipes, vectors, and each fault by its name. */
import { readdirSync } from 'node:fs';
import os from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StudioError } from '../../../shared/errors.ts';
import { hasMessage } from '../../../shared/messages/index.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import type { Environment } from '../../../src-main/environments/environment.ts';
import { parseGymnasiumConfig } from '../../../src-main/environments/gymnasium/config.ts';
import { REQUEST } from '../../../src-main/environments/framing.ts';
import { PythonProcess } from '../../../src-main/environments/gymnasium/pythonProcess.ts';
import { parseRecipe, recordEpisode, replayRecipe } from '../../../src-main/environments/recipe.ts';
import { createEnvironment, describeEnvironment } from '../../../src-main/environments/registry.ts';
import { VectorEnvironment } from '../../../src-main/environments/vectorEnvironment.ts';
import { environmentPreview } from '../../../src-main/inspection/environmentPreview.ts';
import { claimTestPython } from '../../support/claimTestPython.ts';
import { allowedConfig, prepareTestPython, TEST_PYTHON } from '../../support/testPython.ts';

const OWN = 'studio_test_environments:studio/';
const open = async (config: EnvironmentConfig): Promise<Environment> =>
  createEnvironment('gymnasium', allowedConfig(config));

claimTestPython();

describe.skipIf(TEST_PYTHON === null)('an environment of Gymnasium', () => {
  beforeAll(prepareTestPython);

  it('is described without a Python as its Python describes it', async () => {
    const environment = await open({});
    expect(environment.spec).toEqual(describeEnvironment('gymnasium').spec);
    environment.close();
  });

  it('is observed by picture and numbers side by side, as by each alone', async () => {
    const config = { id: `${OWN}Everything-v0`, kwargs: '{"length": 5}' };
    const given = async (observation: string) => {
      const environment = await open({ ...config, observation });
      environment.reset(4);
      const { observation: seen } = structuredClone(environment.step(Float64Array.of(0.5, 1)));
      environment.close();
      return seen;
    };
    const both = await given('both');
    expect(both).toEqual({ ...(await given('pixels')), ...(await given('state')) });
    expect(both['image']).toHaveLength(64 * 64 * 3);
    await expect(open({ id: 'CartPole-v1', observation: 'both' })).rejects.toMatchObject({
      code: 'python.noPicture',
    });
    const drawn = await open({ id: 'CartPole-v1', observation: 'both', pixelsFrom: 'render' });
    expect(Object.keys(drawn.reset(1).observation)).toEqual(['image', 'observation']);
    drawn.close();
  });

  it('is observed by all its numbers, each field by its name; words and pictures are left out', async () => {
    const environment = await open({ id: `${OWN}Everything-v0`, kwargs: '{"length": 5}' });
    expect(environment.spec).toMatchObject({
      stepSeconds: 0.05,
      actions: { kind: 'box', shape: [2], low: [-1, 0], high: [1, 2] },
    });
    const shapes = Object.entries(environment.spec.observations).map(([name, { shape }]) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual({
      numbers: [3],
      choice: [3],
      'nested/0': [2],
      'nested/1': [5],
    });
    const first = environment.reset(4);
    const drawn = first.observation['numbers']?.[2];
    expect(drawn).toBeGreaterThan(0);
    const { observation, reward } = environment.step(Float64Array.of(0.5, 1));
    expect(Array.from(observation['numbers'] ?? [])).toEqual([1, 1.5, drawn]);
    expect(Array.from(observation['choice'] ?? [])).toEqual([0, 1, 0]);
    expect(Array.from(observation['nested/0'] ?? [])).toEqual([1, 1]);
    expect(Array.from(observation['nested/1'] ?? [])).toEqual([0, 1, 0, 1, 0]);
    expect(reward).toBe(1.5);
    // Beyond the bounds counts as at them.
    expect(environment.step(Float64Array.of(7, -7)).reward).toBe(2.5);
    environment.step(Float64Array.of(0, 0));
    expect(environment.step(Float64Array.of(0, 0)).terminated).toBe(false);
    expect(environment.step(Float64Array.of(0, 0))).toMatchObject({ terminated: true, truncated: false });
    environment.close();
  });

  it('repeats an action and sums the rewards, up to the end', async () => {
    const environment = await open({ id: `${OWN}Everything-v0`, actionRepeat: 4, maxSteps: 100 });
    expect(environment.spec).toMatchObject({ stepSeconds: 0.2, maxEpisodeSteps: 25 });
    environment.reset(0);
    expect(environment.step(Float64Array.of(1, 0)).reward).toBe(1 + 2 + 3 + 4);
    expect(environment.step(Float64Array.of(1, 0))).toMatchObject({ reward: 5 + 6 + 7, terminated: true });
    environment.close();
  });

  it('is cut off where the studio says so', async () => {
    const environment = await open({ id: `${OWN}Picture-v0`, observation: 'pixels', maxSteps: 2 });
    environment.reset(0);
    expect(environment.step(Float64Array.of(0)).truncated).toBe(false);
    expect(environment.step(Float64Array.of(0)).truncated).toBe(true);
    environment.close();
  });

  it('is observed as a picture of 64x64, each pixel the mean of its area', async () => {
    const environment = await open({ id: `${OWN}Everything-v0`, observation: 'pixels' });
    environment.reset(0);
    const { image } = environment.step(Float64Array.of(0, 0)).observation;
    // 24 columns of 10 levels each on 64: column x covers the source from 0.375 x to 0.375 (x + 1).
    const red = (x: number) => {
      const [from, to] = [0.375 * x, 0.375 * (x + 1)];
      const edge = Math.ceil(from + 1e-9);
      const inFirst = Math.min(edge, to) - from;
      const mean = (inFirst * (edge - 1) * 10 + (to - from - inFirst) * edge * 10) / (to - from);
      return Math.floor(mean + 0.5);
    };
    const row = Array.from({ length: 64 }, (_, x) => image?.[3 * (20 * 64 + x)]);
    expect(row).toEqual(Array.from({ length: 64 }, (_, x) => red(x)));
    // 16 rows on 64: each source row fills four.
    expect(image?.[3 * (23 * 64) + 1]).toBe(5 * 15);
    expect(image?.[3 * (24 * 64) + 1]).toBe(6 * 15);
    expect(image?.[2]).toBe(1);
    environment.close();
  });

  it('is observed as what render() draws, and drawn for people in its own shape', async () => {
    const id = `${OWN}Everything-v0`;
    const pixels = await open({ id, observation: 'pixels', pixelsFrom: 'render' });
    expect(new Set(pixels.reset(0).observation['image'])).toEqual(new Set([7]));
    expect(pixels.drawing).toBeUndefined();
    pixels.close();
    const numbers = await open({ id });
    numbers.reset(0);
    const drawn = numbers.drawing?.draw();
    expect(drawn).toMatchObject({ width: 85, height: 128 });
    expect(drawn?.pixels).toHaveLength(85 * 128 * 3);
    numbers.close();
    expect(await environmentPreview('gymnasium', allowedConfig({ id }))).toMatchObject({
      kind: 'pictures',
      width: 85,
      height: 128,
    });
  });

  it.each([
    ['Pendulum-v1', 'box'],
    ['MountainCar-v0', 'discrete'],
  ])('%s is computed again from its recipe, and another episode shows', async (id, kind) => {
    const environment = await open({ id });
    expect(environment.spec.actions.kind).toBe(kind);
    const act = (step: number) =>
      kind === 'box' ? Float64Array.of(2 * Math.sin(step)) : Float64Array.of(step % 3);
    const { recipe } = recordEpisode(environment, allowedConfig({ id }), 11, (_, step) => act(step), 120);
    const other = await open({ id });
    const again = parseRecipe(JSON.parse(JSON.stringify(recipe)));
    for (const { mismatch } of replayRecipe(other, again)) expect(mismatch).toBeNull();
    const wrong = [...replayRecipe(other, { ...again, seed: 12 })].filter(
      ({ mismatch }) => mismatch !== null,
    );
    expect(wrong[0]?.step).toBe(0);
    environment.close();
    other.close();
  });

  it.each([0, 2])('is stepped in a vector with %i threads as alone', async (workers) => {
    const config = allowedConfig({ id: 'Pendulum-v1' });
    const vector = await VectorEnvironment.create({ id: 'gymnasium', config, count: 5, workers });
    const all = [0, 1, 2, 3, 4];
    vector.reset(all, [10, 11, 12, 13, 14]).finishSync();
    const rewards: number[][] = [];
    for (let step = 0; step < 60; step++) {
      vector.begin(all.map((index) => Math.sin(step + index))).finishSync();
      rewards.push([...vector.rewards]);
    }
    for (const index of all) {
      const alone = await createEnvironment('gymnasium', config);
      alone.reset(10 + index);
      for (let step = 0; step < 60; step++) {
        const { reward, observation } = alone.step(Float64Array.of(Math.sin(step + index)));
        expect(rewards[step]?.[index]).toBe(reward);
        if (step === 59) {
          expect(vector.observations['observation']?.subarray(3 * index, 3 * index + 3)).toEqual(
            observation['observation'],
          );
        }
      }
      alone.close();
    }
    await vector.close();
  });

  it('keeps an error’s kind through the threads of a vector', async () => {
    const config = allowedConfig({ id: `${OWN}Misbehaving-v0`, kwargs: '{"what": "raise"}' });
    const vector = await VectorEnvironment.create({ id: 'gymnasium', config, count: 2, workers: 1 });
    vector.reset([0, 1], [0, 1]).finishSync();
    const step = () => vector.begin([0, 0]).finishSync();
    step();
    step();
    expect(step).toThrow(
      expect.objectContaining({
        code: 'python.failed',
        values: expect.objectContaining({ reason: 'ValueError: three is too much' }),
        detail: expect.stringContaining('studio_test_environments.py'),
      }),
    );
    // The other environments of that Python play on.
    vector.reset([1], [5]).finishSync();
    await vector.close();
  });
});

describe.skipIf(TEST_PYTHON === null)('what is wrong with an environment', () => {
  beforeAll(prepareTestPython);

  it.each([
    ['python.unknownId', { id: 'NoSuchThing-v0' }],
    ['python.missingModule', { id: 'no_such_package:Thing-v0' }],
    ['python.badArguments', { id: `${OWN}Everything-v0`, kwargs: '{"wings": 2}' }],
    ['python.badWrapper', { wrappers: 'gymnasium.wrappers.NoSuchWrapper' }],
    ['python.unsupportedActions', { id: `${OWN}OddActions-v0`, kwargs: '{"what": ""}' }],
    ['python.unsupportedObservation', { id: `${OWN}OddObservation-v0`, kwargs: '{"what": ""}' }],
    ['python.noPicture', { observation: 'pixels' }],
    ['python.noRender', { id: `${OWN}Picture-v0`, observation: 'pixels', pixelsFrom: 'render' }],
    ['python.noNumbers', { id: `${OWN}Picture-v0` }],
    ['python.failed', { id: `${OWN}Misbehaving-v0`, kwargs: '{"what": "make"}' }],
    ['config.invalid', { kwargs: 'no json' }],
  ])('is told as %s', async (code, config) => {
    const error = await open(config).catch((thrown: StudioError) => thrown);
    expect(error).toMatchObject({ code });
    for (const part of ['what', 'why', 'next']) expect(hasMessage(`error.${code}.${part}`)).toBe(true);
  });

  const misbehaving = async (what: string) => {
    const environment = await open({ id: `${OWN}Misbehaving-v0`, kwargs: JSON.stringify({ what }) });
    environment.reset(0);
    environment.step(Float64Array.of(0));
    environment.step(Float64Array.of(0));
    return environment;
  };

  it('is told with the last words where its Python ends', async () => {
    const environment = await misbehaving('exit');
    const died = expect.objectContaining({
      code: 'python.died',
      values: expect.objectContaining({ reason: 'last words' }),
    });
    expect(() => environment.step(Float64Array.of(0))).toThrow(died);
    // It stays so, and does not wait for ever.
    expect(() => environment.step(Float64Array.of(0))).toThrow(died);
    environment.close();
  });

  it('is told where a number is none', async () => {
    const environment = await misbehaving('nan');
    expect(() => environment.step(Float64Array.of(0))).toThrow(
      expect.objectContaining({ code: 'environment.notFinite' }),
    );
    environment.close();
  });

  it('is nothing where it prints megabytes', async () => {
    const environment = await misbehaving('print');
    expect(environment.step(Float64Array.of(0)).reward).toBe(0);
    expect(environment.step(Float64Array.of(0)).reward).toBe(0);
    environment.close();
  });

  it.each(['hang', 'spin'])('is told where it gives no answer (%s), and where it was', async (what) => {
    const config = allowedConfig({ id: `${OWN}Misbehaving-v0`, kwargs: JSON.stringify({ what }) });
    const python = await PythonProcess.start(parseGymnasiumConfig(config), 3);
    const ask = (kind: number, value: number) => {
      python.ask(kind, 0, Float64Array.of(value));
      return python.answer(0);
    };
    ask(REQUEST.reset, 0);
    ask(REQUEST.step, 0);
    ask(REQUEST.step, 0);
    expect(() => ask(REQUEST.step, 0)).toThrow(
      expect.objectContaining({
        code: 'python.hung',
        detail: expect.stringContaining('studio_test_environments.py'),
      }),
    );
    python.close();
  });

  it('leaves neither processes nor files behind', async () => {
    const before = readdirSync(os.tmpdir()).filter((name) => name.startsWith('studio-python-')).length;
    const environment = await open({});
    environment.reset(0);
    const folders = () => readdirSync(os.tmpdir()).filter((name) => name.startsWith('studio-python-'));
    expect(folders().length).toBeGreaterThan(before);
    environment.close();
    for (let wait = 0; wait < 200 && folders().length > before; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(folders().length).toBeLessThanOrEqual(before);
  });
});
