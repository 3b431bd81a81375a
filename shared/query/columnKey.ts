/**
 * What can be known of every run at once beside its summary: a setting, or a figure of a curve. The store answers each as one
 * column, a value a run.
 */
import { z } from 'zod';

export const CURVE_FIGURES = ['last', 'best', 'lowest', 'at'] as const;
export type CurveFigure = (typeof CURVE_FIGURES)[number];

export const COLUMN_KEY_SCHEMA = z.discriminatedUnion('kind', [
  /** A setting by its dotted path. */
  z.strictObject({ kind: z.literal('config'), path: z.string().min(1).max(200) }),
  /** Alike where two runs differ in nothing but their seed. */
  z.strictObject({ kind: z.literal('settings') }),
  z.strictObject({
    kind: z.literal('metric'),
    /** Null: the curve that decides the run's score, whatever its algorithm calls it. */
    metric: z.string().min(1).max(200).nullable(),
    figure: z.enum(CURVE_FIGURES),
    /** Of `at`: the last point up to so many environment steps. */
    steps: z.number().min(0).nullable(),
  }),
]);
export type ColumnKey = z.infer<typeof COLUMN_KEY_SCHEMA>;

export type ColumnValue = number | string | boolean | null;

/** The same text for the same column. */
export const columnId = (key: ColumnKey): string => JSON.stringify(key);
