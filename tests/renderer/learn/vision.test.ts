/** Codes of a cloud: principal axes by hand, and the closed form against every small change of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latentMix, pictureError } from '../../../src-renderer/learn/latentMix.ts';
import { bestCode, cloudOf, principalAxes } from '../../../src-renderer/learn/linearVae.ts';
import type { Point } from '../../../src-renderer/learn/symmetricAxes.ts';
import { RandomStream } from '../../../shared/random.ts';

describe('principal axes', () => {
  it('of points on a slanted cross are its arms', () => {
    const [first, second] = principalAxes([
      [3, 4],
      [-3, -4],
      [-0.8, 0.6],
      [0.8, -0.6],
    ]);
    expect(first.variance).toBeCloseTo(12.5, 12);
    expect(second.variance).toBeCloseTo(0.5, 12);
    expect(Math.abs(first.direction[0])).toBeCloseTo(0.6, 12);
    expect(Math.abs(first.direction[1])).toBeCloseTo(0.8, 12);
  });

  it('are at right angles and hold all variance', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 20 }), (points) => {
        const [first, second] = principalAxes(points);
        const total = points.reduce((sum, [x, y]) => sum + x * x + y * y, 0) / points.length;
        expect(first.variance + second.variance).toBeCloseTo(total, 8);
        expect(
          first.direction[0] * second.direction[0] + first.direction[1] * second.direction[1],
        ).toBeCloseTo(0, 12);
        const along = points.reduce((sum, [x, y]) => {
          const place = x * first.direction[0] + y * first.direction[1];
          return sum + place * place;
        }, 0);
        expect(along / points.length).toBeCloseTo(first.variance, 8);
      }),
    );
  });
});

/** error / 2 + beta KL of a linear code of an axis: places x of a variance, code N(encode x, deviation^2), drawn again as decode z. */
function loss(
  variance: number,
  beta: number,
  code: { encode: number; deviation: number; decode: number },
): number {
  const { encode, deviation, decode } = code;
  const kept = 1 - decode * encode;
  const error = kept * kept * variance + decode * decode * deviation * deviation;
  const kl = (encode * encode * variance + deviation * deviation - 1) / 2 - Math.log(deviation);
  return error / 2 + beta * kl;
}

describe('the best code of an axis', () => {
  const positive = fc.double({ min: 0.05, max: 4, noNaN: true });

  it('is no worse than any code near it or far from it', () => {
    const nudge = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(positive, positive, nudge, nudge, nudge, (variance, beta, a, b, c) => {
        const best = bestCode(variance, beta);
        const other = {
          encode: best.encode + a,
          deviation: best.deviation * Math.exp(b),
          decode: best.decode + c,
        };
        expect(loss(variance, beta, best)).toBeLessThanOrEqual(loss(variance, beta, other) + 1e-12);
      }),
    );
  });

  it('tells its own error and nats', () => {
    fc.assert(
      fc.property(positive, positive, (variance, beta) => {
        const code = bestCode(variance, beta);
        expect(code.error / 2 + beta * code.kl).toBeCloseTo(loss(variance, beta, code), 9);
        // All codes together are a standard normal, whatever beta is.
        expect(code.encode * code.encode * variance + code.deviation * code.deviation).toBeCloseTo(1, 9);
      }),
    );
  });

  it('says nothing of what varies less than the weight of saying it', () => {
    expect(bestCode(0.5, 0.5)).toEqual({ encode: 0, deviation: 1, decode: 0, kl: 0, error: 0.5 });
    expect(bestCode(4, 1).kl).toBeCloseTo(Math.log(2), 12);
  });
});

it('a cloud lies around zero and varies more one way than the other', () => {
  const random = RandomStream.named(1, 'cloud');
  const points = cloudOf(Array.from({ length: 120 }, () => random.normal()));
  expect(points).toHaveLength(60);
  const sum = points.reduce(([x, y], point): Point => [x + point[0], y + point[1]], [0, 0]);
  expect(Math.hypot(...sum)).toBeLessThan(1e-9);
  const [first, second] = principalAxes(points);
  expect(first.variance).toBeGreaterThan(4 * second.variance);
});

it('between two codes lies their mix', () => {
  expect(latentMix([0, 2], [4, -2], 0.25)).toEqual([1, 1]);
  expect(latentMix([0, 2], [4, -2], 0)).toEqual([0, 2]);
  expect(latentMix([0, 2], [4, -2], 1)).toEqual([4, -2]);
});

it('pictures differ by the mean of squares', () => {
  expect(pictureError([0, 255], [0, 0])).toBe(0.5);
  expect(pictureError([10, 20], [10, 20])).toBe(0);
});
