/** CarRacing's config: which rule ends a lap, what the agent sees, how long an action holds. */
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';

export const CAR_RACING_SCHEMA = z.strictObject({
  /** v3: a lap is done when tile 0 is reached after more than 95% of the tiles; v0, as the paper: when all are. */
  lapRule: z.enum(['v3', 'v0']).default('v3'),
  /** paper: bar cut off, 64x64, inverted. full: the whole 96x96 frame with the indicator bar. */
  observation: z.enum(['paper', 'full']).default('paper'),
  actionRepeat: z.number().int().min(1).max(50).default(1),
  /** In steps of this instance. */
  maxSteps: z.number().int().min(1).max(1_000_000).default(1000),
});
export type CarRacingConfig = z.infer<typeof CAR_RACING_SCHEMA>;

/** @throws StudioError `config.invalid` with field and reason. */
export function parseCarRacingConfig(config: EnvironmentConfig): CarRacingConfig {
  const parsed = CAR_RACING_SCHEMA.safeParse(config);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StudioError('config.invalid', {
    field: issue?.path.join('.') ?? '',
    reason: issue?.message ?? '',
  });
}
