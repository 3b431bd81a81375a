/** Rows of the table `runs` with their tags. Part of the experiment store. */
import { knownAlgorithm } from '../../shared/algorithms/registry.ts';
import { randomBytes } from 'node:crypto';
import { StudioError } from '../../shared/errors.ts';
import type {
  Axis,
  ComputeFingerprint,
  PhaseProgress,
  RunResult,
  RunStatus,
  RunSummary,
} from '../../shared/run.ts';
import { axisOf } from './metricSeries.ts';
import type { Queries } from './queries.ts';
import type { Sitting } from './runRecords.ts';

export interface NewRun {
  /** Made up where it is not given. */
  readonly id?: string;
  readonly name: string;
  readonly algorithm: string;
  readonly environment: string;
  readonly preset: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly scoreMetric: string;
  readonly codeVersion: string;
  readonly notes?: string;
  /** Where it is part of a study. */
  readonly study?: { readonly id: string; readonly row: string; readonly seed: number };
}

/** A run that waits for its turn. */
export interface QueuedRun {
  readonly id: string;
  readonly studyId: string | null;
  /** Its study started it, not a person. */
  readonly byStudy: boolean;
  readonly queuedAt: string;
  /** `here`, `anywhere`, or a worker's id. */
  readonly where: string;
}

export interface RunRow {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly algorithm: string;
  readonly environment: string;
  readonly preset: string;
  readonly status: RunStatus;
  readonly notes: string;
  readonly archived: number;
  readonly config: string;
  readonly code_version: string;
  readonly score_metric: string;
  readonly study_id: string | null;
  readonly study_row: string | null;
  readonly study_seed: number | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly deleted_at: string | null;
  readonly environment_steps: number;
  readonly gradient_steps: number;
  readonly wall_seconds: number;
  readonly score: number | null;
  readonly score_deviation: number | null;
  readonly best_score: number | null;
  readonly sparkline: string;
  readonly progress: string | null;
  readonly result: string | null;
  readonly compute: string | null;
  readonly exact: number;
  readonly last_error: string | null;
  readonly cache_bytes: number;
  readonly checkpoint_bytes: number;
  readonly tags: string;
  /** Null where the algorithm has no choice: pictures. */
  readonly observation: string | null;
  /** Null where it learns in its environment, or the algorithm knows nothing else. */
  readonly dream_run: string | null;
  readonly dream_score: number | null;
  readonly place: string;
  readonly worker: string | null;
}

/** What a list shows: without the whole settings, which are most of a run's row. */
export type SummaryRow = Omit<
  RunRow,
  'config' | 'compute' | 'result' | 'code_version' | 'score_metric' | 'deleted_at'
>;

/** A run that some trainer was working on. */
export interface UnfinishedRun {
  readonly id: string;
  readonly processId: number | null;
  readonly processBorn: string | null;
  /** Of a run that was placed on another machine; null: on none. */
  readonly placement: string | null;
  readonly studyId: string | null;
  readonly byStudy: boolean;
  readonly where: string;
}

/** Columns of a run that are set as they are. */
export interface RunChanges {
  readonly name?: string;
  readonly notes?: string;
  readonly archived?: boolean;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly status?: RunStatus;
  readonly startedAt?: string;
  readonly endedAt?: string | null;
  readonly queuedAt?: string | null;
  readonly deletedAt?: string | null;
  readonly progress?: PhaseProgress | null;
  readonly compute?: ComputeFingerprint;
  readonly exact?: boolean;
  readonly lastError?: RunSummary['lastError'];
  readonly wallSeconds?: number;
  readonly cacheBytes?: number;
  readonly processId?: number | null;
  readonly processBorn?: string | null;
  readonly byStudy?: boolean;
  readonly studyId?: string | null;
  readonly studyRow?: string | null;
  readonly studySeed?: number | null;
  /** Only a part of it is there (migration 5). */
  readonly partial?: boolean;
  /** `here`, `anywhere`, or a worker's id. */
  readonly where?: string;
  /** Names its stay on other machines; null: it trains here or not at all. */
  readonly placement?: string | null;
  /** How far its stream of records has been read. */
  readonly streamPosition?: number;
  /** Name of the machine that trains it, or did last; null: this one. */
  readonly worker?: string | null;
}

const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
const flag = (value: unknown) => (value === true ? 1 : 0);
const plain = (value: unknown) => value;

const COLUMNS: Readonly<
  Record<keyof RunChanges, readonly [column: string, store: (value: unknown) => unknown]>
