import { describe, expect, it } from 'vitest';
import { ALGORITHMS } from '../../../shared/algorithms/registry.ts';
import { configFields, configValue, resolveConfig } from '../../../shared/config.ts';
import { DREAMER_ENVIRONMENTS } from '../../../shared/algorithms/dreamer/presets.ts';
import { DREAMER_SCHEMA } from '../../../shared/algorithms/dreamer/config.ts';
import { DATA_SET } from '../../../shared/dataSet.ts';
import { environmentIds } from '../../../src-main/environments/registry.ts';

describe('Dreamer’s config', () => {
  it('is the paper’s where nothing is said', () => {
    const { environment, schedule, model, behaviour } = DREAMER_SCHEMA.parse({});
    expect(environment).toMatchObject({ actionRepeat: 2, observation: 'pixels' });
    expect(schedule).toMatchObject({ seedEpisodes: 5, pretrainSteps: 100, trainSteps: 100 });
    expect(model).toMatchObject({ stochasticSize: 30, deterministicSize: 200, imageDepth: 32 });
    expect(model).toMatchObject({
      batchSize: 50,
      sequenceLength: 50,
      learningRate: 6e-4,
      freeNats: 3,
      beta: 1,
    });
    expect(behaviour).toMatchObject({ horizon: 15, gamma: 0.99, lambda: 0.95, explorationNoise: 0.3 });
    expect(behaviour).toMatchObject({ actorLearningRate: 8e-5, criticLearningRate: 8e-5, gradientClip: 100 });
    // What only options of later papers have, the paper has no value for.
    const beyond = [
      'model.latentClasses',
      'model.klBalance',
      'behaviour.slowCriticEvery',
      'behaviour.slowCriticRate',
    ];
    for (const { path, fallback, meta } of configFields('dreamer'))
      expect(meta.paper, path).toBe(
        beyond.includes(path) ||
          ['model-file', 'gymnasium', DATA_SET].some((id) => meta.only?.includes(id) === true)
          ? undefined
          : fallback,
      );
    for (const { path, meta } of configFields('dreamer', 'dmc/walker-walk'))
      expect(meta.paper === undefined, path).toBe(beyond.includes(path));
    expect(model).toMatchObject({
      latent: 'gaussian',
      rewardHead: 'plain',
      balancesKl: false,
      layerNorm: false,
      observationScale: 1,
      rewardScale: 1,
      freeNatsEach: false,
      gru: 'gru',
      adamEpsilon: 1e-8,
    });
    expect(behaviour).toMatchObject({
      returnScale: 'none',
      actorGradient: 'dynamics',
      slowCritic: 'none',
      replayValueScale: 0,
      unimix: 0,
      startsAtEnds: true,
      explorationHalfLife: 0,
      adamEpsilon: 1e-8,
      actionDistribution: 'squashed',
      entropyScale: 0,
      valueHead: 'plain',
      layerNorm: false,
    });
  });

  it('names environments that exist, the paper’s twenty tasks among them', () => {
    const known = [...environmentIds(), DATA_SET];
    expect(DREAMER_ENVIRONMENTS.filter((id) => !known.includes(id))).toEqual([]);
    expect(DREAMER_ENVIRONMENTS).toEqual(expect.arrayContaining(['door-open', 'car-racing', 'take-cover']));
    expect(new Set(DREAMER_ENVIRONMENTS).size).toBe(29);
  });

  it('has presets that are valid for every environment that they say something about', () => {
    const presets = ALGORITHMS['dreamer']?.presets ?? {};
    for (const [preset, changes] of Object.entries(presets)) {
      for (const environment of DREAMER_ENVIRONMENTS) {
        const resolve = () => resolveConfig('dreamer', environment, preset);
        if ('*' in changes || environment in changes)
          expect(resolve, `${preset} ${environment}`).not.toThrow();
        else expect(resolve, `${preset} ${environment}`).toThrow();
      }
    }
    expect(Object.keys(presets)).toEqual(['smoke', 'laptop-state', 'laptop', 'v3', 'paper']);
  });

  it('shows what only a person’s own model or environment knows nowhere else', () => {
    const paths = (environment?: string) => configFields('dreamer', environment).map(({ path }) => path);
    const own = paths('model-file').filter((path) => !paths('dmc/walker-walk').includes(path));
    expect(own).toEqual(
      ['model', 'reward', 'physicsSteps', 'maxSteps', 'startSpread', 'keyframe', 'camera'].map(
        (name) => `environment.${name}`,
      ),
    );
    const foreign = paths('gymnasium').filter((path) => !paths('dmc/walker-walk').includes(path));
    expect(foreign).toEqual(
      ['maxSteps', 'id', 'kwargs', 'wrappers', 'python', 'pixelsFrom'].map((name) => `environment.${name}`),
    );
    const recorded = paths(DATA_SET).filter((path) => !paths('dmc/walker-walk').includes(path));
    expect(recorded).toEqual(['environment.dataSet', 'schedule.offlineSteps']);
    expect(paths().filter((path) => ![...own, ...foreign, ...recorded].includes(path))).toEqual([
      ...paths('car-racing'),
    ]);
    const field = (path: string) => configFields('dreamer').find((other) => other.path === path);
    expect(field('environment.model')).toMatchObject({ type: 'text', fallback: '', meta: { long: true } });
    expect(field('environment.reward')).toMatchObject({ type: 'text', fallback: '' });
  });

  it('as DreamerV3 turns every option on, and is otherwise the laptop’s', () => {
    const [paper, laptop, v3] = ['paper', 'laptop', 'v3'].map((preset) =>
      resolveConfig('dreamer', 'dmc/walker-walk', preset),
    );
    const differing = (from: Record<string, unknown> | undefined) =>
      configFields('dreamer').flatMap(({ path }) =>
        configValue(from ?? {}, path) === configValue(v3 ?? {}, path) ? [] : [path],
      );
    expect(differing(laptop).sort()).toEqual([
      'behaviour.actorGradient',
      'behaviour.adamEpsilon',
      'behaviour.explorationNoise',
      'behaviour.gamma',
      'behaviour.layerNorm',
      'behaviour.replayValueScale',
      'behaviour.slowCritic',
      'behaviour.startsAtEnds',
      'behaviour.unimix',
      'behaviour.valueHead',
      'model.beta',
      'model.discountScale',
      'model.freeNats',
      'model.freeNatsEach',
      'model.gru',
      'model.klBalance',
      'model.latent',
      'model.latentClasses',
      'model.layerNorm',
      'model.observationScale',
      'model.rewardHead',
      'model.stochasticSize',
      'model.vectorScale',
    ]);
    // By DreamerV3's losses the prior follows by 1 and the posterior by 0.1.
    const [beta, share] = ['model.beta', 'model.klBalance'].map((path) =>
      Number(configValue(v3 ?? {}, path)),
    );
    expect((beta ?? NaN) * (share ?? NaN)).toBeCloseTo(1, 12);
    expect((beta ?? NaN) * (1 - (share ?? NaN))).toBeCloseTo(0.1, 12);
    expect(differing(paper)).toEqual(
      expect.arrayContaining([
        'behaviour.actionDistribution',
        'behaviour.entropyScale',
        'behaviour.returnScale',
        'model.balancesKl',
      ]),
    );
  });

  it('as DreamerV3 predicts ends where episodes end, and has nothing of the paper’s games', () => {
    for (const environment of ['take-cover', 'car-racing']) {
      expect(resolveConfig('dreamer', environment, 'v3'), environment).toMatchObject({
        environment: { actionRepeat: 4 },
        model: { predictsDiscount: true, discountScale: 1, beta: 1.1 },
        behaviour: { horizon: 15, explorationNoise: 0 },
      });
    }
  });

  it('plays Take Cover as the paper plays games: ends are predicted, the horizon is shorter', () => {
    expect(resolveConfig('dreamer', 'take-cover', 'paper')).toMatchObject({
      environment: { actionRepeat: 4 },
      model: { predictsDiscount: true, beta: 0.1 },
      behaviour: { horizon: 10 },
    });
  });

  it('refuses what does not go together', () => {
    const over = { environment: { observation: 'state' } };
    expect(() => resolveConfig('dreamer', 'car-racing', 'laptop', over)).toThrow(
      expect.objectContaining({ code: 'config.picturesOnly' }),
    );
    const wide = { model: { latent: 'categorical', stochasticSize: 512, latentClasses: 32 } };
    expect(() => resolveConfig('dreamer', 'dmc/walker-walk', 'laptop', wide)).toThrow(
      expect.objectContaining({ code: 'config.latentTooLarge' }),
    );
    const unjudged = { behaviour: { kind: 'actor', actorGradient: 'reinforce' } };
    expect(() => resolveConfig('dreamer', 'dmc/walker-walk', 'laptop', unjudged)).toThrow(
      expect.objectContaining({ code: 'config.reinforceNeedsCritic' }),
    );
    const played = { behaviour: { replayValueScale: 0.3 } };
    expect(() => resolveConfig('dreamer', 'dmc/walker-walk', 'laptop', played)).toThrow(
      expect.objectContaining({ code: 'config.replayValueNeedsReinforce' }),
    );
    const short = { environment: { maxSteps: 40, actionRepeat: 2 } };
    expect(() => resolveConfig('dreamer', 'model-file', 'laptop', short)).toThrow(
      expect.objectContaining({ code: 'config.sequenceTooLong', values: { sequence: 32, moments: 21 } }),
    );
    // Elsewhere the environment's own episodes count.
    expect(() => resolveConfig('dreamer', 'dmc/walker-walk', 'laptop', short)).not.toThrow();
    for (const alone of [{ model: '<mujoco/>' }, { reward: '1' }]) {
      expect(() => resolveConfig('dreamer', 'model-file', 'laptop', { environment: alone })).toThrow(
        expect.objectContaining({ code: 'config.modelAndReward' }),
      );
    }
    expect(() => resolveConfig('dreamer', 'car-racing', 'laptop-state')).toThrow(
      expect.objectContaining({
        code: 'config.unknownPreset',
        values: { preset: 'laptop-state', known: 'smoke, laptop, v3, paper' },
      }),
    );
  });
});
