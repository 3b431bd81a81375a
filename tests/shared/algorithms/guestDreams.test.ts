/** Runs whose agent learns in another run's dream: read by the same rules as World Models' own, whatever their algorithm. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../shared/algorithms/diagnosis.ts';
import { dreamChecksOf } from '../../../shared/algorithms/dreamChecks.ts';
import { ALGORITHMS } from '../../../shared/algorithms/registry.ts';
import { configFields, resolveConfig } from '../../../shared/config.ts';
import { dreamOf, otherSteps } from '../../../shared/dreamSettings.ts';
import type { MetricSeries } from '../../../shared/run.ts';

const guest = {
  algorithm: 'dqn',
  environment: 'car-racing',
  exact: true,
  result: null,
  score: null,
} as const;
const inDream = resolveConfig('dqn', 'car-racing', 'smoke', { dream: { run: 'sleeper' } });
const outside = resolveConfig('dqn', 'car-racing', 'smoke');

/** An evaluation of two episodes, and the last, of three; only the second's gap is beyond chance. */
const VALUES: Readonly<Record<string, readonly number[]>> = {
  'evaluation/virtual': [10, 400],
  'evaluation/virtualDeviation': [20, 10],
  'evaluation/actual': [8, 100],
  'evaluation/actualDeviation': [20, 10],
};
const find = (name: string): MetricSeries | undefined => {
  const values = VALUES[name];
  if (values === undefined) return undefined;
  const steps = Float64Array.of(0, 8000);
  const axis = { environmentSteps: steps, gradientSteps: steps, wallSeconds: steps };
  return { name, axis, values: Float64Array.from(values), storedPoints: 2 };
};
const metrics = {
  names: Object.keys(VALUES),
  values: (name: string) => find(name)?.values,
  last: (name: string) => find(name)?.values.at(-1),
};

describe('a run in another’s dream', () => {
  it('shows each evaluation by the dreamt steps before it, and where the dream is gamed', () => {
    const checks = dreamChecksOf({ ...guest, config: inDream }, find, []);
    expect(checks.map(({ at, exploits }) => [at, exploits])).toEqual([
      [0, false],
      [8000, true],
    ]);
    // 1.96 x 20 / sqrt(2), and 1.96 x 10 / sqrt(3): the preset's episodes.
    expect(checks[0]?.virtual.half).toBeCloseTo(27.72, 2);
    expect(checks[1]?.virtual.half).toBeCloseTo(11.32, 2);
    expect(checks[1]?.gap.mean).toBe(300);
  });

  it('is not said to game a dream by one episode, which says nothing of chance', () => {
    const schedule = { evaluateEpisodes: 1 };
    const one = { dream: { run: 'sleeper' }, schedule, evaluate: { episodes: 1 } };
    const config = resolveConfig('dqn', 'car-racing', 'smoke', one);
    const checks = dreamChecksOf({ ...guest, config }, find, []);
    expect(checks.map(({ exploits }) => exploits)).toEqual([false, false]);
    const said = diagnose({ ...guest, config }, metrics).map(({ id }) => id);
    expect(said.filter((id) => id.startsWith('dream'))).toEqual([]);
  });

  it('is told by the doctor that it games the dream; one in reality is told nothing of dreams', () => {
    const said = (config: Record<string, unknown>) =>
      diagnose({ ...guest, config }, metrics).flatMap(({ id, values }) =>
        id.startsWith('dream') ? [{ id, values }] : [],
      );
    expect(said(inDream)).toEqual([{ id: 'dreamExploited', values: { virtual: 400, actual: 100 } }]);
    expect(said(outside)).toEqual([]);
    expect(dreamChecksOf({ ...guest, config: outside }, find, [])).toEqual([]);
  });
});

describe('the group `dream`', () => {
  it('means the real environment where it is empty, and where a config has none', () => {
    expect(dreamOf(outside)).toBeNull();
    expect(dreamOf({})).toBeNull();
    expect(dreamOf(inDream)).toMatchObject({ run: 'sleeper', temperature: 1, checksum: '' });
  });

  it('is every agent’s that may see pictures and has no world model of its own', () => {
    for (const { id, hasWorldModel, environments } of Object.values(ALGORITHMS)) {
      const paths = configFields(id).map(({ path }) => path);
      const sees = paths.includes('environment.observation') || environments.includes('take-cover');
      expect(paths.includes('dream.run'), id).toBe(sees && !hasWorldModel);
    }
  });

  it.each(['dqn', 'a3c', 'd4pg'])('is refused by %s where it observes numbers', (algorithm) => {
    const observes = algorithm === 'a3c' ? {} : { environment: { observation: 'state' } };
    const changes = { ...observes, dream: { run: 'a' } };
    expect(() => resolveConfig(algorithm, 'dmc/cartpole-balance', 'smoke', changes)).toThrow(
      expect.objectContaining({ code: 'config.dreamIsPictures' }),
    );
  });

  it('asks for the same steps, not for the same rewards or numbers', () => {
    const here = { actionRepeat: 4, lapRule: 'v3', observation: 'pixels', camera: 0 };
    expect(otherSteps(here, { actionRepeat: 4, lapRule: 'v0', observation: 'state' })).toEqual([]);
    expect(otherSteps(here, { actionRepeat: 2, camera: 1 })).toEqual(['actionRepeat 4 / 2', 'camera 0 / 1']);
  });
});
