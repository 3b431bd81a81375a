/** Reads a recipe file that a person names. */
import { readFileSync } from 'node:fs';
import { StudioError } from '../../../shared/errors.ts';
import { RECIPE_SCHEMA, type Recipe } from '../../../shared/recipe.ts';

/** @throws StudioError `recipe.unreadable` where the file is missing or no JSON, `recipe.invalid` with the field. */
export function readRecipe(file: string): Recipe {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw new StudioError('recipe.unreadable', { recipe: file, reason }, { cause });
  }
  const parsed = RECIPE_SCHEMA.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StudioError('recipe.invalid', {
    field: issue?.path.join('.') ?? '',
    reason: issue?.message ?? '',
  });
}
