/** Reads an episode recipe from a JSON file. */
import { readFileSync } from 'node:fs';
import { StudioError } from '../../../shared/errors.ts';
import type { Recipe } from '../../../shared/recipe.ts';
import { parseRecipe } from '../../environments/recipe.ts';

/** @throws StudioError `recipe.unreadable` where the file is not there or not JSON, `recipe.invalid` for other content. */
export function readRecipe(file: string): Recipe {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new StudioError('recipe.unreadable', { file, reason: String(cause) }, { cause });
  }
  return parseRecipe(content);
}
