/** CMA-ES for two numbers: the engine's constants, one step by hand, and what it must not depend on. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { RandomStream } from '../../../shared/random.ts';
import { strategyParameters } from '../../../src-main/algorithms/world-models/cmaEsParameters.ts';
import {
  candidatesOf,
  learned,
  newSearch,
  strategyFor,
  type Search,
} from '../../../src-renderer/learn/evolution.ts';
import { LANDSCAPES, landscapeLoss, type Landscape } from '../../../src-renderer/learn/landscapes.ts';
import { symmetricAxes, type Point } from '../../../src-renderer/learn/symmetricAxes.ts';

function searched(loss: (point: Point) => number, generations: number, count = 12, seed = 1): Search {
  const random = RandomStream.named(seed, 'evolution');
  let search = newSearch([-1.5, 1], 0.5);
  for (let generation = 0; generation < generations; generation++) {
    const candidates = candidatesOf(search, count, random);
    search = learned(
      search,
      [...candidates].sort((one, other) => loss(one) - loss(other)),
    );
  }
  return search;
}

describe('the constants', () => {
  it.each([6, 12, 40])('of %i candidates are the engine’s', (count) => {
    const ours = strategyFor(count);
    const engine = strategyParameters(2, count);
    for (const name of ['muEffective', 'cSigma', 'dSigma', 'cCovariance', 'c1', 'cMu'] as const)
      expect(ours[name], name).toBeCloseTo(engine[name], 12);
    ours.weights.forEach((weight, rank) => {
      expect(weight).toBeCloseTo(engine.weights[rank] ?? NaN, 12);
    });
  });
});

describe('axes', () => {
  it('of a symmetric matrix give it back', () => {
    const number = fc.double({ min: 0.1, max: 5, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.double({ min: -0.99, max: 0.99, noNaN: true }), (xx, yy, share) => {
        const xy = share * Math.sqrt(xx * yy);
        const axes = symmetricAxes(xx, xy, yy);
        const entry = (row: 0 | 1, column: 0 | 1) =>
          axes.reduce(
            (sum, { direction, variance }) => sum + variance * direction[row] * direction[column],
            0,
          );
        expect(entry(0, 0)).toBeCloseTo(xx, 9);
        expect(entry(0, 1)).toBeCloseTo(xy, 9);
        expect(entry(1, 1)).toBeCloseTo(yy, 9);
      }),
    );
  });
});

describe('a generation', () => {
  it('moves the mean by the weighed steps of the better half', () => {
    const ranked: Point[] = [
      [1, 0],
      [0, 1],
      [-9, -9],
      [-9, 9],
    ];
    const [best = 0, second = 0] = strategyFor(4).weights;
    const { mean, generation } = learned(newSearch([0, 0], 1), ranked);
    expect(mean[0]).toBeCloseTo(best, 12);
    expect(mean[1]).toBeCloseTo(second, 12);
    expect(generation).toBe(1);
  });

  it('draws candidates of the cloud’s own spread', () => {
    const search: Search = { ...newSearch([3, -2], 2), covariance: [1, 0.6, 0.5] };
    const drawn = candidatesOf(search, 20_000, RandomStream.named(3, 'spread'));
    const mean = (of: (point: Point) => number) =>
      drawn.reduce((sum, point) => sum + of(point), 0) / drawn.length;
    expect(mean(([x]) => x)).toBeCloseTo(3, 1);
    expect(mean(([x, y]) => (x - 3) * (y + 2))).toBeCloseTo(4 * 0.6, 0);
  });
});

describe('a search', () => {
  it.each(['bowl', 'valley', 'bend'] as const)('finds the goal of the %s', (landscape: Landscape) => {
    const goal: Point = [0.7, -0.4];
    const { mean } = searched((point) => landscapeLoss(landscape, point, goal), 80);
    expect(Math.hypot(mean[0] - goal[0], mean[1] - goal[1])).toBeLessThan(1e-3);
  });

  it('turns its cloud along a slanted valley', () => {
    const { covariance } = searched((point) => landscapeLoss('valley', point, [0, 0]), 40);
    const [long, short] = symmetricAxes(...covariance);
    expect(Math.abs(long.direction[0] * 0.8 + long.direction[1] * 0.6)).toBeGreaterThan(0.97);
    expect(long.variance / short.variance).toBeGreaterThan(8);
  });

  it('depends on the ranking of losses alone', () => {
    const loss = (point: Point) => landscapeLoss('bend', point, [0.5, 0.5]);
    expect(searched((point) => Math.log(1e-9 + loss(point)), 20)).toEqual(searched(loss, 20));
  });
});

it('every landscape is lowest at its goal', () => {
  const place = fc.double({ min: -2, max: 2, noNaN: true });
  for (const landscape of LANDSCAPES) {
    expect(landscapeLoss(landscape, [0.3, -1], [0.3, -1])).toBeCloseTo(0, 12);
    fc.assert(
      fc.property(place, place, (x, y) => {
        expect(landscapeLoss(landscape, [x, y], [0.3, -1])).toBeGreaterThanOrEqual(0);
      }),
    );
  }
});
