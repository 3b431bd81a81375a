/** What every registered environment promises. */
import { beforeAll, describe, expect, it } from 'vitest';
import { GYMNASIUM } from '../../shared/environments/gymnasium.ts';
import { hasMessage } from '../../shared/messages/index.ts';
import { poseLayout } from '../../shared/scene.ts';
import type { ActionSpace } from '../../shared/spaces.ts';
import { actionArgumentSize, elementCount } from '../../shared/spaces.ts';
import type { Environment, StepResult } from '../../src-main/environments/environment.ts';
import { episodeHash } from '../../src-main/environments/episodeHash.ts';
import { parseRecipe, recordEpisode, replayRecipe } from '../../src-main/environments/recipe.ts';
import {
  createEnvironment,
  describeEnvironment,
  environmentIds,
} from '../../src-main/environments/registry.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { heapBytes } from '../support/garbage.ts';
import { claimTestPython } from '../support/claimTestPython.ts';
import { allowedConfig, prepareTestPython, TEST_PYTHON } from '../support/testPython.ts';

function draw(space: ActionSpace, random: RandomStream): Float64Array {
  if (space.kind === 'discrete') return Float64Array.of(random.integer(space.count));
  const bound = (limit: number | readonly number[], index: number) =>
    typeof limit === 'number' ? limit : (limit[index] ?? 0);
  return Float64Array.from({ length: elementCount(space.shape) }, (_, index) =>
    random.uniform(bound(space.low, index), bound(space.high, index)),
  );
}

/** A family of many alike is tested on some of its members here, and on all of them in its own tests. */
const SOME_OF_MANY = 3;
// The last is played by a Python: with one, everything here holds for it as well.
const ids = environmentIds().filter((id) => id !== GYMNASIUM || TEST_PYTHON !== null);
const suites = ids.filter((id) => id.includes('/'));
const tested = [
  ...ids.filter((id) => !id.includes('/')),
  ...suites.filter((_, index) => index % Math.ceil(suites.length / SOME_OF_MANY) === 0),
];

function expectFits(environment: Environment, result: StepResult): void {
  const { observations, rewardRange } = environment.spec;
  expect(Object.keys(result.observation).toSorted()).toEqual(Object.keys(observations).toSorted());
  for (const [name, space] of Object.entries(observations)) {
    const values = result.observation[name];
    expect(values).toBeInstanceOf(space.dtype === 'uint8' ? Uint8Array : Float64Array);
    expect(values).toHaveLength(elementCount(space.shape));
    expect(values?.every((value) => Number.isFinite(value))).toBe(true);
  }
  expect(Number.isFinite(result.reward)).toBe(true);
  expect(result.reward).toBeGreaterThanOrEqual(rewardRange[0]);
  expect(result.reward).toBeLessThanOrEqual(rewardRange[1]);
}

const open = (id: string) => createEnvironment(id, id === GYMNASIUM ? allowedConfig({}) : {});

claimTestPython();
beforeAll(prepareTestPython);

