/** What a Python says of the environment that it made, and of what is wrong: checked here, since user code may say anything. */
import { z } from 'zod';
import { StudioError, type ErrorCode } from '../../../shared/errors.ts';
import type { PythonUse } from './consent.ts';

const BOUNDS_SCHEMA = z.array(z.number().nullable());
const NAME_SCHEMA = z.string().max(200);
const SIZE_SCHEMA = z.number().int().min(0).max(1_000_000);

export const MADE_SCHEMA = z.object({
  actions: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('discrete'), count: z.number().int().min(1).max(100_000) }),
    z.object({
      kind: z.literal('box'),
      shape: z.tuple([z.number().int().min(0).max(10_000)]),
      low: BOUNDS_SCHEMA,
      high: BOUNDS_SCHEMA,
    }),
  ]),
  observations: z
    .array(
      z.object({
        name: NAME_SCHEMA,
        shape: z.array(SIZE_SCHEMA).max(8),
        dtype: z.enum(['uint8', 'float64']),
        low: BOUNDS_SCHEMA.nullish(),
        high: BOUNDS_SCHEMA.nullish(),
      }),
    )
    .min(1)
    .max(1000),
  /** What of the observation is left out. */
  notices: z.array(z.object({ name: NAME_SCHEMA, space: NAME_SCHEMA })),
  framesPerSecond: z.number().positive().nullish(),
  maxSteps: z.number().int().positive().nullish(),
  renders: z.boolean(),
  versions: z.record(z.string(), z.string().max(100)),
});
/** An environment as its Python describes it. */
export type Made = z.infer<typeof MADE_SCHEMA>;

export const READY_SCHEMA = z.object({ open: z.literal(true) });

const WRONG_SCHEMA = z.object({ kind: z.string(), trace: z.string().optional() }).catchall(z.unknown());

const CODES: Readonly<Record<string, ErrorCode>> = {
  noGymnasium: 'python.noGymnasium',
  unknownId: 'python.unknownId',
  missingModule: 'python.missingModule',
  badArguments: 'python.badArguments',
  wrapper: 'python.badWrapper',
  unsupportedActions: 'python.unsupportedActions',
  unsupportedObservation: 'python.unsupportedObservation',
  noPicture: 'python.noPicture',
  noRender: 'python.noRender',
  noNumbers: 'python.noNumbers',
  tooManyNumbers: 'python.tooManyNumbers',
};

/** @param report what the server sent */
export function wrongWith({ python, id }: PythonUse, report: unknown): StudioError {
  const { kind, trace, ...values } = WRONG_SCHEMA.parse(report);
  const code = Object.hasOwn(CODES, kind) ? (CODES[kind] ?? 'python.failed') : 'python.failed';
  const plain = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [],
  );
  return new StudioError(
    code,
    { python, id, ...Object.fromEntries(plain) },
    trace === undefined ? {} : { detail: trace },
  );
}
