/**
 * A run as one file (`.wmsx`), a zip of:
 *
 *     manifest.json       format and who wrote it
 *     run.json            name, config, scores, compute, notes, tags
 *     metrics.json        one object a series, its columns as arrays (null: NaN)
 *     episodes.json       every episode, with its recipe where it was kept
 *     log.json
 *     evaluations.json    what checkpoints scored when a person asked, with every episode; absent where nobody did
 *     checkpoints.json    one row a file
 *     checkpoints/*.wms   the files themselves (format: store/checkpoints.ts)
 *
 * `sequence` is the order in which the run recorded things: what a checkpoint had before it.
 */
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { StudioError } from '../../shared/errors.ts';
import { RECIPE_SCHEMA } from '../../shared/recipe.ts';
import { AXIS_SCHEMA, RUN_STATUSES } from '../../shared/run.ts';
import { decodeCheckpoint } from '../store/checkpoints.ts';
import type { CheckpointRow } from '../store/checkpointTable.ts';
import { systemErrorCode } from '../store/storeErrors.ts';
import { ExperimentStore } from '../store/experimentStore.ts';

export const ARCHIVE_FORMAT = 1;
const EVALUATIONS_FILE = 'evaluations.json';
/** Unpacked; more than any run of this studio has, less than what would fill a machine's memory. */
const MOST_UNPACKED_BYTES = 4 * 1024 * 1024 * 1024;

const text = z.string().max(200_000);
const numbers = z.array(z.number().nullable());
const json = z.record(z.string(), z.json());

export const MANIFEST_SCHEMA = z.object({
  format: z.literal(ARCHIVE_FORMAT),
  studio: text,
  exportedAt: text,
});
const RUN_SCHEMA = z.object({
  id: z.string().regex(/^[\w-]{1,100}$/),
  name: text,
  algorithm: text,
  environment: text,
  preset: text,
  status: z.enum(RUN_STATUSES),
  tags: z.array(text),
  notes: text,
  scoreMetric: text,
  createdAt: text,
  startedAt: text.nullable(),
  endedAt: text.nullable(),
  wallSeconds: z.number(),
  exact: z.boolean(),
  config: json,
  compute: json.nullable(),
  result: z
    .object({
      score: z.number(),
      scoreDeviation: z.number(),
      scoreEpisodes: z.number(),
      figures: z.record(z.string(), z.number()),
    })
    .nullable(),
  lastError: z
    .object({
      code: text,
      message: text,
      values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      detail: text.optional(),
    })
    .nullable(),
  codeVersion: text,
});
const METRICS_SCHEMA = z.array(
  z.object({
    name: text,
    sequence: z.array(z.number()),
    environmentSteps: z.array(z.number()),
    gradientSteps: z.array(z.number()),
    wallSeconds: z.array(z.number()),
    values: numbers,
  }),
);
const EPISODES_SCHEMA = z.array(
  z.object({
    sequence: z.number(),
    purpose: z.enum(['collection', 'training', 'evaluation', 'dream', 'inspection']),
    phase: text,
    episodeReturn: z.number().nullable(),
    length: z.number(),
    terminated: z.boolean(),
    axis: AXIS_SCHEMA,
    details: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
    createdAt: text,
    recipe: RECIPE_SCHEMA.optional(),
  }),
);
const LOG_SCHEMA = z.array(
  z.object({
    at: text,
    level: z.enum(['info', 'warning', 'error']),
    key: text,
    values: z.record(z.string(), z.union([z.number(), z.string()])),
  }),
);
const CHECKPOINTS_SCHEMA = z.array(
  z.object({
    id: z.string().regex(/^[\w-]{1,200}$/),
    fileName: z.string().regex(/^[\w-]{1,200}\.wms$/),
    sequence: z.number(),
    reason: z.enum(['interval', 'phase', 'best', 'final', 'pause', 'manual']),
    phase: text,
    score: z.number().nullable(),
    axis: AXIS_SCHEMA,
    createdAt: text,
    pinned: z.boolean(),
  }),
);

