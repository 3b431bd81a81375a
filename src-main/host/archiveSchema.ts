/** What the parts of an archive (archive.ts) hold, and how much of it: checked entry by entry as it is read. */
import { z } from 'zod';
import { ENVIRONMENT_LOCK_SCHEMA } from '../../shared/environmentLock.ts';
import { BRANCH_RECORD_SCHEMA, MOST_KEPT_BRANCHES } from '../../shared/branches.ts';
import { StudioError } from '../../shared/errors.ts';
import { MOST_IMPORT_BYTES } from '../../shared/protocol.ts';
import { RECIPE_SCHEMA } from '../../shared/recipe.ts';
import { AXIS_SCHEMA, CHECKPOINT_REASONS, RUN_STATUSES } from '../../shared/run.ts';
import { TRUST_RESULT } from '../../shared/trust.ts';
import { shown } from '../formats/zipReader.ts';

export const ARCHIVE_FORMAT = 1;
export const EVALUATIONS_FILE = 'evaluations.json';
export const TRUST_FILE = 'trust.json';
export const BRANCHES_FILE = 'branches.json';

const MEGABYTE = 1024 * 1024;

/** The budget of one import. What is over it is refused before it is unpacked, or, where it lied, while it is. */
export const ARCHIVE_LIMITS = {
  fileBytes: MOST_IMPORT_BYTES,
  /** Parts: nine, and one a checkpoint. */
  entries: 5000,
  checkpointBytes: 2048 * MEGABYTE,
  unpackedBytes: 4096 * MEGABYTE,
  /** Of the parts that are held whole. */
  manifestBytes: MEGABYTE,
  runBytes: 32 * MEGABYTE,
  listBytes: 32 * MEGABYTE,
  /** How many times larger than the file what is unpacked may be, where it is large. Weights shrink by a tenth, curves to a twentieth. */
  ratio: 200,
  ratioFromBytes: 64 * MEGABYTE,
  /** Curves of different names. */
  series: 2000,
  evaluations: 20_000,
  trust: 20_000,
  branches: MOST_KEPT_BRANCHES,
} as const;

/** Names that are looked up in objects: none that every object has already. */
function isOwnName(name: string): boolean {
  return !(name in Object.prototype);
}

const text = z.string().max(200_000);
const shortText = z.string().max(200);
const moment = z
  .string()
  .max(40)
  .refine((value) => Number.isFinite(Date.parse(value)), { error: 'no date' });
const name = z
  .string()
  .regex(/^[\w.-][\w./ -]{0,199}$/)
  .refine(isOwnName, { error: 'no name' });
const count = z.number().int().min(0);
const fileId = z.string().regex(/^[\w-]{1,120}$/);
const json = z.record(z.string(), z.json());

export const MANIFEST_SCHEMA = z.object({ format: z.number(), studio: shortText, exportedAt: shortText });

/** A fingerprint, as another studio wrote it. */
export const COMPUTE_SCHEMA = z.looseObject({
  backend: z.enum(['tensorflow', 'wasm']),
  gpu: shortText.nullable(),
  threads: z.number(),
  oneDnn: z.boolean(),
  tensorflowVersion: shortText,
  cpu: shortText,
  environment: ENVIRONMENT_LOCK_SCHEMA.optional(),
});

export const RUN_SCHEMA = z.object({
  id: z.string().regex(/^[\w-]{1,100}$/),
  name: z.string().min(1).max(200),
  algorithm: name,
  environment: name,
  preset: name,
  status: z.enum(RUN_STATUSES),
  tags: z.array(z.string().min(1).max(60)).max(50),
  notes: z.string().max(100_000),
  scoreMetric: name,
  createdAt: moment,
  startedAt: moment.nullable(),
  endedAt: moment.nullable(),
  wallSeconds: z.number().min(0),
  exact: z.boolean(),
  config: json,
  compute: COMPUTE_SCHEMA.nullable(),
  result: z
    .object({
      score: z.number(),
      scoreDeviation: z.number(),
      scoreEpisodes: z.number(),
      figures: z.record(name, z.number()),
    })
    .nullable(),
  lastError: z
    .object({
      code: shortText,
      message: text,
      values: z.record(shortText, z.union([text, z.number()])).optional(),
      detail: text.optional(),
    })
    .nullable(),
  codeVersion: shortText,
});
export type ArchivedRun = z.infer<typeof RUN_SCHEMA>;

export const SERIES_SCHEMA = z.object({
  name,
  sequence: z.array(count),
  environmentSteps: z.array(z.number()),
  gradientSteps: z.array(z.number()),
  wallSeconds: z.array(z.number()),
  values: z.array(z.number().nullable()),
});
export type ArchivedSeries = z.infer<typeof SERIES_SCHEMA>;

export const EPISODE_SCHEMA = z.object({
  sequence: count,
  purpose: z.enum(['collection', 'training', 'evaluation', 'dream', 'inspection']),
  phase: shortText,
  episodeReturn: z.number().nullable(),
  length: count,
  terminated: z.boolean(),
  axis: AXIS_SCHEMA,
  details: z.record(shortText, z.union([z.number(), text])).optional(),
  createdAt: moment,
  recipe: RECIPE_SCHEMA.optional(),
});

export const LOG_SCHEMA = z.object({
  at: moment,
  level: z.enum(['info', 'warning', 'error']),
  key: shortText,
  values: z.record(shortText, z.union([z.number(), text])),
});

export const CHECKPOINT_SCHEMA = z.object({
  id: fileId,
  fileName: z.string().regex(/^[\w-]{1,120}\.wms$/),
  sequence: count,
  reason: z.enum(CHECKPOINT_REASONS),
  phase: shortText,
  score: z.number().nullable(),
  axis: AXIS_SCHEMA,
  createdAt: moment,
  pinned: z.boolean(),
});
export type ArchivedCheckpoint = z.infer<typeof CHECKPOINT_SCHEMA>;

export const EVALUATION_SCHEMA = z.object({
  id: fileId,
  checkpointId: fileId,
  seed: z.number(),
  score: z.number(),
  scoreDeviation: z.number(),
  episodes: z
    .array(
      z.object({
        index: count,
        seed: z.number(),
        episodeReturn: z.number(),
        length: count,
        terminated: z.boolean(),
      }),
    )
    .max(100_000),
  createdAt: moment,
});

export const TRUST_SCHEMA = z.object({
  id: fileId,
  checkpointId: fileId,
  environmentSteps: count,
  gradientSteps: count,
  seed: z.number(),
  episodes: count,
  result: TRUST_RESULT,
  createdAt: moment,
});

export const BRANCH_SCHEMA = BRANCH_RECORD_SCHEMA.extend({
  id: fileId,
  checkpointId: fileId,
  createdAt: moment,
});

/** @param part whose entry this is @throws StudioError `import.invalid` with field and reason */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StudioError('import.invalid', {
    part,
    field: shown(issue?.path.join('.') ?? ''),
    reason: (issue?.message ?? '').slice(0, 200),
  });
}

/**
 * The config is the algorithm's to check when it is used; here no key of it may stand for more than itself.
 * @throws StudioError `import.badName`
 */
export function refuseBadKeys(value: unknown, part: string): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!isOwnName(key)) throw new StudioError('import.badName', { part, name: shown(key) });
    refuseBadKeys(inner, part);
  }
}
