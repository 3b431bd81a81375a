/** A run beside what was published after as many environment steps. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../shared/algorithms/diagnosis.ts';
import { resolveConfig } from '../../shared/config.ts';
import { equalStepCheck, pointsAbout, publishedCurves, type ComparedRun } from '../../shared/equalSteps.ts';
import { EQUAL_STEPS, PUBLISHED_TABLES } from '../../shared/equalStepScores.ts';
import { environmentIds } from '../../src-main/environments/registry.ts';

const run = (observation: 'state' | 'pixels', environment = 'dmc/reacher-easy') => ({
  environment,
  config: { environment: { observation } },
});

describe('published scores at equal steps', () => {
  it('are of tasks that there are, five rising steps each, with the mean within the seeds’ range', () => {
    const known = environmentIds().map((id) => id.replace('dmc/', '').replaceAll('_', '-'));
    for (const { method, observes, tasks } of PUBLISHED_TABLES) {
      for (const [task, { figures, seeds }] of Object.entries(tasks)) {
        const name = `${method} ${observes} ${task}`;
        expect(known, name).toContain(task);
        expect(figures, name).toHaveLength(EQUAL_STEPS.length);
        expect(seeds, name).toBeGreaterThan(4);
        for (const [mean, low, high] of figures) {
          expect(low, name).toBeLessThanOrEqual(mean);
          expect(high, name).toBeGreaterThanOrEqual(mean);
        }
      }
    }
  });

  it('are those from numbers for who sees numbers, from pixels else, and none of other environments', () => {
    const methods = (of: ComparedRun) => publishedCurves(of).map(({ method }) => method);
    expect(methods(run('state'))).toEqual(['DreamerV3', 'D4PG']);
    expect(methods(run('pixels'))).toEqual(['DreamerV3', 'DrQ-v2']);
    expect(methods({ ...run('pixels'), config: {} })).toEqual(['DreamerV3', 'DrQ-v2']);
    expect(methods(run('pixels', 'car-racing'))).toEqual([]);
    expect(methods(run('state', 'dmc/toString'))).toEqual([]);
    // Steps in another run's dream are not the environment's.
    const { environment, config } = run('pixels');
    expect(methods({ environment, config: { ...config, dream: { run: 'sleeper' } } })).toEqual([]);
  });

  it('are found however a task’s name is written', () => {
    const [first] = publishedCurves(run('state', 'dmc/ball_in_cup-catch'));
    expect(first?.points[1]).toEqual({ steps: 105_000, mean: 764, low: 140, high: 965 });
    expect(first?.seeds).toBe(5);
  });

  it('are shown from half of the first on, as far as a run has come and one point further', () => {
    const points = publishedCurves(run('state'))[0]?.points ?? [];
    const shown = (steps: number) => pointsAbout(points, steps).map((point) => point.steps);
    expect(shown(24_999)).toEqual([]);
    expect(shown(25_000)).toEqual([50_000, 105_000]);
    expect(shown(105_000)).toEqual([50_000, 105_000]);
    expect(shown(105_001)).toEqual([50_000, 105_000, 165_000]);
    expect(shown(600_000)).toEqual([...EQUAL_STEPS]);
  });
});

describe('a run', () => {
  const check = (steps: readonly number[], values: readonly number[]) =>
    equalStepCheck(run('state'), 'DreamerV3', { steps, values });

  it('is compared at the latest published step that it has evaluations about, by their mean', () => {
    const steps = [39_000, 40_000, 50_000, 60_000, 61_000];
    expect(check(steps, [1, 100, 200, 600, 9000])).toMatchObject({ score: 300, point: { steps: 50_000 } });
    expect(check([50_000, 105_500], [100, 700])).toMatchObject({ score: 700, point: { steps: 105_000 } });
  });

  it('is not compared before the first, nor where nothing was published', () => {
    expect(check([0, 20_000], [0, 400])).toBeNull();
    expect(
      equalStepCheck(run('state', 'car-racing'), 'DreamerV3', { steps: [50_000], values: [1] }),
    ).toBeNull();
  });

  it.each([
    ['behindPublished', 313],
    ['asPublished', 314],
    ['asPublished', 934],
    ['aheadOfPublished', 935],
  ])('is %s with %d, by Dreamer’s doctor', (id, score) => {
    const config = resolveConfig('dreamer', 'dmc/reacher-easy', 'laptop-state');
    const of = {
      algorithm: 'dreamer',
      environment: 'dmc/reacher-easy',
      config,
      exact: true,
      result: null,
      score: null,
    };
    const series = (name: string, values: readonly number[]) =>
      name === 'evaluation/return' ? Float64Array.from(values) : undefined;
    const metrics = {
      last: () => undefined,
      values: (name: string) => series(name, [score]),
      names: ['evaluation/return'],
    };
    const steps = (name: string) => series(name, [50_000]);
    const expected = { score, steps: 50_000, mean: 611, low: 314, high: 934, seeds: 5 };
    expect(diagnose(of, { ...metrics, steps })).toEqual([
      { id, level: id === 'behindPublished' ? 'warning' : 'good', values: expected },
    ]);
    // Who knows no steps says nothing.
    expect(diagnose(of, metrics)).toEqual([]);
  });
});
