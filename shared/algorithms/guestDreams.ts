/**
 * Runs whose agent learns in another run's dream, whatever their algorithm: what is drawn of them and what the doctor reads. Each
 * of their evaluations plays as many episodes in the dream as in reality.
 */
import { configValue } from '../config.ts';
import { dreamOf } from '../dreamSettings.ts';
import type { EpisodeSummary, MetricSeries } from '../run.ts';
import type { ChartPlan, DreamCheck, Finding, MetricReader } from './algorithm.ts';
import { dreamChecksBy, dreamFindings, type EvaluationSizes } from './dreamGap.ts';

type Config = Readonly<Record<string, unknown>>;

/** Both scores of an evaluation, drawn against each other. */
export const DREAM_CHART: ChartPlan = {
  id: 'evaluation.dream',
  metrics: ['evaluation/virtual', 'evaluation/actual'],
};

function sizesOf(config: Config): EvaluationSizes {
  const episodes = Number(configValue(config, 'schedule.evaluateEpisodes') ?? 1);
  return { dreams: episodes, episodes };
}

/** By steps of the dream, oldest first; null where the run does not learn in another's dream. */
export function guestDreamChecks(
  config: Config,
  find: (name: string) => MetricSeries | undefined,
  episodes: readonly EpisodeSummary[],
): readonly DreamCheck[] | null {
  if (dreamOf(config) === null) return null;
  return dreamChecksBy(
    find,
    episodes,
    sizesOf(config),
    (index, { axis }) => axis.environmentSteps[index] ?? Number.NaN,
  );
}

export function guestDreamFindings(config: Config, metrics: MetricReader): readonly Finding[] {
  return dreamOf(config) === null ? [] : dreamFindings(metrics, sizesOf(config));
}
