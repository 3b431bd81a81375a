/** Surprise under a mixture and its fit, against hand-computed cases. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitStep, LEAST_DEVIATION, meanSurprise } from '../../../src-renderer/learn/mixtures.ts';

const component = (weight: number, mean: number, deviation: number) => ({ weight, mean, deviation });

describe('surprise', () => {
  it('of a standard normal at its middle is half of ln 2 pi', () => {
    expect(meanSurprise([0], [component(1, 0, 1)])).toBeCloseTo(Math.log(2 * Math.PI) / 2, 12);
    expect(meanSurprise([0, 2], [component(1, 0, 1)])).toBeCloseTo(Math.log(2 * Math.PI) / 2 + 1, 12);
  });

  it('stays finite far from everything', () => {
    expect(meanSurprise([1e6], [component(1, 0, 1)])).toBeLessThan(1000);
  });
});

describe('a step of the fit', () => {
  it('of one curve is mean and deviation of the data', () => {
    expect(fitStep([1, 3, 5], [component(1, 0, 1)])).toEqual([component(1, 3, Math.sqrt(8 / 3))]);
  });

  it('gives each of two far heaps its curve', () => {
    const [left, right] = fitStep([-5, -4, 4, 5, 6], [component(0.5, -3, 1), component(0.5, 3, 1)]);
    expect(left?.weight).toBeCloseTo(0.4, 6);
    expect(left?.mean).toBeCloseTo(-4.5, 6);
    expect(right?.weight).toBeCloseTo(0.6, 6);
    expect(right?.deviation).toBeCloseTo(Math.sqrt(2 / 3), 6);
  });

  it('never makes the data more surprising, unless a curve may not get narrower', () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    const curve = fc.record({ mean: number, deviation: fc.double({ min: 0.2, max: 2, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(number, { minLength: 3, maxLength: 30 }), curve, curve, (data, one, other) => {
        const before = [
          { ...one, weight: 0.5 },
          { ...other, weight: 0.5 },
        ];
        const after = fitStep(data, before);
        fc.pre(after.every(({ deviation }) => deviation > LEAST_DEVIATION));
        expect(meanSurprise(data, after)).toBeLessThanOrEqual(meanSurprise(data, before) + 1e-9);
      }),
    );
  });
});
