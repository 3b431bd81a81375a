/**
 * Every run, its records, settings and files of one data folder. Knows no model. All calls are synchronous and short;
 * a read that could be long is thinned or comes in parts. Whoever opens it closes it.
 *
 * Long on purpose: the one door to the database, a few lines a question. What is asked is answered by the tables beside it.
 */
import { existsSync } from 'node:fs';
import { StudioError } from '../../shared/errors.ts';
import { MOST_KEPT_BRANCHES, type BranchRecord } from '../../shared/branches.ts';
import type { EvaluationRecord, EvaluationResult } from '../../shared/evaluation.ts';
import type { TrustRecord } from '../../shared/trust.ts';
import type { ColumnKey } from '../../shared/query/columnKey.ts';
import type { Recipe } from '../../shared/recipe.ts';
import type {
  ComputeFingerprint,
  EpisodeSummary,
  LogEntry,
  MetricSeries,
  RunDetail,
  RunResult,
  RunSummary,
} from '../../shared/run.ts';
import type { Backup, BackupReason } from '../../shared/storage.ts';
import { CheckpointTable, type CheckpointRow } from './checkpointTable.ts';
import { DataFolder } from './dataFolder.ts';
import { writeBackup } from './backups.ts';
import { BinTable } from './binTable.ts';
import { openCopy, openDatabase, OutdatedDatabase, type Connection } from './database.ts';
import { EpisodeTable } from './episodeTable.ts';
import { EvaluationTable } from './evaluationTable.ts';
import { BranchTable } from './branchTable.ts';
import { TrustTable } from './trustTable.ts';
import { isHeld, takeLock } from './lock.ts';
import { LogTable } from './logTable.ts';
import { MetricTable } from './metricSeries.ts';
import { Queries } from './queries.ts';
import type { ImportedEnd, ImportedRow } from './importedRows.ts';
import type { RecordedEvent, RunRecord, Sitting } from './runRecords.ts';
import {
  RunTable,
  summaryOf,
  type NewRun,
  type QueuedRun,
  type RunChanges,
  type UnfinishedRun,
} from './runTable.ts';
import { RunColumns, type HistoryColumns } from './runColumns.ts';
import { RunWriter } from './runWriter.ts';
import { makeShrinkable, REBUILD_SETTING } from './space.ts';
import { StudyTable } from './studyTable.ts';
import { guarded } from './storeErrors.ts';

/** Summary of everything but what is drawn from the algorithm's schema (`differences`). */
export type StoredRun = Omit<RunDetail, 'differences'>;

/** What is announced as kept, or as the end. */
const LASTING: ReadonlySet<RunRecord['kind']> = new Set(['checkpoint', 'result', 'evaluation', 'trust']);

interface Reading {
  readonly connection: Connection;
  /** Once it is closed. */
  readonly remove: () => void;
}

/** What cannot be read where it lies, since SQLite may not write beside it, is read from a copy. */
function openForReading(folder: DataFolder): Reading {
  const read = (): Reading => ({
    connection: openDatabase(folder.database, { readOnly: true }),
    remove: () => undefined,
  });
  try {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof OutdatedDatabase)) throw error;
      ExperimentStore.open(folder.root).close();
      return read();
    }
  } catch (error) {
    if (!isRefused(error)) throw error;
    return openCopy(folder.database);
  }
}

const isRefused = (error: unknown) =>
  error instanceof StudioError && /^store\.(readOnly|notOwner)$/.test(error.code);

