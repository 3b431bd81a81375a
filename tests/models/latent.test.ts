/** Latents of classes, the share of a divergence's gradient, and what both kinds of latent have in common. */
import fc from 'fast-check';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { categoricalOf, probabilitiesOf, UNIFORM_SHARE } from '../../src-main/models/categorical.ts';
import {
  beliefOf,
  divergence,
  divergenceGradient,
  drawGradient,
  drawLatent,
  drawSlopes,
  latentNoise,
  latentOutputs,
  latentSize,
  nearestLatent,
  slopedGradient,
  type LatentShape,
} from '../../src-main/models/latent.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { tidy } from '../../src-main/numerics/tidy.ts';
import { formula } from './formula.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const CLASSES: LatentShape = { kind: 'categorical', variables: 2, classes: 3 };
const GAUSSIAN: LatentShape = { kind: 'gaussian', size: 4 };
const SHAPES = [
  ['classes', CLASSES],
  ['a Gaussian', GAUSSIAN],
] as const;
const number = (tensor: Tensor) => tensor.dataSync<'float32'>()[0] ?? NaN;
const numbers = (tensor: Tensor) => [...tensor.dataSync<'float32'>()];
const rowsOf = (shape: LatentShape, seed: number, count = 3) =>
  formula<Tensor2D>([count, latentOutputs(shape)], seed, 1.5);

/** The derivative of `of` at `rows` along `gradient`, by differences, over what the gradient says it is. */
function agreement(of: (rows: Tensor2D) => Tensor, rows: Tensor2D, gradient: Tensor2D): number {
  const squared = number(gradient.square().sum());
  const step = 0.02 / Math.sqrt(squared);
  const at = (sign: number) => number(of(rows.add<Tensor2D>(gradient.mul(sign * step))));
  return (at(1) - at(-1)) / (2 * step) / squared;
}

describe('classes', () => {
  it('have probabilities that sum to 1 and are never below their even share, whatever the logits', () => {
    const logits = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(logits, (values) => {
        tidy(() => {
          const rows = numbers(probabilitiesOf(categoricalOf(tf.tensor2d(values, [1, 6]), 3)));
          for (const variable of [rows.slice(0, 3), rows.slice(3)]) {
            expect(variable.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
            expect(Math.min(...variable)).toBeGreaterThanOrEqual((UNIFORM_SHARE / 3) * (1 - 1e-5));
          }
        });
      }),
      { numRuns: 30 },
    );
  });

  it('are drawn as often as their probabilities say, one of each variable', () => {
    const logits = [0, 1, -1, 2, 0, 0];
    const rows = tf.tensor2d(logits, [1, 6]).tile<Tensor2D>([20_000, 1]);
    const belief = beliefOf(CLASSES, rows);
    const drawn = drawLatent(belief, latentNoise(CLASSES, 20_000, RandomStream.named(1, 'draws')));
    expect(numbers(drawn.reshape([40_000, 3]).sum(1).min())).toEqual([1]);
    expect(numbers(drawn.reshape([40_000, 3]).max(1).min())).toEqual([1]);
    const expected = numbers(probabilitiesOf(categoricalOf(tf.tensor2d(logits, [1, 6]), 3)));
    numbers(drawn.mean(0)).forEach((share, index) => {
      expect(share).toBeCloseTo(expected[index] ?? NaN, 1.7);
    });
    expect(numbers(drawLatent(beliefOf(CLASSES, tf.tensor2d([logits])), null))).toEqual([0, 1, 0, 1, 0, 0]);
  });

  it('pass straight through the gradient that their probabilities have by differences', () => {
    const rows = rowsOf(CLASSES, 1);
    const weights = formula<Tensor2D>([3, 6], 2, 1);
    const gradient = drawGradient(
      beliefOf(CLASSES, rows),
      latentNoise(CLASSES, 3, RandomStream.named(0, 'x')),
      weights,
    );
    const relaxed = (at: Tensor2D) => probabilitiesOf(categoricalOf(at, 3)).mul(weights).sum();
    expect(agreement(relaxed, rows, gradient)).toBeCloseTo(1, 2);
  });

  it('slid become the classes that could have been drawn', () => {
    const slid = nearestLatent(CLASSES, tf.tensor2d([[0.2, 0.9, 1, -3, -2, -5]]));
    expect(numbers(slid)).toEqual([0, 0, 1, 0, 1, 0]);
    const free = tf.tensor2d([[0.2, 0.9, 1, -3]]);
    expect(numbers(nearestLatent(GAUSSIAN, free))).toEqual(numbers(free));
  });
});

describe.each(SHAPES)('a latent of %s', (_, shape) => {
  const scale = (value: number) => tf.scalar(value);
  const [posterior, prior] = [4, 9].map((seed) => () => beliefOf(shape, rowsOf(shape, seed)));

  it('draws as many numbers as it says, and the gradient is the same by either way', () => {
    const belief = beliefOf(shape, rowsOf(shape, 1));
    const noise = latentNoise(shape, 3, RandomStream.named(0, 'x'));
    expect(drawLatent(belief, noise).shape).toEqual([3, latentSize(shape)]);
    const gradient = formula<Tensor2D>([3, latentSize(shape)], 3, 1);
    const other = numbers(slopedGradient(shape, drawSlopes(belief, noise), gradient));
    numbers(drawGradient(belief, noise, gradient)).forEach((value, index) => {
      expect(value).toBeCloseTo(other[index] ?? NaN, 6);
    });
  });

  it('diverges from itself by nothing, from another by a gradient that differences show', () => {
    if (posterior === undefined || prior === undefined) throw new Error('no beliefs');
    expect(Math.max(...numbers(divergence(posterior(), posterior()).abs()))).toBeLessThan(1e-6);
    expect(Math.min(...numbers(divergence(posterior(), prior())))).toBeGreaterThan(0);
    const gradient = divergenceGradient(posterior(), prior(), { posterior: scale(1), prior: scale(1) });
    const ofPosterior = (rows: Tensor2D) => divergence(beliefOf(shape, rows), prior()).sum();
    const ofPrior = (rows: Tensor2D) => divergence(posterior(), beliefOf(shape, rows)).sum();
    expect(agreement(ofPosterior, rowsOf(shape, 4), gradient.posterior)).toBeCloseTo(1, 2);
    expect(agreement(ofPrior, rowsOf(shape, 9), gradient.prior)).toBeCloseTo(1, 2);
  });

  it('splits a balanced divergence’s gradient: each side has its share of the whole', () => {
    if (posterior === undefined || prior === undefined) throw new Error('no beliefs');
    const whole = divergenceGradient(posterior(), prior(), { posterior: scale(1), prior: scale(1) });
    const split = divergenceGradient(posterior(), prior(), { posterior: scale(0.2), prior: scale(0.8) });
    for (const [side, share] of [
      ['posterior', 0.2],
      ['prior', 0.8],
    ] as const) {
      const expected = numbers(whole[side]);
      numbers(split[side]).forEach((value, index) => {
        expect(value).toBeCloseTo(share * (expected[index] ?? NaN), 5);
      });
    }
  });
});

it('beliefs of two kinds have no divergence', () => {
  expect(() =>
    divergence(beliefOf(CLASSES, rowsOf(CLASSES, 1)), beliefOf(GAUSSIAN, rowsOf(GAUSSIAN, 1))),
  ).toThrow('expected one kind');
});
