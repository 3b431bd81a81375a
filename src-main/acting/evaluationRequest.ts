/** What an evaluation of a checkpoint asks for, and what it gets. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { EvaluatedEpisode } from '../../shared/evaluation.ts';

/** @typeParam Config what the algorithm's schema makes of the run's config */
export interface EvaluationRequest<Config = Readonly<Record<string, unknown>>> {
  readonly environment: string;
  /** The run's. */
  readonly config: Config;
  readonly checkpoint: Checkpoint;
  readonly episodes: number;
  /** Names the tracks; the run's own where absent. */
  readonly seed?: number;
  readonly workers: number;
}

export interface EvaluationSummary {
  readonly score: number;
  readonly scoreDeviation: number;
  readonly episodes: readonly EvaluatedEpisode[];
}
