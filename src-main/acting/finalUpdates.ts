import type { Axis, TrainingUpdate } from '../../shared/run.ts';
import { deviationOf, meanOf } from './scores.ts';

/**
 * A run's last word: how the agent does, and how one that has learnt nothing does from the same starts.
 * @param figures of the run besides those of its evaluation
 */
export function finalUpdates(
  axis: Axis,
  returns: readonly number[],
  randomReturns: readonly number[],
  figures: Readonly<Record<string, number>> = {},
): TrainingUpdate[] {
  const score = meanOf(returns);
  const scoreDeviation = deviationOf(returns);
  const randomReturn = meanOf(randomReturns);
  return [
    {
      kind: 'metrics',
      axis,
      values: {
        'evaluation/return': score,
        'evaluation/deviation': scoreDeviation,
        'evaluation/randomReturn': randomReturn,
      },
    },
    { kind: 'checkpoint', reason: 'final', score },
    {
      kind: 'result',
      result: {
        score,
        scoreDeviation,
        scoreEpisodes: returns.length,
        figures: {
          ...figures,
          'evaluation.randomReturn': randomReturn,
          'evaluation.randomDeviation': deviationOf(randomReturns),
        },
      },
    },
  ];
}
