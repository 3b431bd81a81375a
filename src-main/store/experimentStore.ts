/**
 * Every run, its records, settings and files of one data folder. Knows no model. All calls are synchronous and short;
 * a read that could be long is thinned or comes in parts. Whoever opens it closes it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { StudioError } from '../../shared/errors.ts';
import type { EvaluationRecord, EvaluationResult } from '../../shared/evaluation.ts';
import type { Recipe } from '../../shared/recipe.ts';
import type {
  Axis,
  CheckpointSummary,
  ComputeFingerprint,
  EpisodeRecord,
  EpisodeSummary,
  LogEntry,
  MetricSeries,
  PhaseProgress,
  RunDetail,
  RunResult,
  RunStatus,
  RunSummary,
} from '../../shared/run.ts';
import { CheckpointTable, type CheckpointRow } from './checkpointTable.ts';
import { DataFolder } from './dataFolder.ts';
import { openDatabase, OutdatedDatabase, prepared, preparedValue, type Connection } from './database.ts';
import { EpisodeTable } from './episodeTable.ts';
import { EvaluationTable } from './evaluationTable.ts';
import { takeLock } from './lock.ts';
import { axisOf, MetricTable } from './metricSeries.ts';
import { StudyTable } from './studyTable.ts';
import { guarded } from './storeErrors.ts';

/** Summary of everything but what is drawn from the algorithm's schema (`differences`). */
export type StoredRun = Omit<RunDetail, 'differences'>;

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
}

/** What the store keeps of a training update. */
export type RunRecord =
  | { readonly kind: 'metrics'; readonly axis: Axis; readonly values: Readonly<Record<string, number>> }
  | {
      readonly kind: 'episode';
      readonly episode: EpisodeRecord;
      /** Now, where it is not given. */
      readonly createdAt?: string;
    }
  | { readonly kind: 'log'; readonly entry: LogEntry }
  | {
      readonly kind: 'checkpoint';
      readonly checkpoint: Omit<CheckpointRow, 'runId' | 'sequence' | 'pinned'> & {
        readonly pinned?: boolean;
      };
    }
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'evaluation'; readonly evaluation: EvaluationRecord };

/** The same with what the store added: ready to be announced. */
export type RecordedEvent =
  | { readonly kind: 'metrics'; readonly axis: Axis; readonly values: Readonly<Record<string, number>> }
  | { readonly kind: 'episode'; readonly episode: EpisodeSummary }
  | { readonly kind: 'log'; readonly entry: LogEntry }
  | { readonly kind: 'checkpoint'; readonly checkpoint: CheckpointSummary }
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'evaluation'; readonly evaluation: EvaluationResult };

/** How far a trainer process has come, so that what it kept when the host was gone is neither lost nor doubled. */
export interface Sitting {
  readonly id: string;
  readonly sequence: number;
  readonly wallSeconds: number;
}

interface RunRow {
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
  readonly studyId?: string;
  readonly studyRow?: string;
  readonly studySeed?: number;
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
};

const SELECT_RUNS = `
  SELECT runs.*,
    (SELECT coalesce(sum(size_bytes), 0) FROM checkpoints WHERE run = runs.key) AS checkpoint_bytes,
    (SELECT json_group_array(tag) FROM run_tags WHERE run = runs.key) AS tags
  FROM runs`;

const SPARKLINE_POINTS = 40;

/** Sorts by time and is short enough to type. */
export function newRunId(at: Date): string {
  return `${at.toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(4).toString('hex')}`;
}

function openForReading(folder: DataFolder): Connection {
  const read = () => openDatabase(folder.database, { readOnly: true });
  try {
    return read();
  } catch (error) {
    if (!(error instanceof OutdatedDatabase)) throw error;
    ExperimentStore.open(folder.root).close();
    return read();
  }
}

export class ExperimentStore {
  readonly folder: DataFolder;
  readonly readOnly: boolean;
  readonly #connection: Connection;
  readonly #releaseLock: () => void;
  readonly #metrics: MetricTable;
  readonly #episodes: EpisodeTable;
  readonly #checkpoints: CheckpointTable;
  readonly #evaluations: EvaluationTable;
  readonly studies: StudyTable;
  /** Whether the folder was empty before: the first launch. */
  readonly fresh: boolean;

