import { describe, expect, it } from 'vitest';
import type { MetricReader } from '../../../shared/algorithms/algorithm.ts';
import { diagnose } from '../../../shared/algorithms/diagnosis.ts';
import { explorationEpsilon } from '../../../shared/algorithms/dqn/epsilon.ts';
import { DQN_ENVIRONMENTS, DQN_PRESETS } from '../../../shared/algorithms/dqn/presets.ts';
import { algorithmDefinition } from '../../../shared/algorithms/registry.ts';
import { changedConfig, configFields, resolveConfig } from '../../../shared/config.ts';
import type { DeepPartialConfig } from '../../../shared/configFields.ts';

describe('the share of random decisions', () => {
  const schedule = {
    exploration: { finalEpsilon: 0.05, decisions: 50_000 },
    learning: algorithmLearning(5000),
  };
  it.each([
    [0, 1],
    [5000, 1],
    [30_000, 0.525],
    [55_000, 0.05],
    [1_000_000, 0.05],
  ])('after %i decisions is %d', (decisions, epsilon) => {
    expect(explorationEpsilon(schedule, decisions)).toBeCloseTo(epsilon, 12);
  });
});

function algorithmLearning(startsAfter: number) {
  const config = resolveConfig('dqn', 'car-racing', 'laptop', { learning: { startsAfter } });
  return config['learning'] as Parameters<typeof explorationEpsilon>[0]['learning'];
}

describe('DQN’s settings', () => {
  it('are Nature’s in the preset `paper`', () => {
    expect(resolveConfig('dqn', 'car-racing', 'paper')).toMatchObject({
      environment: { actionRepeat: 4, observation: 'pixels' },
      replay: { transitions: 1_000_000, steps: 1, prioritised: false },
      reward: { scale: 1, clip: 1 },
      network: { stackedFrames: 4, units: 512 },
      learning: {
        startsAfter: 50_000,
        decisionsPerStep: 4,
        batchSize: 32,
        optimizer: 'rmsprop',
        learningRate: 2.5e-4,
        rmsDecay: 0.95,
        rmsEpsilon: 1e-5,
        gamma: 0.99,
        targetEvery: 2500,
        doubleDqn: false,
      },
      exploration: { finalEpsilon: 0.1, decisions: 1_000_000 },
      evaluate: { epsilon: 0.05 },
    });
  });

  it('have presets that fit every environment that they say something about', () => {
    for (const [preset, changes] of Object.entries(DQN_PRESETS)) {
      const named = Object.keys(changes).filter((id) => id !== '*');
      for (const environment of '*' in changes ? DQN_ENVIRONMENTS : named)
        expect(resolveConfig('dqn', environment, preset), `${preset} of ${environment}`).toBeDefined();
    }
    expect(Object.keys(DQN_PRESETS)).toEqual(['smoke', 'laptop-state', 'laptop', 'paper']);
  });

  it('let it choose where there is something to choose between, and there alone', () => {
    const choices = (environment: string) => resolveConfig('dqn', environment, 'paper')['actions'];
    expect(choices('take-cover')).toEqual({ choices: 'own' });
    expect(choices('car-racing')).toEqual({ choices: 'own' });
    expect(choices('dmc/cartpole-balance')).toEqual({ choices: 'three' });
    expect(choices('dmc/walker-walk')).toEqual({ choices: 'two' });
    expect(DQN_ENVIRONMENTS).not.toContain('dmc/humanoid-walk');
    expect(() => choices('dmc/humanoid-walk')).toThrow(
      expect.objectContaining({ code: 'environment.unknown' }),
    );
  });

  it.each([
    ['dmc/cartpole-balance', { actions: { choices: 'own' } }, 'config.noChoices', 'actions.choices'],
    ['take-cover', { actions: { choices: 'three' } }, 'config.noGrid', 'actions.choices'],
    ['dmc/walker-walk', { actions: { choices: 'three' } }, 'config.tooManyChoices', 'actions.choices'],
    [
      'car-racing',
      { environment: { observation: 'state' } },
      'config.picturesOnly',
      'environment.observation',
    ],
    ['car-racing', { learning: { startsAfter: 250_000 } }, 'config.neverLearns', 'learning.startsAfter'],
    ['model-file', { environment: { reward: '1' } }, 'config.modelAndReward', 'environment.model'],
  ] as const)('%s with %j is refused before anything starts', (environment, overrides, code, field) => {
    const refused = expect.objectContaining({ code }) as Error;
    expect(() => resolveConfig('dqn', environment, 'laptop', overrides as DeepPartialConfig)).toThrow(
      refused,
    );
    // The form shows it at the field to change.
    const flat = Object.entries(overrides).flatMap(([group, fields]) =>
      Object.entries(fields).map(([name, value]) => [`${group}.${name}`, value as string | number] as const),
    );
    const config = resolveConfig('dqn', environment, 'laptop');
    expect(() => changedConfig('dqn', environment, config, Object.fromEntries(flat))).toThrow(refused);
    const definition = algorithmDefinition('dqn');
    const changed = definition.schema.parse({ ...config, ...merged(config, overrides) });
    expect(definition.conflicts(environment, changed).map((conflict) => conflict.field)).toEqual([field]);
  });

  it('start one decision before the run’s last, if need be', () => {
    const learning = { startsAfter: 249_999 };
    expect(resolveConfig('dqn', 'car-racing', 'laptop', { learning })).toMatchObject({ learning });
  });

  it('say which of them the paper has', () => {
    const paper = (path: string) =>
      configFields('dqn', 'car-racing').find((field) => field.path === path)?.meta.paper;
    expect(paper('learning.learningRate')).toBe(2.5e-4);
    expect(paper('actions.choices')).toBeUndefined();
    expect(paper('replay.priorityExponent')).toBeUndefined();
  });
});

