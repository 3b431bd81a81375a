/**
 * An episode's recipe on its way between processes and threads: its actions in one array of numbers, since millions of small ones
 * would hold up whoever passes them on.
 */
import { StudioError } from '../../shared/errors.ts';
import type { Recipe } from '../../shared/recipe.ts';

export interface SentRecipe extends Omit<Recipe, 'actions'> {
  /** [steps, actionSize] */
  readonly actions: Float64Array;
  readonly actionSize: number;
}

/** @throws StudioError `recipe.invalid` where actions are of different lengths */
export function sentRecipe({ actions, ...rest }: Recipe): SentRecipe {
  const actionSize = actions[0]?.length ?? 0;
  const flat = new Float64Array(actions.length * actionSize);
  actions.forEach((action, step) => {
    if (action.length !== actionSize) {
      const reason = `has length ${action.length}, the first has ${actionSize}`;
      throw new StudioError('recipe.invalid', { field: `actions.${step}`, reason });
    }
    flat.set(action, step * actionSize);
  });
  return { ...rest, actions: flat, actionSize };
}

export function receivedRecipe({ actions, actionSize, ...rest }: SentRecipe): Recipe {
  const steps = actionSize === 0 ? 0 : actions.length / actionSize;
  return {
    ...rest,
    actions: Array.from({ length: steps }, (_, step) =>
      Array.from(actions.subarray(step * actionSize, (step + 1) * actionSize)),
    ),
  };
}