> = {
  name: ['name', plain],
  notes: ['notes', plain],
  archived: ['archived', flag],
  config: ['config', json],
  status: ['status', plain],
  startedAt: ['started_at', plain],
  endedAt: ['ended_at', plain],
  queuedAt: ['queued_at', plain],
  deletedAt: ['deleted_at', plain],
  progress: ['progress', json],
  compute: ['compute', json],
  exact: ['exact', flag],
  lastError: ['last_error', json],
  wallSeconds: ['wall_seconds', plain],
  cacheBytes: ['cache_bytes', plain],
  processId: ['process_id', plain],
  processBorn: ['process_born', plain],
  byStudy: ['by_study', flag],
  studyId: ['study_id', plain],
  studyRow: ['study_row', plain],
  studySeed: ['study_seed', plain],
  partial: ['partial', flag],
  where: ['place', plain],
  placement: ['placement', plain],
  streamPosition: ['stream_position', plain],
  worker: ['worker', plain],
};

/** Tables whose rows belong to a run, the largest first. */
const RECORD_TABLES = [
  'metrics',
  'metric_buckets',
  'episodes',
  'log',
  'evaluations',
  'trust',
  'branches',
  'checkpoints',
];
/** A millisecond or two of deleting. */
const ROWS_A_STEP = 500;

const GATHERED = `
    (SELECT coalesce(sum(size_bytes), 0) FROM checkpoints WHERE run = runs.key) AS checkpoint_bytes,
    (SELECT json_group_array(tag) FROM run_tags WHERE run = runs.key) AS tags,
    config ->> '$.environment.observation' AS observation,
    nullif(config ->> '$.dream.run', '') AS dream_run,
    result ->> '$.figures."evaluation.virtual"' AS dream_score`;

const SELECT_RUNS = `SELECT runs.*, ${GATHERED} FROM runs`;

const SELECT_SUMMARIES = `
  SELECT key, id, name, algorithm, environment, preset, status, notes, archived, study_id, study_row, study_seed, created_at,
    started_at, ended_at, environment_steps, gradient_steps, wall_seconds, score, score_deviation, best_score, sparkline,
    progress, exact, last_error, cache_bytes, place, worker, ${GATHERED}
  FROM runs`;

/** Read in one go: a few milliseconds. */
const PAGE_RUNS = 250;

/** Sorts by time and is short enough to type. */
export function newRunId(at: Date): string {
  return `${at.toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(4).toString('hex')}`;
}

/** Some trainer works on it, or did when its host ended. */
const UNFINISHED = `status IN ('starting', 'running', 'pausing') OR process_id IS NOT NULL OR placement IS NOT NULL`;

