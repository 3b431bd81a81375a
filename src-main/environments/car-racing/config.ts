/** CarRacing's config: which rule ends a lap, what the agent sees, how long an action holds. */
import { z } from 'zod';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import { configIssue } from '../configIssue.ts';

export const CAR_RACING_SCHEMA = z.strictObject({
  /**
   * v3: a lap is done when tile 0 is first touched after more than `lapCompletePercent` of the tiles, as Gymnasium has it; since the
   * start touches it, that never happens before every tile was. v0, as the paper: when all tiles were. crossing: when the start is
   * reached again after so many.
   */
  lapRule: z.enum(['v3', 'v0', 'crossing']).default('v3'),
  /** A fraction, as Gymnasium's argument of that name. */
  lapCompletePercent: z.number().min(0).max(1).default(0.95),
  /** False: five actions to choose from, as Gymnasium's `continuous=False`. */
  continuous: z.boolean().default(true),
  /** Colours of road and grass are drawn anew with every track. */
  domainRandomize: z.boolean().default(false),
  /** paper: bar cut off, 64x64, inverted. full: the whole 96x96 frame with the indicator bar. */
  observation: z.enum(['paper', 'full']).default('paper'),
  actionRepeat: z.number().int().min(1).max(50).default(1),
  /** In steps of this instance. */
  maxSteps: z.number().int().min(1).max(1_000_000).default(1000),
});
export type CarRacingConfig = z.infer<typeof CAR_RACING_SCHEMA>;

/** @throws StudioError `config.invalid`, `config.unknownSetting` */
export function parseCarRacingConfig(config: EnvironmentConfig): CarRacingConfig {
  const parsed = CAR_RACING_SCHEMA.safeParse(config);
  if (parsed.success) return parsed.data;
  throw configIssue(parsed.error, CAR_RACING_SCHEMA);
}
