/**
 * A run as one file (`.wmsx`), written here and read by archiveReader.ts; a zip of:
 *
 *     manifest.json       format and who wrote it
 *     run.json            name, config, scores, compute, notes, tags
 *     metrics.json        one object a piece of a series, its columns as arrays (null: NaN)
 *     episodes.json       every episode, with its recipe where it was kept
 *     log.json
 *     evaluations.json    what checkpoints scored when a person asked, with every episode; absent where nobody did
 *     trust.json          what instruments of trust said of checkpoints, with every curve; absent where nobody asked
 *     branches.json       branches of moments that a person kept, with their curves; absent where there are none
 *     checkpoints.json    one row a file
 *     checkpoints/*.wms   the files themselves (format: store/checkpoints.ts)
 *     dream.wms           the world model in whose dream it learns (store/keptModel.ts); absent where it learns in no other's
 *
 * `sequence` is the order in which the run recorded things: what a checkpoint had before it.
 */
import { strToU8, zipSync, type Zippable } from 'fflate';
import { readFileSync } from 'node:fs';
import { dreamOf } from '../../shared/dreamSettings.ts';
import { StudioError } from '../../shared/errors.ts';
import { decodeCheckpoint } from '../store/checkpoints.ts';
import type { CheckpointRow } from '../store/checkpointTable.ts';
import { KEPT_MODEL_FILE } from '../store/keptModel.ts';
import { systemErrorCode } from '../store/storeErrors.ts';
import { ExperimentStore } from '../store/experimentStore.ts';
import {
  ARCHIVE_FORMAT,
  BRANCHES_FILE,
  EVALUATIONS_FILE,
  TRUST_FILE,
  type ArchivedSeries,
} from './archiveSchema.ts';

/** A longer curve goes in several pieces, since whoever reads it holds a piece whole. */
const POINTS_IN_PIECE = 50_000;

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

type Columns = { readonly name: string } & {
  readonly [Column in Exclude<keyof ArchivedSeries, 'name'>]: (number | null)[];
};

function emptyColumns(name: string): Columns {
  return { name, sequence: [], environmentSteps: [], gradientSteps: [], wallSeconds: [], values: [] };
}

const DAMAGED: ReadonlySet<string> = new Set(['checkpoint.damaged', 'checkpoint.malformed']);

/** The file's bytes where they are what was written; null where they are damaged or gone. */
function wholeCheckpoint(file: string): Buffer | null {
  try {
    const bytes = readFileSync(file);
    decodeCheckpoint(bytes, file, () => false);
    return bytes;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    if (error instanceof StudioError && DAMAGED.has(error.code)) return null;
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
    const series: Columns[] = [];
    for (const row of store.metricRows(runId)) {
      let columns = series.at(-1);
      if (columns?.name !== row.name || columns.values.length >= POINTS_IN_PIECE) {
        columns = emptyColumns(row.name);
        series.push(columns);
      }
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
    if (dreamOf(config) !== null) {
      const bytes = wholeCheckpoint(store.folder.keptModel(runId));
      if (bytes === null) leftOut.push(KEPT_MODEL_FILE);
      else files[KEPT_MODEL_FILE] = [bytes, { level: 3, mem: 8 }];
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
    add('metrics.json', series);
    add('episodes.json', episodes);
    add('log.json', store.log(runId, 1_000_000).reverse());
    const evaluations = store.evaluationRecords(runId);
    if (evaluations.length > 0) add(EVALUATIONS_FILE, evaluations);
    const trust = store.trustRecords(runId);
    if (trust.length > 0) add(TRUST_FILE, trust);
    const branches = store.branches(runId);
    if (branches.length > 0) add(BRANCHES_FILE, branches);
    add(
      'checkpoints.json',
      whole.map(({ runId: _, sizeBytes: __, ...checkpoint }) => checkpoint),
    );
    return { bytes: zipSync(files), leftOut };
  } finally {
    store.close();
  }
}