export class ExperimentStore {
  readonly folder: DataFolder;
  readonly readOnly: boolean;
  readonly #connection: Connection;
  readonly #releaseLock: () => void;
  readonly #queries: Queries;
  readonly #runs: RunTable;
  readonly #metrics: MetricTable;
  readonly #episodes: EpisodeTable;
  readonly #checkpoints: CheckpointTable;
  readonly #evaluations: EvaluationTable;
  readonly #trust: TrustTable;
  readonly #branches: BranchTable;
  readonly #log: LogTable;
  readonly #writer: RunWriter;
  readonly #columns: RunColumns;
  readonly #toTell: (() => void)[] = [];
  readonly studies: StudyTable;
  readonly bin: BinTable;
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
    this.#queries = new Queries(connection, folder.root);
    this.#runs = new RunTable(this.#queries);
    this.#metrics = new MetricTable(connection);
    this.#episodes = new EpisodeTable(connection);
    this.#checkpoints = new CheckpointTable(connection);
    this.#evaluations = new EvaluationTable(connection);
    this.#trust = new TrustTable(connection);
    this.#branches = new BranchTable(connection);
    this.#log = new LogTable(this.#queries);
    this.#columns = new RunColumns(this.#queries, this.#metrics);
    this.#writer = new RunWriter({
      runs: this.#runs,
      metrics: this.#metrics,
      episodes: this.#episodes,
      checkpoints: this.#checkpoints,
      evaluations: this.#evaluations,
      trust: this.#trust,
      branches: this.#branches,
      log: this.#log,
    });
    this.studies = new StudyTable(connection);
    this.bin = new BinTable(this.#queries);
  }

  /** @throws StudioError `store.locked`, `store.readOnly`, `store.notOwner`, `store.outside`, `store.corrupt`, `store.newer`, `store.full`. */
  static open(root: string): ExperimentStore {
    const folder = new DataFolder(root);
    folder.create();
    const release = takeLock(folder.lock, folder.root, folder.identity());
    try {
      const fresh = !existsSync(folder.database);
      const connection = openDatabase(folder.database);
      makeShrinkable(connection);
      folder.tighten();
      return new ExperimentStore(folder, connection, release, { fresh, readOnly: false });
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * For reading only, also while a studio has it open and where nothing may be written. What an older studio left is brought
   * up to date first.
   * @returns null where there is no store yet.
   * @throws StudioError as `open` does, where that is not possible.
   */
  static openReadOnly(root: string): ExperimentStore | null {
    const folder = new DataFolder(root);
    folder.refuseLinksOut();
    if (!existsSync(folder.database)) return null;
    const { connection, remove } = openForReading(folder);
    return new ExperimentStore(folder, connection, remove, { fresh: false, readOnly: true });
  }

  close(): void {
    this.#connection.close();
    this.#releaseLock();
  }

  /**
   * Whether the folder is a copy of the one that its database was last used in (or was restored elsewhere): processes that
   * its rows name work for the other.
   */
  get isCopy(): boolean {
    const written = this.#queries.value<string>('SELECT identity FROM folder');
    return written !== undefined && written !== this.folder.identity();
  }

  /** Whether the database was last used in this very folder. What an old studio or anybody else made does not say so. */
  get isOwn(): boolean {
    return this.#queries.value<string>('SELECT identity FROM folder') === this.folder.identity();
  }

  /** From now on this is the folder that its database is used in. */
  own(): void {
    this.transaction(() => {
      this.#queries.run('DELETE FROM folder');
      this.#queries.run('INSERT INTO folder (identity) VALUES (?)', this.folder.identity());
    });
  }

  /** All of `work` or nothing. */
  transaction<T>(work: () => T): T {
    if (this.#connection.inTransaction) return guarded(this.folder.root, work);
    let result: T;
    try {
      result = guarded(this.folder.root, () => this.#connection.transaction(work).immediate());
    } catch (error) {
      this.#toTell.length = 0;
      this.#metrics.forget();
      throw error;
    }
    for (const tell of this.#toTell.splice(0)) tell();
    return result;
  }

  /**
   * Tells of what was just written as soon as it cannot be undone any more: at once outside of a transaction, inside when that is
   * committed, and never where it is not.
   */
  whenCommitted(tell: () => void): void {
    if (this.#connection.inTransaction) this.#toTell.push(tell);
    else tell();
  }

  /**
   * The same, on the disk before it returns: a power cut takes nothing of it. For what is announced as kept. Inside another
   * transaction that one decides.
   */
  lasting<T>(work: () => T): T {
    if (this.#connection.inTransaction) return this.transaction(work);
    this.#connection.pragma('synchronous = FULL');
    try {
      return this.transaction(work);
    } finally {
      this.#connection.pragma('synchronous = NORMAL');
    }
  }

  // Runs

  createRun(run: NewRun, at = new Date()): RunSummary {
    return this.summary(this.transaction(() => this.#runs.insert(run, at)));
  }

  /** Newest first, those in the bin left out. */
  runs(): RunSummary[] {
    return this.#runs.list().map((run) => this.#truthful(run));
  }

  /** The same, page by page, so that a caller can let others in between. */
  *runPages(): Generator<RunSummary[]> {
    for (const page of this.#runs.pages()) yield page.map((run) => this.#truthful(run));
  }

  /** @throws StudioError `run.unknown` */
  summary(runId: string): RunSummary {
    return this.#truthful(summaryOf(this.#runs.row(runId)));
  }

  /** @throws StudioError `run.unknown` */
  run(runId: string): StoredRun {
    const row = this.#runs.row(runId);
    return {
      ...this.#truthful(summaryOf(row)),
      config: JSON.parse(row.config) as StoredRun['config'],
      compute: row.compute === null ? null : (JSON.parse(row.compute) as ComputeFingerprint),
      metricNames: this.#metrics.names(row.key),
      result: row.result === null ? null : (JSON.parse(row.result) as RunResult),
      codeVersion: row.code_version,
      beganFrom: this.#log.beganFrom(row.key),
    };
  }

  /** The run of that id, the only one whose id begins so, or the newest of that name. */
  findRun(reference: string): RunSummary {
    return this.#truthful(this.#runs.find(reference));
  }

  changeRun(runId: string, changes: RunChanges): RunSummary {
    this.#runs.change(runId, changes);
    if (changes.config !== undefined) this.#columns.configChanged(this.#runs.row(runId).key);
    return this.summary(runId);
  }

  setTags(runId: string, tags: readonly string[]): void {
    this.transaction(() => {
      this.#runs.setTags(runId, tags);
    });
  }

  /**
   * Removes the rows for good, in steps of a few milliseconds each; from the first step on the run shows nowhere. Its folder is
   * the caller's to remove afterwards.
   */
  *removeRun(runId: string): Generator<void> {
    yield* this.#runs.removeInSteps(runId);
    this.#metrics.forget();
  }

  /** Runs of which only a part is there: see migration 5. */
  partialRuns(): readonly string[] {
    return this.#runs.partial();
  }

  /** Queued runs, the next one first: what a person started goes before what a study did. */
  queue(): QueuedRun[] {
    return this.#runs.queue();
  }

  /** Runs of a study in the order in which they were made, those in the bin left out. */
  runsOfStudy(studyId: string): RunSummary[] {
    return this.#runs.ofStudy(studyId).map((run) => this.#truthful(run));
  }

  /** Of a run on another machine: what its stay there is called (null: it is on none), and how far its records were read. */
  placed(runId: string): { readonly placement: string | null; readonly position: number } {
    return this.#runs.placed(runId);
  }

  /** Runs that some trainer was working on when the store was last used. */
  unfinished(): UnfinishedRun[] {
    return this.#runs.unfinished();
  }

  /**
   * A reader marks nothing: what a studio that is gone left as training is told as what it is, interrupted. On another machine it
   * goes on.
   */
  #truthful(run: RunSummary): RunSummary {
    const trains = run.status === 'starting' || run.status === 'running' || run.status === 'pausing';
    if (!this.readOnly || !trains || isHeld(this.folder.lock, this.folder.identity())) return run;
    if (this.placed(run.id).placement !== null) return run;
    return { ...run, status: 'interrupted', lastError: { code: 'run.interrupted', message: '' } };
  }

  /** One value a column of every run, those in the bin left out, in steps between which others have their turn. */
  columns(keys: readonly ColumnKey[]): Generator<void, HistoryColumns> {
    return this.#columns.read(keys);
  }

  /** Curves that any run has. */
  metricNames(): readonly string[] {
    return this.#columns.metricNames();
  }

  // Records

  /** One transaction; what it returns is stored and may be announced. Checkpoints and results are on the disk then. */
  record(runId: string, records: readonly RunRecord[], sitting?: Sitting): RecordedEvent[] {
    const lasts = records.some(({ kind }) => LASTING.has(kind));
    const store = () => this.#writer.record(runId, records, sitting);
    return lasts ? this.lasting(store) : this.transaction(store);
  }

  /** Rows of a run that is being imported, in one transaction. `concludeImport` comes after the last. */
  importRows(runId: string, rows: readonly ImportedRow[]): void {
    this.transaction(() => {
      this.#writer.importRows(runId, rows);
    });
  }

  /** The run stands as it stood after its last record. On the disk before it returns. */
  concludeImport(runId: string, end: ImportedEnd, changes: RunChanges): RunSummary {
    return this.lasting(() => {
      this.#writer.concludeImport(runId, end);
      return this.changeRun(runId, changes);
    });
  }

  /** How far a sitting's records have come; 0 for another sitting than the last. */
  recordedOf(runId: string, sitting: string): number {
    return this.#runs.recordedOf(runId, sitting);
  }

  /**
   * Takes back what was recorded after a checkpoint (null: everything but the log), because it is about to be computed
   * again.
   * @returns how many records that were.
   */
  rewind(runId: string, checkpointId: string | null): number {
    return this.transaction(() =>
      this.#writer.rewind(runId, checkpointId === null ? null : this.checkpoint(checkpointId)),
    );
  }

  /** Series by series, so that a caller can let others in between; unknown names are left out. */
  *metrics(runId: string, names: readonly string[] | undefined, maxPoints: number): Generator<MetricSeries> {
    const { key } = this.#runs.row(runId);
    for (const name of names ?? this.#metrics.names(key)) {
      const series = guarded(this.folder.root, () => this.#metrics.read(key, name, maxPoints));
      if (series !== null) yield series;
    }
  }

  /** Newest first. */
  episodes(runId: string, options: { readonly purpose?: string; readonly limit: number }): EpisodeSummary[] {
    const { key } = this.#runs.row(runId);
    return this.#episodes.list(key, runId, options);
  }

  /** Bytes that an episode's recipe takes as it is kept: reading a large one takes seconds. 0 where none was kept. */
  recipeBytes(episodeId: string): number {
    return this.#episodes.recipeBytes(episodeId);
  }

  /** @throws StudioError `recipe.unreadable` where the episode is unknown or was not kept. */
  recipe(episodeId: string): { readonly runId: string; readonly recipe: Recipe } {
    return this.#episodes.recipe(episodeId);
  }

  /** Newest first. */
  log(runId: string, limit: number): LogEntry[] {
    const { key } = this.#runs.row(runId);
    return this.#log.list(key, limit);
  }

  // Checkpoints

  /** Newest first. */
  checkpoints(runId: string): CheckpointRow[] {
    return this.#checkpoints.list(this.#runs.row(runId).key);
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
    return this.#evaluations.list(this.#runs.row(runId).key, runId);
  }

  /** With every episode, oldest first, for export. */
  evaluationRecords(runId: string): EvaluationRecord[] {
    return this.#evaluations.everything(this.#runs.row(runId).key);
  }

  // What instruments of trust said

  /** Oldest first, of checkpoints that made way for newer ones too. */
  trustRecords(runId: string): TrustRecord[] {
    return this.#trust.everything(this.#runs.row(runId).key);
  }

  hasTrust(trustId: string): boolean {
    return this.#queries.value('SELECT 1 FROM trust WHERE id = ?', trustId) !== undefined;
  }

  // Branches of moments that a person kept

  /** Oldest first. @throws StudioError `run.unknown` */
  branches(runId: string): BranchRecord[] {
    return this.#branches.everything(this.#runs.row(runId).key);
  }

  hasBranch(branchId: string): boolean {
    return this.#queries.value('SELECT 1 FROM branches WHERE id = ?', branchId) !== undefined;
  }

  /** @throws StudioError `run.unknown`, `branches.keptEnough` */
  keepBranch(runId: string, branch: BranchRecord): void {
    const { key } = this.#runs.row(runId);
    this.transaction(() => {
      if (this.#branches.count(key) >= MOST_KEPT_BRANCHES) {
        throw new StudioError('branches.keptEnough', { most: MOST_KEPT_BRANCHES });
      }
      this.#branches.insert(key, branch);
    });
  }

  /** @throws StudioError `run.unknown`, `branches.unknown` */
  renameBranch(runId: string, branchId: string, name: string): void {
    const { key } = this.#runs.row(runId);
    const known = guarded(this.folder.root, () => this.#branches.rename(key, branchId, name));
    if (!known) throw new StudioError('branches.unknown', { branch: branchId });
  }

  /** @throws StudioError `run.unknown`, `branches.unknown` */
  removeBranch(runId: string, branchId: string): void {
    const { key } = this.#runs.row(runId);
    const known = guarded(this.folder.root, () => this.#branches.remove(key, branchId));
    if (!known) throw new StudioError('branches.unknown', { branch: branchId });
  }

  // Settings

  settings(): Record<string, unknown> {
    const rows = this.#queries.all<{ key: string; value: string }>('SELECT key, value FROM settings');
    return Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
  }

  setting(key: string): unknown {
    const value = this.#queries.value<string>('SELECT value FROM settings WHERE key = ?', key);
    return value === undefined ? undefined : (JSON.parse(value) as unknown);
  }

  setSetting(key: string, value: unknown): void {
    this.#queries.run(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      JSON.stringify(value),
    );
  }

  /** Every metric row, for export. */
  metricRows(runId: string): ReturnType<MetricTable['everything']> {
    return this.#metrics.everything(this.#runs.row(runId).key);
  }

  /** Every episode with its recipe, oldest first, for export. */
  episodeRows(runId: string): ReturnType<EpisodeTable['everything']> {
    return this.#episodes.everything(this.#runs.row(runId).key, runId);
  }

  /** Name of the metric that is the run's score. */
  scoreMetric(runId: string): string {
    return this.#runs.row(runId).score_metric;
  }

  hasRun(runId: string): boolean {
    return this.#runs.has(runId);
  }

  /** @throws StudioError `run.unknown` where one of them is not there, or only in part. */
  requireRuns(runIds: readonly string[]): void {
    const unknown = this.#runs.firstUnknown(runIds);
    if (unknown !== undefined) throw new StudioError('run.unknown', { run: unknown });
  }

  /** In the bin or not, whole or not. */
  everyRunId(): readonly string[] {
    return this.#queries.all<{ id: string }>('SELECT id FROM runs ORDER BY key').map(({ id }) => id);
  }

  /** Some trainer works on it, or did when its host ended. */
  isTraining(runId: string): boolean {
    return this.#runs.isUnfinished(runId);
  }

  /** Of every run, in the bin or not. */
  everyCheckpoint(): readonly CheckpointRow[] {
    return this.#checkpoints.everything();
  }

  /** The next start rebuilds the database: see space.ts. */
  get rebuildAsked(): boolean {
    return this.setting(REBUILD_SETTING) === true;
  }

  askForRebuild(): void {
    this.setSetting(REBUILD_SETTING, true);
  }

  hasEvaluation(evaluationId: string): boolean {
    return this.#queries.value('SELECT 1 FROM evaluations WHERE id = ?', evaluationId) !== undefined;
  }

  hasCheckpoint(checkpointId: string): boolean {
    return this.#queries.value('SELECT 1 FROM checkpoints WHERE id = ?', checkpointId) !== undefined;
  }

  /** A copy of the database in `backups/`. Takes as long as copying does: for a thread or a process of its own. */
  backUp(reason: BackupReason, at = new Date()): Backup {
    return writeBackup(this.#connection, this.folder.root, reason, at);
  }

  /** The connection itself, for tests that damage or limit it. */
  get connection(): Connection {
    return this.#connection;
  }
}
