import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../shared/config.ts';
import type { RunResult } from '../../../shared/run.ts';
import type { MetricReader } from '../../../shared/algorithms/algorithm.ts';
import { diagnose } from '../../../shared/algorithms/diagnosis.ts';

const reader = (series: Readonly<Record<string, readonly number[]>>): MetricReader => ({
  last: (name) => series[name]?.at(-1),
  values: (name) => {
    const values = series[name];
    return values === undefined ? undefined : Float64Array.from(values);
  },
  names: Object.keys(series),
});
const run = {
  algorithm: 'world-models',
  environment: 'car-racing',
  config: resolveConfig('world-models', 'car-racing', 'laptop'),
  exact: true,
  result: null as RunResult | null,
  score: null as number | null,
};
const ids = (series: Readonly<Record<string, readonly number[]>>, change: Partial<typeof run> = {}) =>
  diagnose({ ...run, ...change }, reader(series)).map(({ id }) => id);

describe('what the doctor says of a run', () => {
  it('says nothing before anything was measured', () => {
    expect(ids({})).toEqual([]);
  });
  it('says when V is worse than the mean frame, and when it is not', () => {
    expect(ids({ 'vision/heldOutError': [0.03], 'vision/meanFrameError': [0.02] })).toEqual([
      'visionWorseThanMean',
    ]);
    expect(ids({ 'vision/heldOutError': [0.01], 'vision/meanFrameError': [0.02] })).toEqual(['visionLearns']);
  });
  it('says when M is worse than repeating the last z, and when it is not', () => {
    expect(ids({ 'memory/heldOutError': [0.5], 'memory/repeatError': [0.4] })).toEqual([
      'memoryWorseThanRepeat',
    ]);
    expect(ids({ 'memory/heldOutError': [0.3], 'memory/repeatError': [0.4] })).toEqual(['memoryLearns']);
  });
  it('goes by the newest measurement', () => {
    expect(ids({ 'memory/heldOutError': [0.5, 0.3], 'memory/repeatError': [0.4, 0.4] })).toEqual([
      'memoryLearns',
    ]);
  });
  it('says when a loss is no number any more', () => {
    for (const last of [Number.NaN, Infinity, -Infinity])
      expect(ids({ 'memory/nll': [1, last], 'model/kl': [3e12] })).toEqual(['lossNotFinite']);
  });
  it('says when a loss has grown beyond what any network has', () => {
    expect(ids({ 'model/observation': [100, 3e12] })).toEqual(['lossAbsurd']);
    expect(ids({ 'model/observation': [100, 8e5], 'controller/best': [1e12] })).toEqual([]);
  });
  it('calls the search stuck only after many generations without a better one', () => {
    const rising = Array.from({ length: 60 }, (_, i) => i);
    expect(ids({ 'controller/best': rising })).toEqual([]);
    expect(ids({ 'controller/best': [...rising, ...Array(29).fill(10)] })).toEqual([]);
    expect(ids({ 'controller/best': [...rising, ...Array(30).fill(10)] })).toEqual(['controllerStuck']);
  });
  it('compares C with the random driver', () => {
    const random = { 'collect/return': [-40, -30, -20, -35, -25] };
    expect(ids(random, { score: 500 })).toEqual(['controllerBeatsRandom']);
    expect(ids(random, { score: -31 })).toEqual(['controllerNoBetterThanRandom']);
    expect(ids({ 'collect/return': [-40] }, { score: 500 })).toEqual([]);
  });
  describe('of a Dreamer', () => {
    const agent = {
      algorithm: 'dreamer',
      environment: 'dmc/cartpole-balance',
      config: resolveConfig('dreamer', 'dmc/cartpole-balance', 'laptop', { model: { freeNats: 3 } }),
    };
    const often = (value: number, times = 10) => Array<number>(times).fill(value);

    it('says when the KL stays under its free nats, but not of a single figure', () => {
      expect(ids({ 'model/kl': often(2.5) }, agent)).toEqual(['priorUntaught']);
      expect(ids({ 'model/kl': [...often(2.5, 9), 3.5] }, agent)).toEqual([]);
      expect(ids({ 'model/kl': often(2.5, 9) }, agent)).toEqual([]);
    });
    it('says whether what is imagined is better than a world that stands still', () => {
      const imagined = (errors: readonly number[]) =>
        ids({ 'evaluation/openLoopError': errors, 'evaluation/repeatError': [2, 2, 2] }, agent);
      expect(imagined([1, 1, 1])).toEqual(['imagines']);
      expect(imagined([2, 3, 2])).toEqual(['imaginesNoBetterThanRepeat']);
      expect(imagined([2, 3])).toEqual([]);
    });
    it('compares the agent with chance, on the same episodes', () => {
      const ended = (score: number) => {
        const result = {
          score,
          scoreDeviation: 1,
          scoreEpisodes: 10,
          figures: { 'evaluation.randomReturn': 40 },
        };
        return ids({}, { ...agent, result });
      };
      expect(ended(900)).toEqual(['agentBeatsRandom']);
      expect(ended(30)).toEqual(['agentNoBetterThanRandom']);
    });
  });
  it('says when a run cannot be repeated exactly', () => {
    expect(ids({}, { exact: false })).toEqual(['notExact']);
  });
});
