/** What a config schema's fields are made of: each with its default, bounds, unit and the paper's value. */
import { z } from 'zod';

/**
 * What the form shows of a field besides its bounds; `paper` is the value the paper (or its authors' code) used, null where
 * it has no such part.
 */
export interface FieldMeta {
  readonly unit?:
    'frames' | 'episodes' | 'steps' | 'batches' | 'epochs' | 'generations' | 'seconds' | 'threads' | 'bytes';
  readonly paper?: number | string | boolean | null;
  /** Shown only when a user asks for all fields. */
  readonly advanced?: boolean;
  /** The environments that know it; all where absent. */
  readonly only?: readonly string[];
  /** A text of many lines, such as a file's. */
  readonly long?: boolean;
  /** Chosen by a control of its own, so that the form has no row for it. */
  readonly chosen?: boolean;
  /** What 0 stands for where it is no number of anything: nothing ends it, it never happens, there is none. */
  readonly zero?: 'noLimit' | 'never' | 'none';
  /** May change in an experiment that has begun: nothing that was trained before depends on it. */
  readonly later?: boolean;
}

export const count = (initial: number, low: number, high: number, meta: FieldMeta = {}) =>
  z
    .number()
    .int()
    .min(low)
    .max(high)
    .default(initial)
    .meta({ paper: initial, ...meta });
export const real = (initial: number, low: number, high: number, meta: FieldMeta = {}) =>
  z
    .number()
    .min(low)
    .max(high)
    .default(initial)
    .meta({ paper: initial, ...meta });
export const choice = <const T extends readonly [string, ...string[]]>(
  values: T,
  initial: T[number],
  meta: FieldMeta = {},
) =>
  z
    .enum(values)
    .default(initial as never)
    .meta({ paper: initial, ...meta });
export const toggle = (initial: boolean, meta: FieldMeta = {}) =>
  z
    .boolean()
    .default(initial)
    .meta({ paper: initial, ...meta });
/** @param longest characters */
export const text = (longest: number, meta: FieldMeta = {}) =>
  z
    .string()
    .max(longest)
    .default('')
    .meta({ paper: null, ...meta });
/** An object whose fields all have defaults. */
export const group = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape).prefault({} as never);

/** What a preset changes of a config, nested as the schema is. */
export type DeepPartialConfig = { readonly [key: string]: number | string | boolean | DeepPartialConfig };

/** `over` wins, field by field. */
export function mergeConfigs(base: DeepPartialConfig, over: DeepPartialConfig): DeepPartialConfig {
  // A map: in a plain object, a key such as `__proto__` would be more than a key.
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    merged.set(
      key,
      typeof value === 'object' && typeof before === 'object' ? mergeConfigs(before, value) : value,
    );
  }
  return Object.fromEntries(merged);
}
