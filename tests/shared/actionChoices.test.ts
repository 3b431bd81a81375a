import { describe, expect, it } from 'vitest';
import { actionChoices, choiceProblem, gridSize, MOST_CHOICES } from '../../shared/actionChoices.ts';
import { environmentIds } from '../../shared/environmentFacts.ts';
import { OWN_MODEL } from '../../shared/exampleModel.ts';
import type { BoxSpace } from '../../shared/spaces.ts';

const box = (low: readonly number[], high: readonly number[]): BoxSpace => ({
  kind: 'box',
  shape: [low.length],
  dtype: 'float64',
  low,
  high,
});

describe('what an agent chooses between', () => {
  it('is a discrete environment’s own actions', () => {
    expect(actionChoices('take-cover', { kind: 'discrete', count: 3 }, 'own')).toEqual([[0], [1], [2]]);
  });

  it('is what an environment with a box offers: five ways to drive, in single precision', () => {
    const choices = actionChoices('car-racing', box([-1, 0, 0], [1, 1, 1]), 'own');
    expect(choices).toEqual([
      [0, 0, 0],
      [-1, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, Math.fround(0.8)],
    ]);
  });

  it('is a grid over the bounds, if asked for: the last number varies first', () => {
    const space = box([-1, 0], [1, 4]);
    expect(actionChoices('dmc/reacher-easy', space, 'three')).toEqual(
      [-1, 0, 1].flatMap((first) => [0, 2, 4].map((second) => [first, second])),
    );
    expect(actionChoices('dmc/reacher-easy', space, 'two')).toEqual([
      [-1, 0],
      [-1, 4],
      [1, 0],
      [1, 4],
    ]);
  });

  it.each([
    ['dmc/cartpole-balance', 'own', 'config.noChoices'],
    ['take-cover', 'two', 'config.noGrid'],
    ['dmc/walker-walk', 'three', 'config.tooManyChoices'],
    ['dmc/humanoid-run', 'two', 'config.tooManyChoices'],
    ['dmc/walker-walk', 'two', undefined],
    ['dmc/hopper-hop', 'three', undefined],
    ['car-racing', 'three', undefined],
    // How many numbers an action has is known when the model is opened.
    [OWN_MODEL, 'three', undefined],
  ] as const)('%s with %s: %s, before anything is made', (environment, kind, code) => {
    expect(choiceProblem(environment, kind)?.code).toBe(code);
  });

  it('are refused once the environment is opened, where that could not be told before', () => {
    const many = Array.from({ length: 9 }, () => 1);
    expect(() =>
      actionChoices(
        OWN_MODEL,
        box(
          many.map((one) => -one),
          many,
        ),
        'two',
      ),
    ).toThrow(
      expect.objectContaining({
        code: 'config.tooManyChoices',
        values: { environment: OWN_MODEL, numbers: 9, count: 512, most: MOST_CHOICES },
      }),
    );
  });

  it('is some choice in every environment that has few numbers to act by', () => {
    const acts = environmentIds(({ actionNumbers = 0 }) => gridSize('two', actionNumbers) <= MOST_CHOICES);
    for (const environment of acts) {
      const kinds = (['own', 'three', 'two'] as const).filter(
        (kind) => choiceProblem(environment, kind) === null,
      );
      expect(kinds, environment).not.toHaveLength(0);
    }
  });
});
