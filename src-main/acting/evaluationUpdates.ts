/** What a run tells of the evaluations that it plays itself. */
import type { Axis, TrainingUpdate } from '../../shared/run.ts';
import type { EpisodeOutcome } from './episodes.ts';
import { episodeUpdate } from './episodeUpdate.ts';
import { finalUpdates } from './finalUpdates.ts';
import { deviationOf, meanOf } from './scores.ts';

/** Of the last evaluation's episodes. */
const KEPT_RECIPES = 5;

/**
 * One between two stretches of training.
 * @param bestBefore of the evaluations so far; null before the first @param figures besides its scores
 */
export function evaluationUpdates(
  outcomes: readonly EpisodeOutcome[],
  axis: Axis,
  bestBefore: number | null,
  figures: Readonly<Record<string, number>> = {},
): { readonly best: number; readonly updates: readonly TrainingUpdate[] } {
  const returns = outcomes.map(({ episodeReturn }) => episodeReturn);
  const score = meanOf(returns);
  const best = Math.max(score, bestBefore ?? score);
  const improved = bestBefore === null || score > bestBefore;
  const updates: readonly TrainingUpdate[] = [
    ...outcomes.map((outcome, index) =>
      episodeUpdate(outcome, { purpose: 'evaluation', phase: 'train', axis, keepsRecipe: index === 0 }),
    ),
    {
      kind: 'metrics',
      axis,
      values: {
        'evaluation/return': score,
        'evaluation/deviation': deviationOf(returns),
        'evaluation/best': best,
        ...figures,
      },
    },
    ...(improved ? [{ kind: 'checkpoint', reason: 'best', score } as const] : []),
  ];
  return { best, updates };
}

/** The one at the end, and somebody who knows nothing on the same starts. */
export function lastEvaluationUpdates(
  trained: readonly EpisodeOutcome[],
  random: readonly EpisodeOutcome[],
  axis: Axis,
): readonly TrainingUpdate[] {
  const returnsOf = (outcomes: readonly EpisodeOutcome[]) =>
    outcomes.map(({ episodeReturn }) => episodeReturn);
  const records = trained.map((outcome, index) =>
    episodeUpdate(outcome, {
      purpose: 'evaluation',
      phase: 'evaluate',
      axis,
      keepsRecipe: index < KEPT_RECIPES,
    }),
  );
  return [...records, ...finalUpdates(axis, returnsOf(trained), returnsOf(random))];
}
