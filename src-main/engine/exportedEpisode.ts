/**
 * A recorded episode, computed again, as arrays in the layout of Dreamer's own code (github.com/danijar/dreamerv2, replay.py): T steps
 * are T + 1 moments, the first of them the reset with an action and a reward of zeros.
 */
import type { Recipe } from '../../shared/recipe.ts';
import { actionSize, elementCount } from '../../shared/spaces.ts';
import { createEnvironment } from '../environments/registry.ts';
import { replayRecipe } from '../environments/recipe.ts';
import type { NumpyArray } from '../formats/npz.ts';

/**
 * What was observed under its own names (`image`, or numbers), `action` (discrete: one-hot), `reward`, `discount` (0 where the
 * episode really ended), `is_first`, `is_last`, `is_terminal`.
 * @returns null where another episode came of it than was recorded
 * @throws StudioError where environment or recipe cannot be used
 */
export async function exportedEpisode(recipe: Recipe): Promise<Readonly<Record<string, NumpyArray>> | null> {
  const environment = await createEnvironment(recipe.environment, recipe.config);
  try {
    const { observations, actions } = environment.spec;
    const moments = recipe.actions.length + 1;
    const size = actionSize(actions);
    const observed = Object.entries(observations).map(([name, { shape, dtype }]) => {
      const length = elementCount(shape);
      const data = dtype === 'uint8' ? new Uint8Array(moments * length) : new Float64Array(moments * length);
      return { name, length, shape: [moments, ...shape], data };
    });
    const action = new Float32Array(moments * size);
    const reward = new Float32Array(moments);
    const discount = new Float32Array(moments).fill(1);
    const isTerminal = new Uint8Array(moments);
    for (const { step, result, mismatch } of replayRecipe(environment, recipe)) {
      if (mismatch !== null) return null;
      for (const { name, length, data } of observed) {
        const values = result.observation[name];
        if (values !== undefined) data.set(values, step * length);
      }
      reward[step] = result.reward;
      discount[step] = result.terminated ? 0 : 1;
      isTerminal[step] = result.terminated ? 1 : 0;
      const taken = step === 0 ? null : (recipe.actions[step - 1] ?? null);
      if (taken === null) continue;
      if (actions.kind === 'discrete') action[step * size + (taken[0] ?? 0)] = 1;
      else action.set(taken, step * size);
    }
    const flags = (marked: number) =>
      Uint8Array.from({ length: moments }, (_, step) => Number(step === marked));
    return {
      ...Object.fromEntries(observed.map(({ name, shape, data }) => [name, { shape, data }])),
      action: { shape: [moments, size], data: action },
      reward: { shape: [moments], data: reward },
      discount: { shape: [moments], data: discount },
      is_first: { shape: [moments], data: flags(0), isBoolean: true },
      is_last: { shape: [moments], data: flags(moments - 1), isBoolean: true },
      is_terminal: { shape: [moments], data: isTerminal, isBoolean: true },
    };
  } finally {
    environment.close();
  }
}
