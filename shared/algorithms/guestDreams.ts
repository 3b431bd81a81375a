/**
 * Runs whose agent learns in another run's dream, whatever their algorithm: what is drawn of them and what the doctor reads. Each
 * of their evaluations plays as many episodes in the dream as in reality.
 */
import { configValue } from '../config.ts';
import { dreamOf } from '../dreamSettings.ts';
import type { EpisodeSummary, MetricSeries, RunDetail } from '../run.ts';
import type { ChartPlan, DreamCheck, Finding, MetricReader } from './algorithm.ts';
import { dreamChecksBy, dreamFindings, type EvaluationSizes } from './dreamGap.ts';

type Config = Readonly<Record<string, unknown>>;

/** Both scores of an evaluation, drawn against each other. */
export const DREAM_CHART: ChartPlan = {
  id: 'evaluation.dream',
  metrics: ['evaluation/virtual', 'evaluation/actual'],
};

/** @param isLast the one at the end of the run, which is of more episodes */
function sizesOf(config: Config, isLast: boolean): EvaluationSizes {
  const path = isLast ? 'evaluate.episodes' : 'schedule.evaluateEpisodes';
  const episodes = Number(configValue(config, path) ?? 1);
  return { dreams: episodes, episodes };
}

/** By steps of the dream, oldest first; null where the run does not learn in another's dream. */
export function guestDreamChecks(
  config: Config,
  find: (name: string) => MetricSeries | undefined,
  episodes: readonly EpisodeSummary[],
): readonly DreamCheck[] | null {
  if (dreamOf(config) === null) return null;
  // All others come before the steps are made.
  const end = Number(configValue(config, 'schedule.environmentSteps') ?? Infinity);
  return dreamChecksBy(
    find,
    episodes,
    (steps) => sizesOf(config, steps >= end),
    (index, { axis }) => axis.environmentSteps[index] ?? Number.NaN,
  );
}

export function guestDreamFindings(
  { config, result }: Pick<RunDetail, 'config' | 'result'>,
  metrics: MetricReader,
): readonly Finding[] {
  return dreamOf(config) === null ? [] : dreamFindings(metrics, sizesOf(config, result !== null));
}
