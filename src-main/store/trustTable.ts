/** What the instruments of trust said of checkpoints: rows of `trust`, each with its curves. Part of the experiment store. */
import type { TrustRecord, TrustResult } from '../../shared/trust.ts';
import { prepared, type Connection } from './database.ts';

interface StoredTrust {
  readonly id: string;
  readonly checkpoint_id: string;
  readonly environment_steps: number;
  readonly gradient_steps: number;
  readonly seed: number;
  readonly episodes: number;
  readonly result: string;
  readonly created_at: string;
}

export class TrustTable {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  insert(run: number, record: TrustRecord): void {
    prepared(
      this.#connection,
      `INSERT INTO trust
         (id, run, checkpoint_id, environment_steps, gradient_steps, seed, episodes, result, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      record.id,
      run,
      record.checkpointId,
      record.environmentSteps,
      record.gradientSteps,
      record.seed,
      record.episodes,
      JSON.stringify(record.result),
      record.createdAt,
    );
  }

  /** Oldest first. */
  everything(run: number): TrustRecord[] {
    const rows = prepared(
      this.#connection,
      'SELECT * FROM trust WHERE run = ? ORDER BY created_at, rowid',
    ).all(run) as StoredTrust[];
    return rows.map((row) => ({
      id: row.id,
      checkpointId: row.checkpoint_id,
      environmentSteps: row.environment_steps,
      gradientSteps: row.gradient_steps,
      seed: row.seed,
      episodes: row.episodes,
      result: JSON.parse(row.result) as TrustResult,
      createdAt: row.created_at,
    }));
  }
}
