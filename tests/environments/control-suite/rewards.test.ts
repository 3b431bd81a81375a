import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallControl, tolerance } from '../../../src-main/environments/control-suite/rewards.ts';

describe('tolerance', () => {
  it('is 1 inside, whatever the shape', () => {
    expect(tolerance(0.5, { lower: 0, upper: 1 })).toBe(1);
    expect(tolerance(1, { lower: 0, upper: 1, margin: 2 })).toBe(1);
  });

  it('is a step without a margin', () => {
    expect(tolerance(1.0000001, { lower: 0, upper: 1 })).toBe(0);
  });

  // dm_control.utils.rewards.tolerance(x, bounds=(0, 1), margin=2, sigmoid=s, value_at_margin=v)
  it.each([
    [2, 'gaussian', 0.1, 0.5623413251903491],
    [-1.5, 'gaussian', 0.1, 0.2738419634264361],
    [2, 'linear', 0.5, 0.75],
    [-4, 'linear', 0, 0],
    [2, 'quadratic', 0, 0.75],
    [3.5, 'quadratic', 0, 0],
  ] as const)('at %d, %s with %d at the margin, is %d', (x, sigmoid, valueAtMargin, expected) => {
    expect(tolerance(x, { lower: 0, upper: 1, margin: 2, sigmoid, valueAtMargin })).toBeCloseTo(expected, 14);
  });

  it('never leaves [0, 1] and never grows with the distance', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e3, noNaN: true }),
        fc.double({ min: 0, max: 1e3, noNaN: true }),
        fc.constantFrom('gaussian' as const, 'linear' as const, 'quadratic' as const),
        (near, further, sigmoid) => {
          const at = (distance: number) =>
            tolerance(1 + distance, { lower: 0, upper: 1, margin: 3, sigmoid, valueAtMargin: 0.1 });
          expect(at(near)).toBeLessThanOrEqual(1);
          expect(at(near + further)).toBeGreaterThanOrEqual(0);
          expect(at(near + further)).toBeLessThanOrEqual(at(near));
        },
      ),
    );
  });
});

describe('smallControl', () => {
  it('is the mean over the controls', () => {
    expect(smallControl(Float64Array.of(0, 1, 0.5))).toBeCloseTo((1 + 0 + 0.75) / 3, 15);
  });
});