const EVALUATIONS_SCHEMA = z.array(
  z.object({
    id: z.string().regex(/^[\w-]{1,200}$/),
    checkpointId: z.string().regex(/^[\w-]{1,200}$/),
    seed: z.number(),
    score: z.number(),
    scoreDeviation: z.number(),
    episodes: z.array(
      z.object({
        index: z.number(),
        seed: z.number(),
        episodeReturn: z.number(),
        length: z.number(),
        terminated: z.boolean(),
      }),
    ),
    createdAt: text,
  }),
);

export interface Archive {
  readonly run: z.infer<typeof RUN_SCHEMA>;
  readonly metrics: z.infer<typeof METRICS_SCHEMA>;
  readonly episodes: z.infer<typeof EPISODES_SCHEMA>;
  readonly log: z.infer<typeof LOG_SCHEMA>;
  readonly evaluations: z.infer<typeof EVALUATIONS_SCHEMA>;
  readonly checkpoints: readonly (z.infer<typeof CHECKPOINTS_SCHEMA>[number] & {
    readonly bytes: Uint8Array;
  })[];
}

/** `final`: the last to be written at a run's end, else the newest; enough to watch and evaluate, not to go on from before. */
export type ArchivedCheckpoints = 'all' | 'final';

export interface PackOptions {
  readonly dataFolder: string;
  readonly runId: string;
  /** The studio's version. */
  readonly studio: string;
  readonly checkpoints: ArchivedCheckpoints;
}

/** In the order in which they are wanted. */
function candidates(all: readonly CheckpointRow[], choice: ArchivedCheckpoints): readonly CheckpointRow[] {
  if (choice === 'all') return all;
  const final = all.filter(({ reason }) => reason === 'final');
  return [...final, ...all.filter(({ reason }) => reason !== 'final')];
}

export interface PackedArchive {
  readonly bytes: Uint8Array;
  /** Ids of damaged checkpoints, which are not in it: whoever imports it would refuse it whole. */
  readonly leftOut: readonly string[];
}

/** The file's bytes where they are what was written; null where they are damaged or gone. */
function wholeCheckpoint(file: string): Buffer | null {
  try {
    const bytes = readFileSync(file);
    decodeCheckpoint(bytes, file, () => false);
    return bytes;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    if (error instanceof StudioError && error.code === 'checkpoint.damaged') return null;
    throw error;
  }
}

