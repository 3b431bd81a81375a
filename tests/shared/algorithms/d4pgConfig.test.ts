import { describe, expect, it } from 'vitest';
import type { MetricReader } from '../../../shared/algorithms/algorithm.ts';
import { D4PG_SCHEMA } from '../../../shared/algorithms/d4pg/config.ts';
import { D4PG_ENVIRONMENTS, D4PG_PRESETS } from '../../../shared/algorithms/d4pg/presets.ts';
import { diagnose } from '../../../shared/algorithms/diagnosis.ts';
import { resolveConfig } from '../../../shared/config.ts';

describe('D4PG’s settings', () => {
  it('have presets that fit every environment that they say something about', () => {
    for (const [preset, changes] of Object.entries(D4PG_PRESETS)) {
      const named = Object.keys(changes).filter((id) => id !== '*');
      for (const environment of '*' in changes ? D4PG_ENVIRONMENTS : named)
        expect(resolveConfig('d4pg', environment, preset), `${preset} of ${environment}`).toBeDefined();
    }
    expect(Object.keys(D4PG_PRESETS)).toEqual(['smoke', 'smoke-pixels', 'laptop', 'laptop-pixels', 'paper']);
  });

  it('read numbers where there are any, unless they are asked not to', () => {
    const observation = (environment: string, preset: string) =>
      (resolveConfig('d4pg', environment, preset)['environment'] as Record<string, unknown>)['observation'];
    for (const preset of ['smoke', 'laptop', 'paper']) {
      expect(observation('dmc/walker-walk', preset)).toBe('state');
      expect(observation('car-racing', preset)).toBe('pixels');
    }
    for (const preset of ['smoke-pixels', 'laptop-pixels'])
      expect(observation('dmc/walker-walk', preset)).toBe('pixels');
    expect(() => observation('car-racing', 'laptop-pixels')).toThrow(
      expect.objectContaining({ code: 'config.unknownPreset' }),
    );
  });

  it('of a run from before there were pictures mean numbers', () => {
    const { environment, encoder, ...before } = D4PG_SCHEMA.parse({});
    const { observation, ...rest } = environment;
    expect(observation).toBe('state');
    expect(D4PG_SCHEMA.parse({ ...before, environment: rest })).toEqual({ ...before, environment, encoder });
  });

  it('tell every return that four frames of at most a point can add up to', () => {
    for (const preset of ['smoke-pixels', 'laptop-pixels']) {
      const config = D4PG_SCHEMA.parse(resolveConfig('d4pg', 'dmc/cartpole-balance', preset));
      const { critic, learning, environment } = config;
      expect(critic.highestReturn).toBeGreaterThanOrEqual(environment.actionRepeat / (1 - learning.gamma));
      expect(critic.lowestReturn).toBe(0);
    }
  });

  it('refuse numbers where there are none', () => {
    const state = { environment: { observation: 'state' } };
    expect(() => resolveConfig('d4pg', 'car-racing', 'laptop', state)).toThrow(
      expect.objectContaining({ code: 'config.picturesOnly' }),
    );
  });
});

it('the doctor says where the disk holds fewer pictures than are to be kept', () => {
  const found = (replay: { readonly cacheBytes: number }, preset: string, values: readonly number[]) => {
    const config = resolveConfig('d4pg', 'dmc/cartpole-balance', preset, { replay });
    const metrics: MetricReader = {
      last: (name) => (name === 'critic/value' ? values.at(-1) : undefined),
      values: (name) => (name === 'critic/value' ? Float64Array.from(values) : undefined),
      names: ['critic/value'],
    };
    const environment = 'dmc/cartpole-balance';
    const run = { algorithm: 'd4pg', environment, config, exact: true, result: null, score: null };
    return diagnose(run, metrics).map(({ id, values: figures }) => [id, figures]);
  };
  // 200,000 frames are 50,000 decisions.
  const tight = { cacheBytes: 50_000 * 4096 - 1 };
  expect(found(tight, 'laptop-pixels', [1])).toEqual([['replayCutShort', { kept: 49_999, wanted: 50_000 }]]);
  expect(found(tight, 'laptop-pixels', [])).toEqual([]);
  expect(found({ cacheBytes: 50_000 * 4096 }, 'laptop-pixels', [1])).toEqual([]);
  expect(found({ cacheBytes: 1_000_000 }, 'laptop', [1])).toEqual([]);
});