  private constructor(
    folder: DataFolder,
    connection: Connection,
    release: () => void,
    state: { readonly fresh: boolean; readonly readOnly: boolean },
  ) {
    this.folder = folder;
    this.#connection = connection;
    this.#releaseLock = release;
    this.fresh = state.fresh;
    this.readOnly = state.readOnly;
    this.#metrics = new MetricTable(connection);
    this.#episodes = new EpisodeTable(connection);
    this.#checkpoints = new CheckpointTable(connection);
    this.#evaluations = new EvaluationTable(connection);
    this.studies = new StudyTable(connection);
  }

  /** @throws StudioError `store.locked`, `store.readOnly`, `store.corrupt`, `store.newer`, `store.full`. */
  static open(root: string): ExperimentStore {
    const folder = new DataFolder(root);
    folder.create();
    const release = takeLock(folder.lock, folder.root);
    try {
      const fresh = !existsSync(folder.database);
      const connection = openDatabase(folder.database);
      return new ExperimentStore(folder, connection, release, { fresh, readOnly: false });
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * For reading only, also while a studio has it open. What an older studio left is brought up to date first.
   * @returns null where there is no store yet.
   * @throws StudioError as `open` does, where that is not possible.
   */
  static openReadOnly(root: string): ExperimentStore | null {
    const folder = new DataFolder(root);
    if (!existsSync(folder.database)) return null;
    const connection = openForReading(folder);
    return new ExperimentStore(folder, connection, () => undefined, { fresh: false, readOnly: true });
  }

  close(): void {
    this.#connection.close();
    this.#releaseLock();
  }

  /** All of `work` or nothing. */
  transaction<T>(work: () => T): T {
    return guarded(this.folder.root, () => {
      if (this.#connection.inTransaction) return work();
      try {
        return this.#connection.transaction(work).immediate();
      } catch (error) {
        this.#metrics.forget();
        throw error;
      }
    });
  }

  // Runs

  createRun(run: NewRun, at = new Date()): RunSummary {
    const id = run.id ?? newRunId(at);
    this.transaction(() => {
      prepared(
        this.#connection,
        `INSERT INTO runs (id, name, algorithm, environment, preset, status, notes, config, code_version, score_metric, created_at,
           study_id, study_row, study_seed)
         VALUES (?, ?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
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
    });
    return this.summary(id);
  }

  /** Newest first; those in the bin are left out unless asked for. */
  runs(options: { readonly bin?: boolean } = {}): RunSummary[] {
    const where = options.bin === true ? 'IS NOT NULL' : 'IS NULL';
    return this.#all<RunRow>(`${SELECT_RUNS} WHERE deleted_at ${where} ORDER BY key DESC`).map(summaryOf);
  }

  /** @throws StudioError `run.unknown` */
  summary(runId: string): RunSummary {
    return summaryOf(this.#row(runId));
  }

  /** @throws StudioError `run.unknown` */
  run(runId: string): StoredRun {
    const row = this.#row(runId);
    return {
      ...summaryOf(row),
      config: JSON.parse(row.config) as StoredRun['config'],
      compute: row.compute === null ? null : (JSON.parse(row.compute) as ComputeFingerprint),
      metricNames: this.#metrics.names(row.key),
      result: row.result === null ? null : (JSON.parse(row.result) as RunResult),
      codeVersion: row.code_version,
    };
  }

  /** The run of that id, the only one whose id begins so, or the newest of that name. */
  findRun(reference: string): RunSummary {
    const escaped = reference.replace(/[\\%_]/g, '\\$&');
    const byId = this.#all<RunRow>(
      `${SELECT_RUNS} WHERE deleted_at IS NULL AND (id = ? OR id LIKE ? ESCAPE '\\') ORDER BY id = ? DESC`,
      reference,
      `${escaped}%`,
      reference,
    );
    const [match] = byId;
    if (match !== undefined && (match.id === reference || byId.length === 1)) return summaryOf(match);
    const [named] = this.#all<RunRow>(
      `${SELECT_RUNS} WHERE deleted_at IS NULL AND name = ? ORDER BY key DESC LIMIT 1`,
      reference,
    );
    if (named === undefined) throw new StudioError('run.unknown', { run: reference });
    return summaryOf(named);
  }

  changeRun(runId: string, changes: RunChanges): RunSummary {
    const entries = (Object.entries(changes) as [keyof RunChanges, unknown][]).filter(
      ([, value]) => value !== undefined,
    );
    const { key } = this.#row(runId);
    if (entries.length > 0) {
      guarded(this.folder.root, () => {
        const assignments = entries.map(([field]) => `${COLUMNS[field][0]} = ?`).join(', ');
        const values = entries.map(([field, value]) => COLUMNS[field][1](value));
        prepared(this.#connection, `UPDATE runs SET ${assignments} WHERE key = ?`).run(...values, key);
      });
    }
    return this.summary(runId);
  }

  setTags(runId: string, tags: readonly string[]): void {
    const { key } = this.#row(runId);
    this.transaction(() => {
      prepared(this.#connection, 'DELETE FROM run_tags WHERE run = ?').run(key);
      for (const tag of new Set(tags)) {
        prepared(this.#connection, 'INSERT INTO run_tags (run, tag) VALUES (?, ?)').run(key, tag);
      }
    });
  }

  /** Removes the rows for good; its folder is the caller's to remove afterwards. */
  removeRun(runId: string): void {
    const { key } = this.#row(runId);
    this.transaction(() => prepared(this.#connection, 'DELETE FROM runs WHERE key = ?').run(key));
    this.#metrics.forget();
  }

  /** Queued runs, the next one first: what a person started goes before what a study did. */
  queue(): QueuedRun[] {
    const rows = this.#all<Omit<QueuedRun, 'byStudy'> & { readonly byStudy: number }>(
      `SELECT id, study_id AS studyId, by_study AS byStudy, coalesce(queued_at, '') AS queuedAt FROM runs
       WHERE status = 'queued' AND deleted_at IS NULL ORDER BY by_study, queued_at, key`,
    );
    return rows.map((row) => ({ ...row, byStudy: row.byStudy === 1 }));
  }

  /** Runs of a study in the order in which they were made, those in the bin left out. */
  runsOfStudy(studyId: string): RunSummary[] {
    return this.#all<RunRow>(
      `${SELECT_RUNS} WHERE study_id = ? AND deleted_at IS NULL ORDER BY key`,
      studyId,
    ).map(summaryOf);
  }

  /** Runs that some trainer was working on when the store was last used. */
  unfinished(): {
    readonly id: string;
    readonly processId: number | null;
    readonly processBorn: string | null;
  }[] {
    return this.#all(
      `SELECT id, process_id AS processId, process_born AS processBorn FROM runs
       WHERE status IN ('starting', 'running', 'pausing') OR process_id IS NOT NULL`,
    );
  }

  // Records

  /** One transaction; what it returns is stored and may be announced. */
  record(runId: string, records: readonly RunRecord[], sitting?: Sitting): RecordedEvent[] {
    return this.transaction(() => {
      const row = this.#row(runId);
      let sequence = this.#sequence(row.key);
      let axis = axisOf(row);
      let scored = false;
      const events = records.map((record): RecordedEvent => {
        sequence++;
        switch (record.kind) {
          case 'metrics': {
            axis = record.axis;
            this.#metrics.append(row.key, sequence, record.axis, record.values);
            const score = record.values[row.score_metric];
            if (score !== undefined && Number.isFinite(score)) {
              scored = true;
              this.#setScore(row.key, score);
            }
            return record;
          }
          case 'episode':
            axis = record.episode.axis;
            return {
              kind: 'episode',
              episode: this.#episodes.insert(
                row.key,
                runId,
                sequence,
                record.episode,
                record.createdAt ?? new Date().toISOString(),
              ),
            };
          case 'log':
            this.#insertLog(row.key, record.entry);
            return record;
          case 'checkpoint':
            return {
              kind: 'checkpoint',
              checkpoint: this.#checkpoints.insert(row.key, {
                pinned: false,
                ...record.checkpoint,
                runId,
                sequence,
              }),
            };
          case 'result':
            this.#setResult(row.key, record.result);
            return record;
          case 'evaluation':
            return {
              kind: 'evaluation',
              evaluation: this.#evaluations.insert(row.key, runId, record.evaluation),
            };
        }
      });
      prepared(
        this.#connection,
        `UPDATE runs SET sequence = ?, environment_steps = ?, gradient_steps = ?,
         wall_seconds = max(wall_seconds, ?), sitting = coalesce(?, sitting), sitting_sequence = coalesce(?, sitting_sequence)
         WHERE key = ?`,
      ).run(
        sequence,
        axis.environmentSteps,
        axis.gradientSteps,
        sitting?.wallSeconds ?? 0,
        sitting?.id ?? null,
        sitting?.sequence ?? null,
        row.key,
      );
      if (scored) this.#refreshSparkline(row.key, row.score_metric);
      return events;
    });
  }

  /** How far a sitting's records have come; 0 for another sitting than the last. */
  recordedOf(runId: string, sitting: string): number {
    const { key } = this.#row(runId);
    return (
      this.#value<number>('SELECT sitting_sequence FROM runs WHERE key = ? AND sitting = ?', key, sitting) ??
      0
    );
  }

  /**
   * Takes back what was recorded after a checkpoint (null: everything but the log), because it is about to be computed
   * again.
   * @returns how many records that were.
   */
  rewind(runId: string, checkpointId: string | null): number {
    return this.transaction(() => {
      const row = this.#row(runId);
      const checkpoint = checkpointId === null ? null : this.checkpoint(checkpointId);
      const sequence = checkpoint?.sequence ?? 0;
      const axis = checkpoint?.axis ?? { environmentSteps: 0, gradientSteps: 0 };
      const removed =
        this.#metrics.rewind(row.key, sequence) +
        this.#episodes.rewind(row.key, sequence) +
        this.#checkpoints.rewind(row.key, sequence);
      prepared(
        this.#connection,
        `UPDATE runs SET sequence = ?, environment_steps = ?, gradient_steps = ?, result = NULL, progress = NULL,
         score = NULL, score_deviation = NULL, best_score = NULL WHERE key = ?`,
      ).run(sequence, axis.environmentSteps, axis.gradientSteps, row.key);
      const scores = this.#metrics.read(row.key, row.score_metric, 100_000);
      const last = scores?.values.findLast((value) => Number.isFinite(value));
      const best = (scores?.maximum ?? scores?.values)?.reduce((a, b) => (b > a ? b : a), -Infinity);
      if (last !== undefined && best !== undefined) {
        this.#setScore(row.key, best);
        this.#setScore(row.key, last);
      }
      this.#refreshSparkline(row.key, row.score_metric);
      return removed;
    });
  }

  /** Series by series, so that a caller can let others in between; unknown names are left out. */
  *metrics(runId: string, names: readonly string[] | undefined, maxPoints: number): Generator<MetricSeries> {
    const { key } = this.#row(runId);
    for (const name of names ?? this.#metrics.names(key)) {
      const series = guarded(this.folder.root, () => this.#metrics.read(key, name, maxPoints));
      if (series !== null) yield series;
    }
  }

  /** Newest first. */
  episodes(runId: string, options: { readonly purpose?: string; readonly limit: number }): EpisodeSummary[] {
    const { key } = this.#row(runId);
    return this.#episodes.list(key, runId, options);
  }

  /** @throws StudioError `recipe.unreadable` where the episode is unknown or was not kept. */
  recipe(episodeId: string): { readonly runId: string; readonly recipe: Recipe } {
    return this.#episodes.recipe(episodeId);
  }

  /** Newest first. */
  log(runId: string, limit: number): LogEntry[] {
    const { key } = this.#row(runId);
    const rows = this.#all<{ at: string; level: LogEntry['level']; key: string; message_values: string }>(
      'SELECT at, level, key, message_values FROM log WHERE run = ? ORDER BY id DESC LIMIT ?',
      key,
      limit,
    );
    return rows.map((row) => ({
      at: row.at,
      level: row.level,
      key: row.key,
      values: JSON.parse(row.message_values) as LogEntry['values'],
    }));
  }

  // Checkpoints

  /** Newest first. */
  checkpoints(runId: string): CheckpointRow[] {
    return this.#checkpoints.list(this.#row(runId).key);
  }

  /** @throws StudioError `checkpoint.unknown` */
  checkpoint(checkpointId: string): CheckpointRow {
    return this.#checkpoints.get(checkpointId);
  }

  pinCheckpoint(checkpointId: string, pinned: boolean): CheckpointRow {
    return guarded(this.folder.root, () => this.#checkpoints.pin(checkpointId, pinned));
  }

  /** Removes the rows only. */
  removeCheckpoints(checkpointIds: readonly string[]): void {
    this.transaction(() => {
      for (const id of checkpointIds) this.#checkpoints.remove(id);
    });
  }

  // Evaluations that a person asked for

  /** Newest first, those of checkpoints that made way for newer ones too. */
  evaluations(runId: string): EvaluationResult[] {
    return this.#evaluations.list(this.#row(runId).key, runId);
  }

  /** With every episode, oldest first, for export. */
  evaluationRecords(runId: string): EvaluationRecord[] {
    return this.#evaluations.everything(this.#row(runId).key);
  }

  // Settings

  settings(): Record<string, unknown> {
    const rows = this.#all<{ key: string; value: string }>('SELECT key, value FROM settings');
    return Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
  }

  setting(key: string): unknown {
    const value = this.#value<string>('SELECT value FROM settings WHERE key = ?', key);
    return value === undefined ? undefined : (JSON.parse(value) as unknown);
  }

  setSetting(key: string, value: unknown): void {
    guarded(this.folder.root, () =>
      prepared(
        this.#connection,
        'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      ).run(key, JSON.stringify(value)),
    );
  }

  /** Every metric row, for export. */
  metricRows(runId: string): ReturnType<MetricTable['everything']> {
    return this.#metrics.everything(this.#row(runId).key);
  }

  /** Every episode with its recipe, oldest first, for export. */
  episodeRows(runId: string): ReturnType<EpisodeTable['everything']> {
    return this.#episodes.everything(this.#row(runId).key, runId);
  }

  /** Name of the metric that is the run's score. */
  scoreMetric(runId: string): string {
    return this.#row(runId).score_metric;
  }

  hasRun(runId: string): boolean {
    return this.#value<number>('SELECT 1 FROM runs WHERE id = ?', runId) !== undefined;
  }

  /** The connection itself, for tests that damage or limit it. */
  get connection(): Connection {
    return this.#connection;
  }

  #row(runId: string): RunRow {
    const row = this.#first<RunRow>(`${SELECT_RUNS} WHERE id = ?`, runId);
    if (row === undefined) throw new StudioError('run.unknown', { run: runId });
    return row;
  }

  #sequence(key: number): number {
    return this.#value<number>('SELECT sequence FROM runs WHERE key = ?', key) ?? 0;
  }

  #setScore(key: number, score: number): void {
    prepared(
      this.#connection,
      'UPDATE runs SET score = @score, best_score = max(coalesce(best_score, @score), @score) WHERE key = @key',
    ).run({ key, score });
  }

  #setResult(key: number, result: RunResult): void {
    prepared(
      this.#connection,
      `UPDATE runs SET result = @result, score = @score, score_deviation = @deviation,
       best_score = max(coalesce(best_score, @score), @score) WHERE key = @key`,
    ).run({ key, result: JSON.stringify(result), score: result.score, deviation: result.scoreDeviation });
  }

  #refreshSparkline(key: number, metric: string): void {
    const values = this.#metrics.read(key, metric, SPARKLINE_POINTS)?.values ?? new Float64Array();
    const points = Array.from(values).filter((value) => Number.isFinite(value));
    prepared(this.#connection, 'UPDATE runs SET sparkline = ? WHERE key = ?').run(
      JSON.stringify(points),
      key,
    );
  }

  #insertLog(key: number, entry: LogEntry): void {
    prepared(
      this.#connection,
      'INSERT INTO log (run, at, level, key, message_values) VALUES (?, ?, ?, ?, ?)',
    ).run(key, entry.at, entry.level, entry.key, JSON.stringify(entry.values));
  }

  #all<Row>(sql: string, ...values: unknown[]): Row[] {
    return guarded(this.folder.root, () => prepared(this.#connection, sql).all(...values) as Row[]);
  }

  #first<Row>(sql: string, ...values: unknown[]): Row | undefined {
    return guarded(this.folder.root, () => prepared(this.#connection, sql).get(...values) as Row | undefined);
  }

  #value<Value>(sql: string, ...values: unknown[]): Value | undefined {
    return guarded(
      this.folder.root,
      () => preparedValue(this.#connection, sql).get(...values) as Value | undefined,
    );
  }
}

function summaryOf(row: RunRow): RunSummary {
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
    lastError: row.last_error === null ? null : (JSON.parse(row.last_error) as RunSummary['lastError']),
    studyId: row.study_id,
    studyCell:
      row.study_row === null || row.study_seed === null ? null : { row: row.study_row, seed: row.study_seed },
  };
}
