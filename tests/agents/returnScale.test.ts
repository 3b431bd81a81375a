/** What imagined returns are divided by. */
import fc from 'fast-check';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  percentileRange,
  RANGE_DECAY,
  returnDivisor,
  ReturnScale,
} from '../../src-main/agents/returnScale.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { tidy } from '../../src-main/numerics/tidy.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const number = (tensor: Tensor) => tensor.dataSync<'float32'>()[0] ?? NaN;
const scaleOf = () => new ReturnScale(RandomStream.named(0, 'unused'));

/** Percentiles as NumPy defines them by default, from a full sort. */
function range(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? NaN;
    return below + (place % 1) * ((sorted[Math.ceil(place)] ?? NaN) - below);
  };
  return at(0.95) - at(0.05);
}

describe('the range of returns', () => {
  it('goes from the 5th to the 95th percentile, for any number of returns', () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(values, (of) => {
        expect(tidy(() => number(percentileRange(tf.tensor1d(of))))).toBeCloseTo(range(of), 2);
      }),
      { numRuns: 40 },
    );
  });

  it('hardly feels a single return far off', () => {
    const many = Array.from({ length: 101 }, (_, index) => index / 100);
    expect(number(percentileRange(tf.tensor1d([...many.slice(0, 100), 1e6])))).toBeCloseTo(0.9, 5);
  });
});

describe('the scale', () => {
  it('is an average over steps, changed only when it is set', () => {
    const scale = scaleOf();
    const returns: Tensor2D = tf.tensor2d([[0, 10]]);
    const first = scale.including(returns);
    expect(number(first)).toBeCloseTo((1 - RANGE_DECAY) * 9, 5);
    expect(number(scale.including(returns))).toBe(number(first));
    scale.set(first);
    expect(number(scale.including(returns))).toBeCloseTo((1 - RANGE_DECAY) * 9 * (1 + RANGE_DECAY), 5);
    for (let step = 0; step < 1000; step++) tidy(() => scale.set(scale.including(returns)));
    expect(number(scale.including(returns))).toBeCloseTo(9, 2);
  });

  it('never divides by less than 1', () => {
    expect([0, 0.3, 1, 7].map((value) => number(returnDivisor(tf.tensor1d([value]))))).toEqual([1, 1, 1, 7]);
  });

  it('is saved and restored to the last bit, and missed where it is not there', () => {
    const scale = scaleOf();
    scale.set(tf.tensor1d([1 / 3]));
    const other = scaleOf();
    other.import(scale.export('behaviour/'), 'behaviour/');
    const none = tf.zeros<Tensor2D['rankType']>([1, 4]);
    expect(number(other.including(none))).toBe(number(scale.including(none)));
    expect(() => other.import({}, 'behaviour/')).toThrow(
      expect.objectContaining({ code: 'checkpoint.mismatch' }),
    );
    const before = tf.memory().numTensors;
    scaleOf().dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
