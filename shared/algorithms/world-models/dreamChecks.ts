/** Every evaluation of a run whose C is trained in its own dream. */
import type { EpisodeSummary, MetricSeries } from '../../run.ts';
import type { DreamCheck } from '../algorithm.ts';
import { dreamChecksBy, type EvaluationSizes } from '../dreamGap.ts';
import type { WorldModelsConfig } from './config.ts';

/** Of one evaluation of the search's centre. */
export function evaluationSizes({ controller }: Pick<WorldModelsConfig, 'controller'>): EvaluationSizes {
  return { dreams: controller.evaluateRollouts, episodes: controller.evaluateEpisodes };
}

/**
 * By generation, oldest first; none where C is not trained in the dream.
 * @param find a metric's series by name
 */
export function dreamChecks(
  config: WorldModelsConfig,
  find: (name: string) => MetricSeries | undefined,
  episodes: readonly EpisodeSummary[],
): readonly DreamCheck[] {
  const { generations, evaluateEvery: every } = config.controller;
  const evaluationsARound = Math.ceil(generations / every);
  const sizes = evaluationSizes(config);
  return dreamChecksBy(
    find,
    episodes,
    () => sizes,
    (index) => Math.min(generations, ((index % evaluationsARound) + 1) * every),
  );
}