describe.each(tested)('%s', (id) => {
  it('fits its spaces and stays finite', async () => {
    const environment = await open(id);
    const random = RandomStream.named(1, id);
    expect(environment.spec.id).toBe(id);
    expectFits(environment, environment.reset(3));
    for (let step = 0; step < 30; step++) {
      expectFits(environment, environment.step(draw(environment.spec.actions, random)));
    }
    environment.close();
  });

  it('gives the same episode for the same seed, another for another', async () => {
    const [first, second] = [await open(id), await open(id)];
    const run = (environment: Environment, seed: number) => {
      const random = RandomStream.named(2, id);
      const trace: unknown[] = [];
      const keep = (result: StepResult) => {
        const observation = Object.values(result.observation).map((values) => Array.from(values));
        trace.push([result.reward, result.terminated, result.truncated, result.info, observation]);
      };
      let last = environment.reset(seed);
      keep(last);
      for (let step = 0; step < 40; step++) {
        last = environment.step(draw(environment.spec.actions, random));
        keep(last);
      }
      return { trace, hash: episodeHash(environment, last) };
    };
    const expected = run(first, 5);
    // What happened before must not matter.
    run(second, 6);
    const again = run(second, 5);
    expect(again).toEqual(expected);
    expect(expected.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(run(second, 6).hash).not.toBe(expected.hash);
    first.close();
    second.close();
  });

  it('is computed again from its recipe, through JSON, with every hash the same', async () => {
    const environment = await open(id);
    const random = RandomStream.named(3, id);
    const rewards: number[] = [];
    const { recipe } = recordEpisode(
      environment,
      {},
      11,
      (last, step) => {
        if (step > 0) rewards.push(last.reward);
        return draw(environment.spec.actions, random);
      },
      120,
    );
    const other = await open(id);
    const replayed = [];
    for (const { step, result, mismatch } of replayRecipe(
      other,
      parseRecipe(JSON.parse(JSON.stringify(recipe))),
    )) {
      expect(mismatch, `hash at step ${step}`).toBeNull();
      if (step > 0) replayed.push(result.reward);
    }
    expect(replayed).toHaveLength(recipe.actions.length);
    expect(replayed.slice(0, rewards.length)).toEqual(rewards);
    expect(recipe.stateHashes).toHaveLength(1 + Math.ceil(recipe.actions.length / 50));
    environment.close();
    other.close();
  });

  it('goes on from a saved state as it would have, where it says it can', async () => {
    const environment = await open(id);
    if (environment.saving === undefined) return environment.close();
    const random = RandomStream.named(4, id);
    environment.reset(2);
    for (let step = 0; step < 25; step++) environment.step(draw(environment.spec.actions, random));
    const other = await open(id);
    other.saving?.reset(2, JSON.parse(JSON.stringify(environment.saving.saveState())));
    expect(other.recompute?.stateHash()).toBe(environment.recompute?.stateHash());
    for (let step = 0; step < 25; step++) {
      const action = draw(environment.spec.actions, random);
      const [here, there] = [environment.step(action), other.step(action)];
      expect(there.reward).toBe(here.reward);
      expect(episodeHash(other, there)).toBe(episodeHash(environment, here));
    }
    environment.close();
    other.close();
  });

  it('describes what it looks like, where it can: a valid scene, finite poses, unit rotations, every camera draws', async () => {
    const environment = await open(id);
    environment.reset(1);
    const { appearance } = environment;
    if (appearance === undefined) return environment.close();
    const scene = appearance.scene();
    for (const body of scene.bodies) {
      for (const part of body.parts) {
        expect(scene.materials[part.material]).toBeDefined();
        if (part.shape.kind === 'mesh') expect(scene.meshes[part.shape.mesh]).toBeDefined();
      }
    }
    for (const mesh of scene.meshes) {
      expect(mesh.indices.every((index) => index < mesh.positions.length / 3)).toBe(true);
      expect(mesh.positions.every((value) => Number.isFinite(value))).toBe(true);
    }
    const layout = poseLayout(scene);
    const poses = new Float64Array(layout.length).fill(Number.NaN);
    environment.step(draw(environment.spec.actions, RandomStream.named(5, id)));
    appearance.poses(poses);
    expect(poses.every((value) => Number.isFinite(value))).toBe(true);
    for (let at = 0; at < layout.overlay; at += 8) {
      const [w = 0, x = 0, y = 0, z = 0, visible = 0] = poses.subarray(at + 3, at + 8);
      if (visible === 0) continue;
      expect(w * w + x * x + y * y + z * z).toBeCloseTo(1, 6);
    }
    for (const camera of scene.cameras) {
      const picture = new Uint8Array(32 * 24 * 3);
      appearance.render(camera.name, 32, 24, picture);
      expect(new Set(picture).size, `colours of ${camera.name}`).toBeGreaterThan(1);
    }
    environment.close();
  });

  it('does not grow over many episodes', async () => {
    const environment = await open(id);
    const random = RandomStream.named(6, id);
    const episodes = (count: number, seconds = Infinity) => {
      const end = performance.now() + 1000 * seconds;
      let done = 0;
      for (; done < count && performance.now() < end; done++) {
        environment.reset(done);
        for (let step = 0; step < 5; step++) environment.step(draw(environment.spec.actions, random));
      }
      return done;
    };
    const count = episodes(60, 1.5);
    // Compilation and caches come once; a kept scene or picture would be 100 kB an episode, and in every window.
    const growths = Array.from({ length: 3 }, () => {
      const before = heapBytes();
      episodes(count);
      return (heapBytes() - before) / 1e6;
    });
    expect(Math.min(...growths)).toBeLessThan(0.5 + count * 0.03);
    environment.close();
  });

  it('can be found: name, description and keys are in the catalogue', () => {
    const { name, description, keys, source, spec } = describeEnvironment(id);
    for (const key of [name, description, ...keys.map((binding) => binding.label)]) {
      expect(hasMessage(key), key).toBe(true);
    }
    expect(source).not.toBe('');
    for (const { element } of keys) expect(element).toBeLessThan(actionArgumentSize(spec.actions));
  });

  it('refuses a config field it does not have', async () => {
    await expect(createEnvironment(id, { nonsense: 1 })).rejects.toMatchObject({
      code: 'config.unknownSetting',
      values: { field: 'nonsense', known: expect.stringContaining('actionRepeat') },
    });
  });
});

describe('the registry', () => {
  it('names what it has when asked for what it has not', async () => {
    await expect(createEnvironment('car-racing-9')).rejects.toMatchObject({
      code: 'environment.unknown',
      values: { environment: 'car-racing-9', known: expect.stringContaining('car-racing') },
    });
  });
});