function merged(
  config: Readonly<Record<string, unknown>>,
  overrides: Readonly<Record<string, object>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(overrides).map(([group, fields]) => [group, { ...(config[group] as object), ...fields }]),
  );
}

describe('what the doctor says of a DQN run', () => {
  const reader = (series: Readonly<Record<string, readonly number[]>>): MetricReader => ({
    last: (name) => series[name]?.at(-1),
    values: (name) => {
      const values = series[name];
      return values === undefined ? undefined : Float64Array.from(values);
    },
    names: Object.keys(series),
  });
  const ids = (
    series: Readonly<Record<string, readonly number[]>>,
    overrides: DeepPartialConfig = {},
    environment = 'car-racing',
  ) => {
    const preset = environment.startsWith('dmc/') ? 'laptop-state' : 'laptop';
    const config = resolveConfig('dqn', environment, preset, overrides);
    const run = { algorithm: 'dqn', environment, config, exact: true, result: null, score: null };
    return diagnose(run, reader(series)).map(({ id }) => id);
  };
  const played = { 'train/return': [20, -35, 300], 'train/length': [250, 250, 250] };
  const values = (value: number) => ({ ...played, 'q/value': Array<number>(10).fill(value) });

  it('nothing of a run that is well, or has just begun', () => {
    expect(ids({})).toEqual([]);
    expect(ids(values(100))).toEqual([]);
  });

  it('that values explode: far beyond all that was earned, either way', () => {
    expect(ids(values(901))).toEqual(['valuesExplode']);
    expect(ids(values(-901))).toEqual(['valuesExplode']);
    expect(ids(values(899))).toEqual([]);
    // Nine figures are too few; and episodes cut short hide what values rightly count on.
    expect(ids({ ...played, 'q/value': Array<number>(9).fill(901) })).toEqual([]);
    expect(ids({ ...values(901), 'train/length': [50] })).toEqual([]);
  });

  it('that exploration is set for longer than the run', () => {
    expect(ids(values(1), { exploration: { decisions: 300_000 } })).toEqual(['explorationOutlastsRun']);
    expect(ids(values(1), { exploration: { decisions: 250_000 } })).toEqual([]);
  });

  it('that the disk holds fewer pictures than should be kept', () => {
    const replay = { cacheBytes: 4096 * 99_000 };
    expect(ids(values(1), { replay })).toEqual(['replayCutShort']);
    expect(ids(values(1), { replay, schedule: { environmentSteps: 4 * 99_000 } })).toEqual([]);
    expect(ids(values(1), { replay: { cacheBytes: 1_000_000 } }, 'dmc/cartpole-balance')).toEqual([]);
  });
});
