/** One evaluation from a checkpoint's file to its score: in the evaluator's process, and in `studio evaluate`. */
import os from 'node:os';
import { configValue } from '../../shared/config.ts';
import { readCheckpoint } from '../store/checkpoints.ts';
import type { EvaluationListener, EvaluationSummary } from '../training/evaluationRequest.ts';
import type { EvaluatorStart } from './messages.ts';

/**
 * Starts the tensor backend with the run's own thread count: another one gives other bits.
 * @throws StudioError `checkpoint.unknown`, `checkpoint.damaged`, `checkpoint.mismatch`, `checkpoint.cannotAct`
 */
export async function playEvaluation(
  { algorithm, environment, config, checkpointFile, episodes, seed }: EvaluatorStart,
  listener: EvaluationListener,
): Promise<EvaluationSummary> {
  // Loaded here, so that whoever only reads the command line need not wait for them.
  const { isPlayed } = await import('../agents/registry.ts');
  const { checkpoint } = await readCheckpoint(checkpointFile, isPlayed({ algorithm }));
  const { initialiseBackend } = await import('../numerics/backend.ts');
  const threads = configValue(config, 'compute.threads');
  await initialiseBackend(typeof threads === 'number' ? { threads } : {});
  const { evaluateCheckpoint } = await import('../training/evaluateRun.ts');
  const workers = os.availableParallelism();
  return evaluateCheckpoint({ environment, config, checkpoint, episodes, seed, workers }, listener);
}