export class RunTable {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  /** Inside the caller's transaction. @returns its id */
  insert(run: NewRun, at: Date): string {
    const id = run.id ?? newRunId(at);
    this.#queries.run(
      `INSERT INTO runs (id, name, algorithm, environment, preset, status, notes, config, code_version, score_metric, created_at,
         study_id, study_row, study_seed)
       VALUES (?, ?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      run.name,
      run.algorithm,
      run.environment,
      run.preset,
      run.notes ?? '',
      JSON.stringify(run.config),
      run.codeVersion,
      run.scoreMetric,
      at.toISOString(),
      run.study?.id ?? null,
      run.study?.row ?? null,
      run.study?.seed ?? null,
    );
    this.setTags(id, run.tags);
    return id;
  }

  /** @throws StudioError `run.unknown` */
  row(runId: string): RunRow {
    const row = this.#queries.first<RunRow>(`${SELECT_RUNS} WHERE id = ?`, runId);
    if (row === undefined) throw new StudioError('run.unknown', { run: runId });
    return row;
  }

  has(runId: string): boolean {
    return this.#queries.value<number>('SELECT 1 FROM runs WHERE id = ?', runId) !== undefined;
  }

  /** The first of these ids that no run has, or only a part of one; thousands are looked up at once. */
  firstUnknown(runIds: readonly string[]): string | undefined {
    return this.#queries.value<string>(
      `SELECT value FROM json_each(?) AS asked
       WHERE NOT EXISTS (SELECT 1 FROM runs WHERE id = asked.value AND partial = 0) LIMIT 1`,
      JSON.stringify(runIds),
    );
  }

  /** Newest first, those in the bin left out. */
  list(): RunSummary[] {
    return this.#summaries(`WHERE deleted_at IS NULL AND partial = 0 ORDER BY key DESC`);
  }

  /** The same, page by page; runs that are made meanwhile may be missing. */
  *pages(): Generator<RunSummary[]> {
    for (let before = Number.MAX_SAFE_INTEGER; ;) {
      const rows = this.#queries.all<SummaryRow>(
        `${SELECT_SUMMARIES} WHERE deleted_at IS NULL AND partial = 0 AND key < ? ORDER BY key DESC LIMIT ${PAGE_RUNS}`,
        before,
      );
      const last = rows.at(-1);
      if (last === undefined) return;
      before = last.key;
      yield rows.map(summaryOf);
    }
  }

  /** In the order in which they were made, those in the bin left out. */
  ofStudy(studyId: string): RunSummary[] {
    return this.#summaries('WHERE study_id = ? AND deleted_at IS NULL AND partial = 0 ORDER BY key', studyId);
  }

  /** The run of that id, the only one whose id begins so, or the newest of that name. */
  find(reference: string): RunSummary {
    const escaped = reference.replace(/[\\%_]/g, '\\$&');
    const byId = this.#summaries(
      "WHERE deleted_at IS NULL AND partial = 0 AND (id = ? OR id LIKE ? ESCAPE '\\') ORDER BY id = ? DESC",
      reference,
      `${escaped}%`,
      reference,
    );
    const [match] = byId;
    if (match !== undefined && (match.id === reference || byId.length === 1)) return match;
    const [named] = this.#summaries(
      'WHERE deleted_at IS NULL AND partial = 0 AND name = ? ORDER BY key DESC LIMIT 1',
      reference,
    );
    if (named === undefined) throw new StudioError('run.unknown', { run: reference });
    return named;
  }

  change(runId: string, changes: RunChanges): void {
    const entries = (Object.entries(changes) as [keyof RunChanges, unknown][]).filter(
      ([, value]) => value !== undefined,
    );
    const { key } = this.row(runId);
    if (entries.length === 0) return;
    const assignments = entries.map(([field]) => `${COLUMNS[field][0]} = ?`).join(', ');
    const values = entries.map(([field, value]) => COLUMNS[field][1](value));
    this.#queries.run(`UPDATE runs SET ${assignments} WHERE key = ?`, ...values, key);
  }

  /** Inside the caller's transaction. */
  setTags(runId: string, tags: readonly string[]): void {
    const { key } = this.row(runId);
    this.#queries.run('DELETE FROM run_tags WHERE run = ?', key);
    // Text in a database is Unicode: halves of characters become the same replacement there.
    for (const tag of new Set(tags.map((text) => text.toWellFormed()))) {
      this.#queries.run('INSERT INTO run_tags (run, tag) VALUES (?, ?)', key, tag);
    }
  }

  *removeInSteps(runId: string): Generator<void> {
    const { key } = this.row(runId);
    this.change(runId, { partial: true });
    for (const table of RECORD_TABLES) {
      const sql = `DELETE FROM ${table} WHERE run = ? LIMIT ${ROWS_A_STEP}`;
      while (this.#queries.changed(sql, key) === ROWS_A_STEP) yield;
      yield;
    }
    this.#queries.run('DELETE FROM runs WHERE key = ?', key);
  }

  /** Ids of those that an import or a removal has not finished with, or never will. */
  partial(): readonly string[] {
    return this.#queries.all<{ id: string }>('SELECT id FROM runs WHERE partial = 1').map(({ id }) => id);
  }

  /** The next one first: what a person started goes before what a study did. */
  queue(): QueuedRun[] {
    const rows = this.#queries.all<Omit<QueuedRun, 'byStudy'> & { readonly byStudy: number }>(
      `SELECT id, study_id AS studyId, by_study AS byStudy, coalesce(queued_at, '') AS queuedAt, place AS "where"
       FROM runs
       WHERE status = 'queued' AND deleted_at IS NULL ORDER BY by_study, queued_at, key`,
    );
    return rows.map((row) => ({ ...row, byStudy: row.byStudy === 1 }));
  }

  /** Those that some trainer was working on when the store was last used. */
  unfinished(): UnfinishedRun[] {
    const rows = this.#queries.all<Omit<UnfinishedRun, 'byStudy'> & { readonly byStudy: number }>(
      `SELECT id, process_id AS processId, process_born AS processBorn, placement, study_id AS studyId,
         by_study AS byStudy, place AS "where" FROM runs WHERE ${UNFINISHED}`,
    );
    return rows.map((row) => ({ ...row, byStudy: row.byStudy === 1 }));
  }

  /** How far a remote run's stream of records has been read, and what its stay there is called. */
  placed(runId: string): { readonly placement: string | null; readonly position: number } {
    const sql = 'SELECT placement, stream_position AS position FROM runs WHERE key = ?';
    return this.#queries.first(sql, this.row(runId).key) ?? { placement: null, position: 0 };
  }

  isUnfinished(runId: string): boolean {
    return this.#queries.value(`SELECT 1 FROM runs WHERE id = ? AND (${UNFINISHED})`, runId) !== undefined;
  }

  /** Number of a run's newest record. */
  sequence(key: number): number {
    return this.#queries.value<number>('SELECT sequence FROM runs WHERE key = ?', key) ?? 0;
  }

  /** How far a sitting's records have come; 0 for another sitting than the last. */
  recordedOf(runId: string, sitting: string): number {
    const sql = 'SELECT sitting_sequence FROM runs WHERE key = ? AND sitting = ?';
    return this.#queries.value<number>(sql, this.row(runId).key, sitting) ?? 0;
  }

  recorded(key: number, sequence: number, axis: Axis, sitting: Sitting | undefined): void {
    this.#queries.run(
      `UPDATE runs SET sequence = ?, environment_steps = ?, gradient_steps = ?,
       wall_seconds = max(wall_seconds, ?), sitting = coalesce(?, sitting), sitting_sequence = coalesce(?, sitting_sequence),
       stream_position = coalesce(?, stream_position) WHERE key = ?`,
      sequence,
      axis.environmentSteps,
      axis.gradientSteps,
      sitting?.wallSeconds ?? 0,
      sitting?.id ?? null,
      sitting?.sequence ?? null,
      sitting?.position ?? null,
      key,
    );
  }

  /** Back to an earlier record: no result and no score any more. */
  rewind(key: number, sequence: number, axis: Omit<Axis, 'wallSeconds'>): void {
    this.#queries.run(
      `UPDATE runs SET sequence = ?, environment_steps = ?, gradient_steps = ?, result = NULL, progress = NULL,
       score = NULL, score_deviation = NULL, best_score = NULL WHERE key = ?`,
      sequence,
      axis.environmentSteps,
      axis.gradientSteps,
      key,
    );
  }

  setScore(key: number, score: number): void {
    this.#queries.run(
      'UPDATE runs SET score = @score, best_score = max(coalesce(best_score, @score), @score) WHERE key = @key',
      { key, score },
    );
  }

  setResult(key: number, result: RunResult): void {
    this.#queries.run(
      `UPDATE runs SET result = @result, score = @score, score_deviation = @deviation,
       best_score = max(coalesce(best_score, @score), @score) WHERE key = @key`,
      { key, result: JSON.stringify(result), score: result.score, deviation: result.scoreDeviation },
    );
  }

  setSparkline(key: number, points: readonly number[]): void {
    this.#queries.run('UPDATE runs SET sparkline = ? WHERE key = ?', JSON.stringify(points), key);
  }

  #summaries(where: string, ...values: unknown[]): RunSummary[] {
    return this.#queries.all<SummaryRow>(`${SELECT_SUMMARIES} ${where}`, ...values).map(summaryOf);
  }
}

export function summaryOf(row: SummaryRow): RunSummary {
  return {
    id: row.id,
    name: row.name,
    algorithm: row.algorithm,
    environment: row.environment,
    preset: row.preset,
    status: row.status,
    tags: JSON.parse(row.tags) as string[],
    notes: row.notes,
    archived: row.archived === 1,
    score: row.score,
    scoreDeviation: row.score_deviation,
    bestScore: row.best_score,
    sparkline: JSON.parse(row.sparkline) as number[],
    progress: row.progress === null ? null : (JSON.parse(row.progress) as PhaseProgress),
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    wallSeconds: row.wall_seconds,
    axis: axisOf(row),
    sizeBytes: row.checkpoint_bytes + row.cache_bytes,
    exact: row.exact === 1,
    dreamsInPictures:
      row.dream_run !== null || knownAlgorithm(row.algorithm)?.dreamsInPictures(row.observation) === true,
    learnsInDreamOf: row.dream_run,
    dreamScore: row.dream_score,
    lastError: row.last_error === null ? null : (JSON.parse(row.last_error) as RunSummary['lastError']),
    studyId: row.study_id,
    studyCell:
      row.study_row === null || row.study_seed === null ? null : { row: row.study_row, seed: row.study_seed },
    where: row.place,
    worker: row.worker,
  };
}