/** Reads the store by a connection of its own: safe beside a host that writes. Takes long; not for the host's thread. */
export function packArchive({ dataFolder, runId, studio, ...options }: PackOptions): PackedArchive {
  const store = ExperimentStore.openReadOnly(dataFolder);
  if (store === null) throw new StudioError('run.unknown', { run: runId });
  try {
    const { id, name, algorithm, environment, preset, status, tags, notes, ...run } = store.run(runId);
    const { createdAt, startedAt, endedAt, wallSeconds, exact, config, compute, result, lastError } = run;
    const series = new Map<
      string,
      Record<Exclude<keyof Archive['metrics'][number], 'name'>, (number | null)[]>
    >();
    for (const row of store.metricRows(runId)) {
      const columns = series.get(row.name) ?? {
        sequence: [],
        environmentSteps: [],
        gradientSteps: [],
        wallSeconds: [],
        values: [],
      };
      series.set(row.name, columns);
      columns.sequence.push(row.sequence);
      columns.environmentSteps.push(row.axis.environmentSteps);
      columns.gradientSteps.push(row.axis.gradientSteps);
      columns.wallSeconds.push(row.axis.wallSeconds);
      columns.values.push(Number.isFinite(row.value) ? row.value : null);
    }
    const episodes = Array.from(store.episodeRows(runId), ({ sequence, summary, recipe }) => {
      const { id: _, runId: __, hasRecipe: ___, checkpointId: ____, ...rest } = summary;
      return { sequence, ...rest, ...(recipe === null ? {} : { recipe }) };
    });
    const files: Zippable = {};
    const whole: CheckpointRow[] = [];
    const leftOut: string[] = [];
    // Damaged ones are passed over before one is chosen: the newest sound one is the one to play with.
    for (const checkpoint of candidates(store.checkpoints(runId), options.checkpoints)) {
      if (options.checkpoints === 'final' && whole.length > 0) break;
      const bytes = wholeCheckpoint(store.folder.checkpoint(runId, checkpoint.fileName));
      if (bytes === null) {
        leftOut.push(checkpoint.id);
        continue;
      }
      whole.push(checkpoint);
      // Weights hardly shrink: a light level saves most of what there is in a fraction of the time.
      files[`checkpoints/${checkpoint.fileName}`] = [bytes, { level: 3, mem: 8 }];
    }
    const add = (file: string, value: unknown) => {
      files[file] = [strToU8(JSON.stringify(value)), { level: 6 }];
    };
    add('manifest.json', { format: ARCHIVE_FORMAT, studio, exportedAt: new Date().toISOString() });
    add('run.json', {
      id,
      name,
      algorithm,
      environment,
      preset,
      status,
      tags,
      notes,
      scoreMetric: store.scoreMetric(runId),
      createdAt,
      startedAt,
      endedAt,
      wallSeconds,
      exact,
      config,
      compute,
      result,
      lastError,
      codeVersion: run.codeVersion,
    });
    add(
      'metrics.json',
      Array.from(series, ([metric, columns]) => ({ name: metric, ...columns })),
    );
    add('episodes.json', episodes);
    add('log.json', store.log(runId, 1_000_000).reverse());
    const evaluations = store.evaluationRecords(runId);
    if (evaluations.length > 0) add(EVALUATIONS_FILE, evaluations);
    add(
      'checkpoints.json',
      whole.map(({ runId: _, sizeBytes: __, ...checkpoint }) => checkpoint),
    );
    return { bytes: zipSync(files), leftOut };
  } finally {
    store.close();
  }
}

/** @throws StudioError `import.invalid` with what is wrong, `checkpoint.damaged`. Takes long; not for the host's thread. */
export function unpackArchive(bytes: Uint8Array): Archive {
  let files: Record<string, Uint8Array>;
  let unpacked = 0;
  try {
    files = unzipSync(bytes, {
      filter: ({ originalSize }) => (unpacked += originalSize) <= MOST_UNPACKED_BYTES,
    });
  } catch (cause) {
    throw new StudioError('import.invalid', { reason: 'it is no zip file or was cut short' }, { cause });
  }
  const read = <Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> => {
    const content = files[file];
    if (content === undefined) throw new StudioError('import.invalid', { reason: `${file} is missing` });
    let value: unknown;
    try {
      value = JSON.parse(strFromU8(content));
    } catch (cause) {
      throw new StudioError('import.invalid', { reason: `${file} is no JSON` }, { cause });
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw new StudioError('import.invalid', {
      reason: `${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    });
  };
  read('manifest.json', MANIFEST_SCHEMA);
  const metrics = read('metrics.json', METRICS_SCHEMA);
  for (const { name, values, ...columns } of metrics) {
    if (Object.values(columns).some((column) => column.length !== values.length)) {
      throw new StudioError('import.invalid', {
        reason: `metrics.json: ${name} has columns of unequal length`,
      });
    }
  }
  return {
    run: read('run.json', RUN_SCHEMA),
    metrics,
    episodes: read('episodes.json', EPISODES_SCHEMA),
    log: read('log.json', LOG_SCHEMA),
    evaluations: files[EVALUATIONS_FILE] === undefined ? [] : read(EVALUATIONS_FILE, EVALUATIONS_SCHEMA),
    checkpoints: read('checkpoints.json', CHECKPOINTS_SCHEMA).map((checkpoint) => {
      const content = files[`checkpoints/${checkpoint.fileName}`];
      if (content === undefined) {
        throw new StudioError('import.invalid', { reason: `${checkpoint.fileName} is missing` });
      }
      const whole = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
      decodeCheckpoint(whole, checkpoint.fileName);
      return { ...checkpoint, bytes: content };
    }),
  };
}
