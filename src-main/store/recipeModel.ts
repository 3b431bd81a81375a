/**
 * A large model of one's own is kept once, in the run's config, and not again in each of its recorded episodes: those name it. Whoever
 * reads an episode gets the whole recipe, which needs no run.
 */
import { LONGEST_REPEATED_MODEL, OWN_MODEL } from '../../shared/exampleModel.ts';
import { isModelFiles } from '../../shared/modelFiles.ts';
import type { Recipe } from '../../shared/recipe.ts';

/** Stands for `environment.model` of the run; no model looks like that. */
const MODEL_OF_RUN = 'run:environment.model';

/** @param model the run's */
export function withoutModel(recipe: Recipe, model: string | null): Recipe {
  const xml = recipe.config['xml'];
  const isLarge = typeof xml === 'string' && (isModelFiles(xml) || xml.length > LONGEST_REPEATED_MODEL);
  if (recipe.environment !== OWN_MODEL || !isLarge || xml !== model) return recipe;
  return { ...recipe, config: { ...recipe.config, xml: MODEL_OF_RUN } };
}

/** @param model the run's, asked for only where the recipe names it */
export function withModel(recipe: Recipe, model: () => string | null): Recipe {
  if (recipe.environment !== OWN_MODEL || recipe.config['xml'] !== MODEL_OF_RUN) return recipe;
  return { ...recipe, config: { ...recipe.config, xml: model() ?? '' } };
}
