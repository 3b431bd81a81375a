/** What is wrong with an environment's config, as a person is told it. */
import type { z } from 'zod';
import { StudioError } from '../../shared/errors.ts';

/** @param schema names the settings that there are @returns `config.invalid` with field and reason */
export function configIssue(error: z.ZodError, schema: z.ZodObject): StudioError {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    return new StudioError('config.unknownSetting', {
      field: issue.keys.join(', '),
      known: Object.keys(schema.shape).join(', '),
    });
  }
  return new StudioError('config.invalid', {
    field: issue?.path.join('.') ?? '',
    reason: issue?.message ?? '',
  });
}
