import { describe, expect, it } from 'vitest';
import { cutSlope, influenceParts } from '../../../src-renderer/learn/actionInfluence.ts';

/** Two actions of two numbers, over two states. */
const told = {
  request: { trajectories: 1, horizon: 2, look: 0, nudge: null },
  actionSize: 2,
  influence: Float32Array.of(1, 2, 3, 4, 0, 5, 0, 6),
};

describe('what an imagined action does to the worth', () => {
  it('comes in parts, one for each state that it leads to', () => {
    expect(influenceParts(told, 0, 0)).toEqual([1, 2]);
    expect(influenceParts(told, 0, 1)).toEqual([3, 4]);
    expect(influenceParts(told, 1, 1)).toEqual([0, 6]);
    expect(influenceParts({ ...told, influence: null }, 0, 0)).toEqual([]);
  });

  it('is their sum, or that of the first after the action where the gradient is cut', () => {
    const parts = [0, 0.5, -2, 4];
    expect(cutSlope(parts, 1, 4)).toBe(2.5);
    expect(cutSlope(parts, 1, 1)).toBe(0.5);
    expect(cutSlope(parts, 1, 2)).toBe(-1.5);
    expect(cutSlope(parts, 3, 1)).toBe(4);
  });
});
