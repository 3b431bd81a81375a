/**
 * What an agent earns in a dream beside what it earns in reality (the virtual and actual columns of Ha & Schmidhuber 2018). One
 * that games the dream shows here: its dreamt score lies above the real one by more than chance explains.
 */
import type { EpisodeSummary, MetricSeries } from '../run.ts';
import type { DreamCheck, Finding, Interval, MetricReader } from './algorithm.ts';

/** Two standard errors, to the normal distribution's 97.5%. */
const NORMAL_95 = 1.96;

/** Episodes behind one evaluation's two means. */
export interface EvaluationSizes {
  readonly dreams: number;
  readonly episodes: number;
}

export const DREAM_FINDINGS = ['dreamExploited', 'dreamHolds'] as const;

export function interval(mean: number, deviation: number, episodes: number): Interval {
  return { mean, half: (NORMAL_95 * deviation) / Math.sqrt(Math.max(1, episodes)) };
}

/** Of two independent means. */
export function gapOf(virtual: Interval, actual: Interval): Interval {
  return { mean: virtual.mean - actual.mean, half: Math.hypot(virtual.half, actual.half) };
}

/** Both scores of one evaluation against each other. */
export function compared(virtual: Interval, actual: Interval): Omit<DreamCheck, 'at' | 'dreams'> {
  const gap = gapOf(virtual, actual);
  return { virtual, actual, gap, exploits: gap.mean - gap.half > 0 };
}

/**
 * Every evaluation, oldest first; none where nothing was dreamt.
 * @param find a metric's series by name
 * @param sizes of an evaluation, by where it stood
 * @param at what an evaluation is counted by, of its number among them
 */
export function dreamChecksBy(
  find: (name: string) => MetricSeries | undefined,
  episodes: readonly EpisodeSummary[],
  sizes: (at: number) => EvaluationSizes,
  at: (index: number, virtual: MetricSeries) => number,
): readonly DreamCheck[] {
  const virtual = find('evaluation/virtual');
  if (virtual === undefined) return [];
  const value = (name: string, index: number) => find(name)?.values[index] ?? Number.NaN;
  const dreamt = episodes.filter(({ purpose, hasRecipe }) => purpose === 'dream' && hasRecipe);
  return Array.from(virtual.values, (mean, index) => {
    const where = at(index, virtual);
    const played = sizes(where);
    const { exploits, ...scores } = compared(
      interval(mean, value('evaluation/virtualDeviation', index), played.dreams),
      interval(
        value('evaluation/actual', index),
        value('evaluation/actualDeviation', index),
        played.episodes,
      ),
    );
    return {
      at: where,
      ...scores,
      exploits: exploits && tellsChance(played),
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

/** One episode says nothing of chance. */
function tellsChance({ dreams, episodes }: EvaluationSizes): boolean {
  return dreams > 1 && episodes > 1;
}

/** Whether the newest dreamt score is worth anything in reality; nothing before there is one. */
export function dreamFindings(
  metrics: MetricReader,
  { dreams, episodes }: EvaluationSizes,
): readonly Finding[] {
  const read = (name: string, count: number) => {
    const mean = metrics.last(`evaluation/${name}`);
    const deviation = metrics.last(`evaluation/${name}Deviation`);
    return mean === undefined || deviation === undefined ? null : interval(mean, deviation, count);
  };
  const virtual = read('virtual', dreams);
  const actual = read('actual', episodes);
  if (!tellsChance({ dreams, episodes })) return [];
  if (virtual === null || actual === null) return [];
  const values = { virtual: virtual.mean, actual: actual.mean };
  return [
    compared(virtual, actual).exploits
      ? { id: 'dreamExploited', level: 'warning', values }
      : { id: 'dreamHolds', level: 'good', values },
  ];
}
