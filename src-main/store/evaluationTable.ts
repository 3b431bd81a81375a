/** What checkpoints scored when a person asked: rows of `evaluations`, with every episode. Part of the experiment store. */
import type { EvaluatedEpisode, EvaluationRecord, EvaluationResult } from '../../shared/evaluation.ts';
import { prepared, type Connection } from './database.ts';

interface StoredEvaluation {
  readonly id: string;
  readonly checkpoint_id: string;
  readonly seed: number;
  readonly score: number;
  readonly score_deviation: number;
  readonly episodes: string;
  readonly created_at: string;
}

const SELECT = `SELECT id, checkpoint_id, seed, score, score_deviation, episodes, created_at FROM evaluations`;

export class EvaluationTable {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  insert(run: number, runId: string, evaluation: EvaluationRecord): EvaluationResult {
    prepared(
      this.#connection,
      `INSERT INTO evaluations (id, run, checkpoint_id, seed, score, score_deviation, episodes, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      evaluation.id,
      run,
      evaluation.checkpointId,
      evaluation.seed,
      evaluation.score,
      evaluation.scoreDeviation,
      JSON.stringify(evaluation.episodes),
      evaluation.createdAt,
    );
    return resultOf(evaluation, runId);
  }

  /** Newest first. */
  list(run: number, runId: string): EvaluationResult[] {
    return this.everything(run)
      .reverse()
      .map((evaluation) => resultOf(evaluation, runId));
  }

  /** Oldest first. */
  everything(run: number): EvaluationRecord[] {
    const rows = prepared(this.#connection, `${SELECT} WHERE run = ? ORDER BY created_at, rowid`).all(
      run,
    ) as StoredEvaluation[];
    return rows.map((row) => ({
      id: row.id,
      checkpointId: row.checkpoint_id,
      seed: row.seed,
      score: row.score,
      scoreDeviation: row.score_deviation,
      episodes: JSON.parse(row.episodes) as EvaluatedEpisode[],
      createdAt: row.created_at,
    }));
  }
}

function resultOf({ episodes, ...evaluation }: EvaluationRecord, runId: string): EvaluationResult {
  return {
    ...evaluation,
    runId,
    returns: episodes.map(({ episodeReturn }) => episodeReturn),
    seeds: episodes.map(({ seed }) => seed),
  };
}
