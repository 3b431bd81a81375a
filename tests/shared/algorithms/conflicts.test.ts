import { describe, expect, it } from 'vitest';
import { configFields, resolveConfig } from '../../../shared/config.ts';
import { algorithmDefinition } from '../../../shared/algorithms/registry.ts';

const IN_DREAM = { controller: { trainIn: 'dream' } } as const;

describe('settings that do not go together', () => {
  it('CarRacing is not trained in the dream without a reward head: none is invented', () => {
    expect(() => resolveConfig('world-models', 'car-racing', 'laptop', IN_DREAM)).toThrow(
      expect.objectContaining({ code: 'config.dreamNeedsReward' }),
    );
    const config = resolveConfig('world-models', 'car-racing', 'laptop', {
      ...IN_DREAM,
      memory: { predictsReward: true },
    });
    expect(config).toMatchObject({ controller: { trainIn: 'dream' }, memory: { predictsDone: false } });
  });

  it('Take Cover is not trained in a dream that never ends', () => {
    expect(() =>
      resolveConfig('world-models', 'take-cover', 'laptop', { memory: { predictsDone: false } }),
    ).toThrow(expect.objectContaining({ code: 'config.dreamNeedsEnd' }));
    const real = { memory: { predictsDone: false }, controller: { trainIn: 'environment' } };
    expect(resolveConfig('world-models', 'take-cover', 'laptop', real)).toMatchObject(real);
  });

  it('M carries its state only where it is told of beginnings', () => {
    const real = { predictsDone: false, carriesState: true };
    expect(() => resolveConfig('world-models', 'car-racing', 'laptop', { memory: real })).toThrow(
      expect.objectContaining({ code: 'config.carriedStateNeedsEnd' }),
    );
    const carried = { memory: { carriesState: true } };
    expect(resolveConfig('world-models', 'take-cover', 'laptop', carried)).toMatchObject(carried);
  });

  it('collection must keep something', () => {
    expect(() =>
      resolveConfig('world-models', 'take-cover', 'paper', { collect: { minSteps: 200, maxSteps: 100 } }),
    ).toThrow(
      expect.objectContaining({ code: 'config.nothingKept', values: { shortest: 200, longest: 100 } }),
    );
  });

  it('are named at the field to change', () => {
    const config = resolveConfig('world-models', 'take-cover', 'paper');
    const conflicts = algorithmDefinition('world-models').conflicts('car-racing', config);
    expect(conflicts.map(({ code, field }) => [code, field])).toEqual([
      ['config.dreamNeedsReward', 'memory.predictsReward'],
    ]);
  });
});

describe('what the paper used', () => {
  const paper = (environment: string, path: string) =>
    configFields('world-models', environment).find((field) => field.path === path)?.meta.paper;

  it('is that of the game in question', () => {
    expect(paper('car-racing', 'vision.latentSize')).toBe(32);
    expect(paper('take-cover', 'vision.latentSize')).toBe(64);
    expect(paper('car-racing', 'memory.hiddenSize')).toBe(256);
    expect(paper('take-cover', 'memory.hiddenSize')).toBe(512);
    expect(paper('take-cover', 'controller.trainIn')).toBe('dream');
    expect(paper('take-cover', 'controller.temperature')).toBe(1.15);
    expect(paper('take-cover', 'controller.evaluateEpisodes')).toBe(100);
  });

  it.each(['car-racing', 'take-cover'])('of every preset of %s can be resolved', (environment) => {
    for (const preset of ['paper', 'laptop', 'smoke']) {
      expect(resolveConfig('world-models', environment, preset)['rounds']).toBe(1);
    }
  });
});
