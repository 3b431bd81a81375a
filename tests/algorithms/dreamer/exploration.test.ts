import { describe, expect, it } from 'vitest';
import { explorationAt } from '../../../src-main/algorithms/dreamer/exploration.ts';

describe('exploration', () => {
  it('stays as it is without a half life', () => {
    const constant = { explorationNoise: 0.3, explorationHalfLife: 0, explorationLeast: 0.4 };
    expect([0, 1_000_000].map((steps) => explorationAt(constant, steps))).toEqual([0.3, 0.3]);
  });

  it('falls to nothing where nothing is the least', () => {
    const endless = { explorationNoise: 1, explorationHalfLife: 1, explorationLeast: 0 };
    expect(explorationAt(endless, 10)).toBe(1 / 1024);
    expect(explorationAt(endless, 1e7)).toBe(0);
  });

  it('halves in every half life and never falls below the least', () => {
    const games = { explorationNoise: 0.4, explorationHalfLife: 200_000, explorationLeast: 0.1 };
    const told = [0, 200_000, 300_000, 400_000, 5_000_000].map((steps) => explorationAt(games, steps));
    [0.4, 0.2, 0.15, 0.1, 0.1].forEach((expected, index) => {
      expect(told[index]).toBeCloseTo(expected, 12);
    });
  });
});
