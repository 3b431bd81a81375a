import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../shared/config.ts';
import type { EpisodeSummary, MetricSeries } from '../../../shared/run.ts';
import { WORLD_MODELS_SCHEMA } from '../../../shared/algorithms/world-models/config.ts';
import { gapOf, interval } from '../../../shared/algorithms/dreamGap.ts';
import { dreamChecks } from '../../../shared/algorithms/world-models/dreamChecks.ts';

const config = WORLD_MODELS_SCHEMA.parse(
  resolveConfig('world-models', 'take-cover', 'paper', {
    controller: { generations: 60, evaluateEvery: 25, evaluateRollouts: 400, evaluateEpisodes: 100 },
  }),
);
/** Evaluated after 1,000, 2,000, ... steps of the real environment. */
const find = (series: Readonly<Record<string, readonly number[]>>) => {
  return (name: string): MetricSeries | undefined => {
    const values = series[name];
    if (values === undefined) return undefined;
    const axis = {
      environmentSteps: Float64Array.from(values, (_, index) => 1000 * (index + 1)),
      gradientSteps: Float64Array.from(values, () => 50),
      wallSeconds: Float64Array.from(values, (_, index) => index),
    };
    return { name, values: Float64Array.from(values), axis, storedPoints: values.length };
  };
};
const dream = (id: string, environmentSteps: number, length: number): EpisodeSummary => ({
  id,
  runId: 'run',
  createdAt: '',
  hasRecipe: true,
  checkpointId: null,
  purpose: 'dream',
  phase: 'controller',
  episodeReturn: length,
  length,
  terminated: true,
  axis: { environmentSteps, gradientSteps: 50, wallSeconds: 0 },
});
const SERIES = {
  'evaluation/virtual': [900, 2086, 700],
  'evaluation/virtualDeviation': [500, 140, 100],
  'evaluation/actual': [850, 193, 750],
  'evaluation/actualDeviation': [500, 58, 100],
};

describe('dream against reality', () => {
  it('takes the 95% interval of a mean from its episodes', () => {
    expect(interval(1092, 556, 100)).toEqual({ mean: 1092, half: (1.96 * 556) / 10 });
    expect(gapOf({ mean: 10, half: 3 }, { mean: 4, half: 4 })).toEqual({ mean: 6, half: 5 });
  });

  it('flags the paper’s exploited dream and not one whose gap chance explains', () => {
    const checks = dreamChecks(config, find(SERIES), []);
    expect(checks.map(({ exploits }) => exploits)).toEqual([false, true, false]);
    expect(checks[0]?.virtual.half).toBeCloseTo((1.96 * 500) / 20, 9);
    expect(checks[0]?.actual.half).toBeCloseTo((1.96 * 500) / 10, 9);
  });

  it('flags no controller that does better in reality than in its dream', () => {
    const checks = dreamChecks(config, find(SERIES), []);
    expect(checks[2]?.gap.mean).toBe(-50);
    expect(checks[2]?.exploits).toBe(false);
  });

  it('names the generation of each evaluation, the last one cut short', () => {
    expect(dreamChecks(config, find(SERIES), []).map(({ at }) => at)).toEqual([25, 50, 60]);
  });

  it('hands out the dreams of each evaluation, the longest first', () => {
    const episodes = [dream('a', 1000, 300), dream('b', 2000, 900), dream('c', 2000, 2100)];
    const others = [
      { ...dream('d', 2000, 5), hasRecipe: false },
      { ...dream('e', 2000, 5), purpose: 'evaluation' as const },
    ];
    const checks = dreamChecks(config, find(SERIES), [...episodes, ...others]);
    expect(checks.map(({ dreams }) => dreams.map(({ id }) => id))).toEqual([['a'], ['c', 'b'], []]);
  });

  it('has nothing to say of a run that was trained in the real environment', () => {
    expect(dreamChecks(config, find({ 'evaluation/return': [900] }), [])).toEqual([]);
  });
});
