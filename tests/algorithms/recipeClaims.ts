/** A trainer's kept recipes, played again. */
import { expect } from 'vitest';
import type { EpisodePurpose, TrainingUpdate } from '../../shared/run.ts';
import { replayRecipe } from '../../src-main/environments/recipe.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';

/**
 * Recipes of episodes to learn from and of evaluated ones were kept, and each gives the recorded length, states and return.
 * @param learnt the purposes of the former
 */
export async function expectRecipesToReplay(
  updates: readonly TrainingUpdate[],
  ...learnt: readonly EpisodePurpose[]
): Promise<void> {
  const episodes = updates.flatMap((update) => (update.kind === 'episode' ? [update.episode] : []));
  const kept = episodes.filter(({ recipe }) => recipe !== undefined);
  expect(new Set(kept.map(({ purpose }) => purpose))).toEqual(
    new Set([...(learnt.length === 0 ? ['collection'] : learnt), 'evaluation']),
  );
  for (const { recipe, episodeReturn, length } of kept) {
    if (recipe === undefined) continue;
    const environment = await createEnvironment(recipe.environment, recipe.config);
    const steps = [...replayRecipe(environment, recipe)];
    environment.close();
    expect(steps).toHaveLength(length + 1);
    expect(steps.every(({ mismatch }) => mismatch === null)).toBe(true);
    const total = steps.reduce((sum, { result }) => sum + result.reward, 0);
    expect(total).toBeCloseTo(episodeReturn ?? Number.NaN, 9);
  }
}
