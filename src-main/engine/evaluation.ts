/** One evaluation from a checkpoint's file to its score: in the evaluator's process, and in `studio evaluate`. */
import os from 'node:os';
import { readCheckpoint } from '../store/checkpoints.ts';
import type { EvaluationListener } from '../../shared/evaluation.ts';
import type { EvaluationSummary } from '../acting/evaluationRequest.ts';
import type { EvaluatorStart } from './messages.ts';
import { initialiseRunBackend } from './runBackend.ts';

/**
 * Starts the tensor backend, too.
 * @throws StudioError `checkpoint.unknown`, `checkpoint.damaged`, `checkpoint.mismatch`, `checkpoint.cannotAct`
 */
export async function playEvaluation(
  { algorithm, environment, config, checkpointFile, episodes, seed, lock }: EvaluatorStart,
  listener: EvaluationListener,
): Promise<EvaluationSummary> {
  // Loaded here, so that whoever only reads the command line need not wait for them.
  const { evaluateCheckpoint, isPlayed } = await import('../algorithms/registry.ts');
  const { changedSince } = await import('./environmentLock.ts');
  const { checkpoint } = await readCheckpoint(checkpointFile, isPlayed({ algorithm }));
  const difference = await changedSince(lock, { algorithm, environment, config });
  if (difference !== null) listener.onDifference?.(difference);
  await initialiseRunBackend(config);
  const workers = os.availableParallelism();
  return evaluateCheckpoint({ environment, config, checkpoint, episodes, seed, workers }, listener);
}
