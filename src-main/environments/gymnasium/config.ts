/** A Gymnasium environment's config: what is made, by which Python, and what of it is observed. */
import { z } from 'zod';
import { OBSERVED } from '../../../shared/environmentSettings.ts';
import { EXAMPLE_ID } from '../../../shared/environments/gymnasium.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import { configIssue } from '../configIssue.ts';

export const GYMNASIUM_SCHEMA = z.strictObject({
  id: z.string().max(300).default(EXAMPLE_ID),
  /** A JSON object. */
  kwargs: z.string().max(10_000).default(''),
  /** Dotted names, separated by spaces. */
  wrappers: z.string().max(2000).default(''),
  /** Empty: the first on the PATH. */
  python: z.string().max(1000).default(''),
  observation: z.enum(OBSERVED).default('state'),
  pixelsFrom: z.enum(['observation', 'render']).default('observation'),
  actionRepeat: z.number().int().min(1).max(32).default(1),
  /** Of the environment, each repeat counted; it may end its episodes earlier. */
  maxSteps: z.number().int().min(1).max(1_000_000).default(1000),
});

export interface GymnasiumConfig extends Omit<z.infer<typeof GYMNASIUM_SCHEMA>, 'kwargs' | 'wrappers'> {
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly wrappers: readonly string[];
}

/** @throws StudioError `config.invalid`, `config.unknownSetting` */
export function parseGymnasiumConfig(config: EnvironmentConfig): GymnasiumConfig {
  const parsed = GYMNASIUM_SCHEMA.safeParse(config);
  if (!parsed.success) throw configIssue(parsed.error, GYMNASIUM_SCHEMA);
  const { id, kwargs, wrappers, ...rest } = parsed.data;
  return {
    ...rest,
    id: id.trim() || EXAMPLE_ID,
    kwargs: parseArguments(kwargs),
    wrappers: wrappers.split(/[\s,]+/).filter((name) => name !== ''),
  };
}

function parseArguments(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw new StudioError('config.invalid', {
      field: 'kwargs',
      reason: `no JSON object: ${text.slice(0, 80)}`,
    });
  }
}
