/** An episode of two million actions is opened without holding up the host, and reaches the inspector as it was recorded. */
import { expect, it } from 'vitest';
import type { Recipe } from '../../shared/recipe.ts';
import { receivedRecipe, sentRecipe } from '../../src-main/engine/sentRecipe.ts';
import { resolveSource } from '../../src-main/host/theatreSource.ts';
import { behave, createCounterRun, temporaryFolder, testHost, until } from './testHost.ts';

const ACTIONS = 2_000_000;
const LONGEST_TURN_MILLISECONDS = 200;

const recipeOf = (actions: number): Recipe => ({
  environment: 'dmc/cartpole-swingup',
  version: 1,
  config: {},
  seed: 4,
  actions: Array.from({ length: actions }, (_, step) => [Math.sin(step)]),
  stateHashes: ['0123456789abcdef'],
});

/** Processor time of this thread in its longest turn meanwhile: what others on the machine do is not in it. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let before = process.threadCpuUsage();
  const turn = () => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    longest = Math.max(longest, (user + system) / 1000);
  };
  const timer = setInterval(turn, 1);
  await work();
  turn();
  clearInterval(timer);
  return longest;
}

it('opening it leaves the host its turns; what cannot be sent is refused', async () => {
  behave({});
  const host = await testHost(temporaryFolder());
  const { id } = await createCounterRun(host, 3);
  await until(host, id, ({ status }) => status === 'completed');
  const axis = { environmentSteps: 1, gradientSteps: 1, wallSeconds: 1 };
  const record = (recipe: Recipe) => {
    const [event] = host.store.record(id, [
      {
        kind: 'episode',
        episode: {
          purpose: 'evaluation',
          phase: 'evaluate',
          episodeReturn: 1,
          length: 1,
          terminated: false,
          axis,
          recipe,
        },
      },
    ]);
    if (event?.kind !== 'episode') throw new Error('no episode');
    return event.episode.id;
  };
  const short = record(recipeOf(3));
  const long = record(recipeOf(ACTIONS));
  // Whatever the garbage of making it costs is not the host's.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const source = (episodeId: string) => resolveSource(host.store, { episodeId, checkpointId: 'latest' });
  let opened: Awaited<ReturnType<typeof source>> | null = null;
  const longest = await longestTurn(async () => (opened = await source(long)));
  expect(longest).toBeLessThan(LONGEST_TURN_MILLISECONDS);
  const { recipe } = opened as unknown as Awaited<ReturnType<typeof source>>;
  expect(recipe?.actions).toHaveLength(ACTIONS);
  expect(recipe?.actions[ACTIONS - 1]).toBe(Math.sin(ACTIONS - 1));
  expect(recipe).toMatchObject({ seed: 4, actionSize: 1, stateHashes: ['0123456789abcdef'] });
  const small = await source(short);
  expect(small.recipe === null ? null : receivedRecipe(small.recipe)).toEqual(recipeOf(3));
  expect(await host.call('episodes.recipe', { episodeId: short })).toEqual(recipeOf(3));
  await expect(host.call('episodes.recipe', { episodeId: long })).rejects.toMatchObject({
    code: 'protocol.tooLarge',
  });
  await expect(source('999')).rejects.toMatchObject({ code: 'recipe.unreadable' });
}, 120_000);

it('actions of any length survive the way, uneven ones are told of', () => {
  const recipe = {
    ...recipeOf(0),
    actions: [
      [1, 2],
      [3, -0.5],
      [1e300, 0],
    ],
  };
  expect(receivedRecipe(sentRecipe(recipe))).toEqual(recipe);
  expect(receivedRecipe(sentRecipe(recipeOf(0)))).toEqual(recipeOf(0));
  expect(() => sentRecipe({ ...recipe, actions: [[1, 2], [3]] })).toThrow('actions.1');
});
