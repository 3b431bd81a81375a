/** Turns what a person asks to evaluate into what an evaluator plays: for the window and for `studio evaluate`. */
import { ownEvaluation } from '../../shared/evaluation.ts';
import type { EvaluatorStart } from '../engine/messages.ts';
import type { CheckpointRow } from '../store/checkpointTable.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { findCheckpoint } from './theatreSource.ts';

export interface AskedEvaluation {
  /** An id, `best` or `latest`; where absent the one that the run's score is of, else the best. */
  readonly checkpoint?: string | undefined;
  /** The run's own number where absent. */
  readonly episodes?: number | undefined;
  /** The run's own, and so the episodes of its last phase, where absent. */
  readonly seed?: number | undefined;
}

export interface EvaluationPlan extends EvaluatorStart {
  readonly runId: string;
  readonly runName: string;
  readonly checkpointId: string;
}

/** @throws StudioError `run.unknown`, `checkpoint.unknown` */
export function planEvaluation(
  store: ExperimentStore,
  runId: string,
  { checkpoint, episodes, seed }: AskedEvaluation,
): EvaluationPlan {
  const { name, algorithm, environment, config, compute } = store.run(runId);
  const chosen =
    checkpoint === undefined ? finalOrBest(store, runId) : findCheckpoint(store, runId, checkpoint);
  const own = ownEvaluation(config);
  return {
    runId,
    runName: name,
    algorithm,
    environment,
    config,
    checkpointId: chosen.id,
    checkpointFile: store.folder.checkpoint(runId, chosen.fileName),
    episodes: episodes ?? own.episodes,
    seed: seed ?? own.seed,
    lock: compute?.environment,
  };
}

/** The one that the run's score is of, else the best. @throws StudioError `checkpoint.unknown` */
export function finalOrBest(store: ExperimentStore, runId: string): CheckpointRow {
  return (
    store.checkpoints(runId).find(({ reason }) => reason === 'final') ?? findCheckpoint(store, runId, 'best')
  );
}
