/**
 * What a controller earns in the dream beside what it earns in reality (the virtual and actual columns of Ha &
 * Schmidhuber 2018). A controller that games the dream shows here: its dreamt score lies above the real one by more
 * than chance explains.
 */
import type { EpisodeSummary, MetricSeries } from '../../run.ts';
import type { DreamCheck, Interval } from '../algorithm.ts';
import type { WorldModelsConfig } from './config.ts';

/** Two standard errors, to the normal distribution's 97.5%. */
const NORMAL_95 = 1.96;

export function interval(mean: number, deviation: number, episodes: number): Interval {
  return { mean, half: (NORMAL_95 * deviation) / Math.sqrt(Math.max(1, episodes)) };
}

/** Of two independent means. */
export function gapOf(virtual: Interval, actual: Interval): Interval {
  return { mean: virtual.mean - actual.mean, half: Math.hypot(virtual.half, actual.half) };
}

/**
 * Every evaluation of a run whose C is trained in the dream, oldest first; none where it is not.
 * @param find a metric's series by name
 */
export function dreamChecks(
  { controller }: WorldModelsConfig,
  find: (name: string) => MetricSeries | undefined,
  episodes: readonly EpisodeSummary[],
): readonly DreamCheck[] {
  const virtual = find('evaluation/virtual');
  if (virtual === undefined) return [];
  const at = (name: string, index: number) => find(name)?.values[index] ?? Number.NaN;
  const every = controller.evaluateEvery;
  const generations = controller.generations;
  const evaluationsARound = Math.ceil(generations / every);
  const dreamt = episodes.filter(({ purpose, hasRecipe }) => purpose === 'dream' && hasRecipe);
  return Array.from(virtual.values, (mean, index) => {
    const dream = interval(mean, at('evaluation/virtualDeviation', index), controller.evaluateRollouts);
    const real = interval(
      at('evaluation/actual', index),
      at('evaluation/actualDeviation', index),
      controller.evaluateEpisodes,
    );
    const gap = gapOf(dream, real);
    return {
      generation: Math.min(generations, ((index % evaluationsARound) + 1) * every),
      virtual: dream,
      actual: real,
      gap,
      exploits: gap.mean - gap.half > 0,
      // Real episodes were just played, so no other evaluation has these counters.
      dreams: dreamt
        .filter(
          ({ axis }) =>
            axis.environmentSteps === virtual.axis.environmentSteps[index] &&
            axis.gradientSteps === virtual.axis.gradientSteps[index],
        )
        .sort((a, b) => b.length - a.length),
    };
  });
}
