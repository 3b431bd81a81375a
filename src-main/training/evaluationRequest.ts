/** What an evaluation of a checkpoint asks for, and what it gets. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { EvaluatedEpisode } from '../../shared/evaluation.ts';

export interface EvaluationRequest {
  readonly environment: string;
  /** The run's config. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly checkpoint: Checkpoint;
  readonly episodes: number;
  /** Names the tracks; the run's own where absent. */
  readonly seed?: number;
  readonly workers: number;
}

/** Is told how far it is, for a progress bar. */
export interface EvaluationListener {
  /** An episode ended. */
  onEpisode?(episode: EvaluatedEpisode): void;
  /** @param episodes that were played, those under way by their steps; an estimate, since some end early. */
  onPlayed?(episodes: number): void;
}

export interface EvaluationSummary {
  readonly score: number;
  readonly scoreDeviation: number;
  readonly episodes: readonly EvaluatedEpisode[];
}
