/** What a run tells of the evaluations that it plays itself. */
import type { Axis, TrainingUpdate } from '../../shared/run.ts';
import { dreamtEpisodes, dreamtFigures, returnsOf, type DreamtBeside } from './dreamtBeside.ts';
import type { EpisodeOutcome } from './episodes.ts';
import { episodeUpdate } from './episodeUpdate.ts';
import { finalUpdates } from './finalUpdates.ts';
import { deviationOf, meanOf } from './scores.ts';

/** Of the last evaluation's episodes. */
const KEPT_RECIPES = 5;

/**
 * One between two stretches of training. The score is the real one, and so is what calls a checkpoint the best.
 * @param bestBefore of the evaluations so far; null before the first @param figures besides its scores
 * @param dreamt the same behaviour in the dream that it learns in; null where it learns in the real environment
 */
export function evaluationUpdates(
  outcomes: readonly EpisodeOutcome[],
  axis: Axis,
  bestBefore: number | null,
  figures: Readonly<Record<string, number>> = {},
  dreamt: DreamtBeside | null = null,
): { readonly best: number; readonly updates: readonly TrainingUpdate[] } {
  const returns = returnsOf(outcomes);
  const score = meanOf(returns);
  const best = Math.max(score, bestBefore ?? score);
  const improved = bestBefore === null || score > bestBefore;
  const updates: readonly TrainingUpdate[] = [
    ...outcomes.map((outcome, index) =>
      episodeUpdate(outcome, { purpose: 'evaluation', phase: 'train', axis, keepsRecipe: index === 0 }),
    ),
    ...(dreamt === null ? [] : dreamtEpisodes(dreamt, { phase: 'train', axis, kept: 1 })),
    {
      kind: 'metrics',
      axis,
      values: {
        'evaluation/return': score,
        'evaluation/deviation': deviationOf(returns),
        'evaluation/best': best,
        ...(dreamt === null ? {} : dreamtFigures(dreamt, returns)),
        ...figures,
      },
    },
    ...(improved ? [{ kind: 'checkpoint', reason: 'best', score } as const] : []),
  ];
  return { best, updates };
}

/** The one at the end, and somebody who knows nothing on the same starts. @param dreamt as above */
export function lastEvaluationUpdates(
  trained: readonly EpisodeOutcome[],
  random: readonly EpisodeOutcome[],
  axis: Axis,
  dreamt: DreamtBeside | null = null,
): readonly TrainingUpdate[] {
  const records = trained.map((outcome, index) =>
    episodeUpdate(outcome, {
      purpose: 'evaluation',
      phase: 'evaluate',
      axis,
      keepsRecipe: index < KEPT_RECIPES,
    }),
  );
  const returns = returnsOf(trained);
  if (dreamt === null) return [...records, ...finalUpdates(axis, returns, returnsOf(random))];
  const values = dreamtFigures(dreamt, returns);
  const figures = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name.replace('/', '.'), value]),
  );
  return [
    ...records,
    ...dreamtEpisodes(dreamt, { phase: 'evaluate', axis, kept: KEPT_RECIPES }),
    { kind: 'metrics', axis, values },
    ...finalUpdates(axis, returns, returnsOf(random), figures),
  ];
}
