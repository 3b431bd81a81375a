/** Writes what a run recorded, as its trainer or an import brings it, and takes it back. Whoever calls it holds the transaction. */
import type { BranchTable } from './branchTable.ts';
import type { CheckpointRow, CheckpointTable } from './checkpointTable.ts';
import type { EpisodeTable } from './episodeTable.ts';
import type { EvaluationTable } from './evaluationTable.ts';
import type { ImportedEnd, ImportedRow } from './importedRows.ts';
import type { LogTable } from './logTable.ts';
import { axisOf, type MetricTable } from './metricSeries.ts';
import type { RecordedEvent, RunRecord, Sitting } from './runRecords.ts';
import type { RunTable } from './runTable.ts';
import type { TrustTable } from './trustTable.ts';

const SPARKLINE_POINTS = 40;

export interface RecordTables {
  readonly runs: RunTable;
  readonly metrics: MetricTable;
  readonly episodes: EpisodeTable;
  readonly checkpoints: CheckpointTable;
  readonly evaluations: EvaluationTable;
  readonly trust: TrustTable;
  readonly branches: BranchTable;
  readonly log: LogTable;
}

export class RunWriter {
  readonly #tables: RecordTables;

  constructor(tables: RecordTables) {
    this.#tables = tables;
  }

  /** @returns the records with what the store added, in their order */
  record(runId: string, records: readonly RunRecord[], sitting: Sitting | undefined): RecordedEvent[] {
    const row = this.#tables.runs.row(runId);
    let sequence = this.#tables.runs.sequence(row.key);
    let axis = axisOf(row);
    let scored = false;
    const events = records.map((record): RecordedEvent => {
      sequence++;
      switch (record.kind) {
        case 'metrics': {
          axis = record.axis;
          this.#tables.metrics.append(row.key, sequence, record.axis, record.values);
          const score = record.values[row.score_metric];
          if (score !== undefined && Number.isFinite(score)) {
            scored = true;
            this.#tables.runs.setScore(row.key, score);
          }
          return record;
        }
        case 'episode':
          axis = record.episode.axis;
          return {
            kind: 'episode',
            episode: this.#tables.episodes.insert(
              row.key,
              runId,
              sequence,
              record.episode,
              record.createdAt ?? new Date().toISOString(),
            ),
          };
        case 'log':
          this.#tables.log.insert(row.key, record.entry);
          return record;
        case 'checkpoint':
          return {
            kind: 'checkpoint',
            checkpoint: this.#tables.checkpoints.insert(row.key, {
              pinned: false,
              ...record.checkpoint,
              runId,
              sequence,
            }),
          };
        case 'result':
          this.#tables.runs.setResult(row.key, record.result);
          return record;
        case 'evaluation':
          return {
            kind: 'evaluation',
            evaluation: this.#tables.evaluations.insert(row.key, runId, record.evaluation),
          };
        case 'trust':
          this.#tables.trust.insert(row.key, record.trust);
          return { kind: 'trust', trust: { ...record.trust, runId } };
      }
    });
    this.#tables.runs.recorded(row.key, sequence, axis, sitting);
    if (scored) this.#refreshSparkline(row.key, row.score_metric);
    return events;
  }

  importRows(runId: string, rows: readonly ImportedRow[]): void {
    const { key, score_metric } = this.#tables.runs.row(runId);
    for (const row of rows) this.#importRow(key, runId, score_metric, row);
  }

  /** The run stands as it stood after its last record. */
  concludeImport(runId: string, { sequence, axis, result }: ImportedEnd): void {
    const { runs } = this.#tables;
    const { key, score_metric } = runs.row(runId);
    runs.recorded(key, sequence, axis, undefined);
    if (result !== null) runs.setResult(key, result);
    this.#refreshSparkline(key, score_metric);
  }

  /**
   * Takes back what was recorded after a checkpoint; null: everything but the log.
   * @returns how many records that were
   */
  rewind(runId: string, checkpoint: CheckpointRow | null): number {
    const { runs, metrics, episodes, checkpoints } = this.#tables;
    const { key, score_metric } = runs.row(runId);
    const sequence = checkpoint?.sequence ?? 0;
    const axis = checkpoint?.axis ?? { environmentSteps: 0, gradientSteps: 0 };
    const removed =
      metrics.rewind(key, sequence) + episodes.rewind(key, sequence) + checkpoints.rewind(key, sequence);
    runs.rewind(key, sequence, axis);
    const scores = metrics.read(key, score_metric, 100_000);
    const last = scores?.values.findLast((value) => Number.isFinite(value));
    const best = (scores?.maximum ?? scores?.values)?.reduce((a, b) => (b > a ? b : a), -Infinity);
    if (last !== undefined && best !== undefined) {
      runs.setScore(key, best);
      runs.setScore(key, last);
    }
    this.#refreshSparkline(key, score_metric);
    return removed;
  }

  #importRow(key: number, runId: string, scoreMetric: string, row: ImportedRow): void {
    switch (row.kind) {
      case 'metrics':
        for (const [i, sequence] of row.sequence.entries()) {
          const axis = {
            environmentSteps: row.environmentSteps[i] ?? 0,
            gradientSteps: row.gradientSteps[i] ?? 0,
            wallSeconds: row.wallSeconds[i] ?? 0,
          };
          const value = row.values[i] ?? NaN;
          this.#tables.metrics.appendOne(key, sequence, axis, row.name, value);
          if (row.name === scoreMetric && Number.isFinite(value)) this.#tables.runs.setScore(key, value);
        }
        return;
      case 'episode':
        this.#tables.episodes.insertPacked(key, runId, row.sequence, row.episode, row.recipe, row.createdAt);
        return;
      case 'checkpoint':
        this.#tables.checkpoints.insert(key, { ...row.checkpoint, runId });
        return;
      case 'log':
        this.#tables.log.insert(key, row.entry);
        return;
      case 'evaluation':
        this.#tables.evaluations.insert(key, runId, row.evaluation);
        return;
      case 'trust':
        this.#tables.trust.insert(key, row.trust);
        return;
      case 'branch':
        this.#tables.branches.insert(key, row.branch);
    }
  }

  #refreshSparkline(key: number, metric: string): void {
    const values = this.#tables.metrics.read(key, metric, SPARKLINE_POINTS)?.values ?? new Float64Array();
    const points = Array.from(values).filter((value) => Number.isFinite(value));
    this.#tables.runs.setSparkline(key, points);
  }
}
