/** A recorded episode as the arrays that Dreamer's own code reads. */
import { expect, it } from 'vitest';
import { exportedEpisode } from '../../src-main/engine/exportedEpisode.ts';
import { recordEpisode } from '../../src-main/environments/recipe.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';

async function record(
  id: string,
  config: Record<string, string | number>,
  act: (step: number) => number[],
  most: number,
) {
  const environment = await createEnvironment(id, config);
  const { recipe } = recordEpisode(environment, config, 3, (_, step) => Float64Array.from(act(step)), most);
  environment.close();
  return recipe;
}

it('has a moment for the reset and one for each step, with what led there', async () => {
  const config = { observation: 'full', actionRepeat: 5, maxSteps: 4 };
  const recipe = await record('car-racing', config, (step) => [0.25, step / 4, 0], 10);
  const arrays = await exportedEpisode(recipe);
  expect(arrays?.['image']?.shape).toEqual([5, 96, 96, 3]);
  expect(Array.from(arrays?.['action']?.data ?? [])).toEqual([
    ...[0, 0, 0],
    ...[0.25, 0, 0],
    ...[0.25, 0.25, 0],
    ...[0.25, 0.5, 0],
    ...[0.25, 0.75, 0],
  ]);
  const environment = await createEnvironment('car-racing', config);
  const size = 96 * 96 * 3;
  const moments = [environment.reset(3)].map(({ observation, reward }) => ({
    image: observation['image']?.slice(),
    reward,
  }));
  for (const action of recipe.actions) {
    const { observation, reward } = environment.step(Float64Array.from(action));
    moments.push({ image: observation['image']?.slice(), reward });
  }
  environment.close();
  moments.forEach(({ image, reward }, step) => {
    expect(arrays?.['image']?.data.slice(step * size, (step + 1) * size)).toEqual(image);
    expect(arrays?.['reward']?.data[step]).toBe(Math.fround(reward));
  });
  // Cut off, not ended: what comes would still have been worth something.
  expect(Array.from(arrays?.['discount']?.data ?? [])).toEqual([1, 1, 1, 1, 1]);
  expect(Array.from(arrays?.['is_first']?.data ?? [])).toEqual([1, 0, 0, 0, 0]);
  expect(Array.from(arrays?.['is_last']?.data ?? [])).toEqual([0, 0, 0, 0, 1]);
  expect(Array.from(arrays?.['is_terminal']?.data ?? [])).toEqual([0, 0, 0, 0, 0]);
});

it('tells choices one-hot, and an episode’s real end', async () => {
  const recipe = await record('take-cover', { actionRepeat: 16 }, () => [0], 1000);
  const arrays = await exportedEpisode(recipe);
  const steps = recipe.actions.length;
  expect(arrays?.['action']?.shape).toEqual([steps + 1, 3]);
  expect(Array.from(arrays?.['action']?.data.slice(0, 9) ?? [])).toEqual([0, 0, 0, 1, 0, 0, 1, 0, 0]);
  expect(arrays?.['discount']?.data[steps]).toBe(0);
  expect(arrays?.['is_terminal']?.data[steps]).toBe(1);
  expect(arrays?.['is_terminal']?.data[steps - 1]).toBe(0);
});

it('gives nothing where another episode comes of it than was recorded', async () => {
  const recipe = await record('take-cover', {}, () => [1], 3);
  expect(await exportedEpisode(recipe)).not.toBeNull();
  expect(await exportedEpisode({ ...recipe, seed: 4 })).toBeNull();
});
