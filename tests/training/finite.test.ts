import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { demandFinite, demandFiniteWeights } from '../../src-main/training/finite.ts';

const checkpoint = (arrays: Readonly<Record<string, number[]>>): Checkpoint => ({
  format: 1,
  algorithm: 'none',
  header: {},
  arrays: Object.fromEntries(
    Object.entries(arrays).map(([name, values]) => [
      name,
      { shape: [values.length], data: Float32Array.from(values) },
    ]),
  ),
});

describe('numbers out of hand', () => {
  it('are told by the name of their curve and the step', () => {
    expect(() => {
      demandFinite({ 'model/kl': 3, 'model/reward': Number.NaN }, 41);
    }).toThrow(
      expect.objectContaining({
        code: 'training.notFinite',
        values: { name: 'model/reward', value: 'NaN', step: 41 },
      }),
    );
    expect(() => {
      demandFinite({ 'model/kl': -1e30, 'model/gradientNorm': 0 }, 1);
    }).not.toThrow();
  });

  it('in weights are told by their array and place; weights that are merely large are not', () => {
    expect(() => {
      demandFiniteWeights(checkpoint({ a: [1, 2], b: [0, 1, Number.NEGATIVE_INFINITY] }));
    }).toThrow(
      expect.objectContaining({
        code: 'training.weightsNotFinite',
        values: { name: 'b', value: '-Infinity', index: 2 },
      }),
    );
    expect(() => {
      demandFiniteWeights(checkpoint({ a: [3e38, 3e38, -3e38], b: [] }));
    }).not.toThrow();
  });
});
