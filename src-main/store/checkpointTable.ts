/** Which checkpoint files a run has, and what the run had recorded when each was written. */
import { StudioError } from '../../shared/errors.ts';
import type { CheckpointReason, CheckpointSummary } from '../../shared/run.ts';
import { prepared, type Connection } from './database.ts';
import { axisOf } from './metricSeries.ts';

export interface CheckpointRow extends CheckpointSummary {
  /** Name in the run's `checkpoints/` folder. */
  readonly fileName: string;
  /** Number of the run's newest record at that moment. */
  readonly sequence: number;
}

interface StoredCheckpoint {
  readonly id: string;
  readonly run_id: string;
  readonly sequence: number;
  readonly file_name: string;
  readonly size_bytes: number;
  readonly reason: CheckpointReason;
  readonly phase: string;
  readonly score: number | null;
  readonly environment_steps: number;
  readonly gradient_steps: number;
  readonly wall_seconds: number;
  readonly pinned: number;
  readonly created_at: string;
}

const SELECT = 'SELECT checkpoints.*, runs.id AS run_id FROM checkpoints JOIN runs ON runs.key = run';

function rowOf(stored: StoredCheckpoint): CheckpointRow {
  return {
    id: stored.id,
    runId: stored.run_id,
    reason: stored.reason,
    phase: stored.phase,
    score: stored.score,
    axis: axisOf(stored),
    createdAt: stored.created_at,
    sizeBytes: stored.size_bytes,
    pinned: stored.pinned === 1,
    fileName: stored.file_name,
    sequence: stored.sequence,
  };
}

/** Without what only the store and the host need. */
export function checkpointSummary({
  fileName: _,
  sequence: __,
  ...summary
}: CheckpointRow): CheckpointSummary {
  return summary;
}

export class CheckpointTable {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  insert(run: number, checkpoint: CheckpointRow): CheckpointSummary {
    prepared(
      this.#connection,
      `INSERT INTO checkpoints (id, run, sequence, file_name, size_bytes, reason, phase, score, environment_steps,
         gradient_steps, wall_seconds, pinned, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      checkpoint.id,
      run,
      checkpoint.sequence,
      checkpoint.fileName,
      checkpoint.sizeBytes,
      checkpoint.reason,
      checkpoint.phase,
      checkpoint.score,
      checkpoint.axis.environmentSteps,
      checkpoint.axis.gradientSteps,
      checkpoint.axis.wallSeconds,
      checkpoint.pinned ? 1 : 0,
      checkpoint.createdAt,
    );
    return checkpointSummary(checkpoint);
  }

  list(run: number): CheckpointRow[] {
    const rows = prepared(
      this.#connection,
      `${SELECT} WHERE run = ? ORDER BY checkpoints.sequence DESC, checkpoints.rowid DESC`,
    ).all(run) as StoredCheckpoint[];
    return rows.map(rowOf);
  }

  everything(): CheckpointRow[] {
    const rows = prepared(
      this.#connection,
      `${SELECT} ORDER BY checkpoints.rowid`,
    ).all() as StoredCheckpoint[];
    return rows.map(rowOf);
  }

  get(checkpointId: string): CheckpointRow {
    const row = prepared(this.#connection, `${SELECT} WHERE checkpoints.id = ?`).get(checkpointId) as
      StoredCheckpoint | undefined;
    if (row === undefined) throw new StudioError('checkpoint.unknown', { checkpoint: checkpointId });
    return rowOf(row);
  }

  pin(checkpointId: string, pinned: boolean): CheckpointRow {
    prepared(this.#connection, 'UPDATE checkpoints SET pinned = ? WHERE id = ?').run(
      pinned ? 1 : 0,
      checkpointId,
    );
    return this.get(checkpointId);
  }

  remove(checkpointId: string): void {
    prepared(this.#connection, 'DELETE FROM checkpoints WHERE id = ?').run(checkpointId);
  }

  /** Checkpoints of the part that is taken back. Their files are swept up as strays are. @returns how many. */
  rewind(run: number, sequence: number): number {
    return prepared(this.#connection, 'DELETE FROM checkpoints WHERE run = ? AND sequence > ?').run(
      run,
      sequence,
    ).changes;
  }
}
