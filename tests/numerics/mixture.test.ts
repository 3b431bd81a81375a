import type { Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import {
  mixtureLogProbability,
  mixtureLossAndGradient,
  mixtureMean,
  mixtureParts,
  sampleMixture,
} from '../../src-main/numerics/mixture.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { randomNormal, randomUniform } from '../../src-main/numerics/tensorRandom.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { tidy } from '../../src-main/numerics/tidy.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

const SHAPE = { mixtures: 3, dimensions: 2 };
/** Components by dimension, as the rows have them: K Z logits, K Z means, K Z log deviations. */
const LOGITS = [0, 1, 1, -1, -1, 0.5];
const MEANS = [-4, 2, 0, 5, 3, -3];
const LOG_SIGMAS = [-1, 0, -0.5, -0.7, 0, -2];
const row = () => tf.tensor2d([[...LOGITS, ...MEANS, ...LOG_SIGMAS]]);
const repeated = (count: number): Tensor2D => row().tile([count, 1]);

/** Weights, means and deviations of one dimension at a temperature. */
function components(dimension: number, temperature: number) {
  const pick = (values: number[]) => [0, 1, 2].map((k) => values[2 * k + dimension] ?? NaN);
  const exponentials = pick(LOGITS).map((logit) => Math.exp(logit / temperature));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return [0, 1, 2].map((k) => ({
    weight: (exponentials[k] ?? NaN) / sum,
    mean: pick(MEANS)[k] ?? NaN,
    deviation: Math.exp(pick(LOG_SIGMAS)[k] ?? NaN) * Math.sqrt(temperature),
  }));
}

/** The share of a standard normal below x: Abramowitz & Stegun 7.1.26, right to 1e-7. */
function normalBelow(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const polynomial =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * polynomial * Math.exp(-0.5 * x * x);
  return x < 0 ? tail : 1 - tail;
}

describe('sampleMixture', () => {
  it.each([0.4, 1, 1.5])('at temperature %d has the distribution that the mixture says', (temperature) => {
    const count = 4000;
    const { mixture } = mixtureParts(repeated(count), SHAPE);
    const draws = sampleMixture(mixture, RandomStream.named(5, `tau${temperature}`), temperature).arraySync();
    for (const dimension of [0, 1]) {
      const parts = components(dimension, temperature);
      const sorted = draws.map((draw) => draw[dimension] ?? NaN).sort((a, b) => a - b);
      // Kolmogorov and Smirnov's distance; 1.95 / sqrt(n) is passed by one honest sample in a thousand.
      const distance = Math.max(
        ...sorted.map((x, i) => {
          const expected = parts.reduce(
            (sum, { weight, mean, deviation }) => sum + weight * normalBelow((x - mean) / deviation),
            0,
          );
          return Math.max(Math.abs(expected - i / count), Math.abs(expected - (i + 1) / count));
        }),
      );
      expect(distance).toBeLessThan(1.95 / Math.sqrt(count));
    }
  });

  it('draws from the mixture, never its mean', () => {
    const { mixture } = mixtureParts(repeated(1000), SHAPE);
    const mean = mixtureMean(mixture).arraySync()[0]?.[0] ?? NaN;
    const draws = sampleMixture(mixture, RandomStream.named(6, 'draws'))
      .arraySync()
      .map((draw) => draw[0] ?? NaN);
    expect(new Set(draws).size).toBeGreaterThan(990);
    // The mean of the first dimension lies between its components, where almost no draw falls.
    expect(draws.filter((draw) => Math.abs(draw - mean) < 0.05).length).toBeLessThan(60);
  });

  it('repeats for the same stream and differs for another', () => {
    const { mixture } = mixtureParts(repeated(8), SHAPE);
    const draw = (seed: number) => sampleMixture(mixture, RandomStream.named(seed, 'x')).arraySync();
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});

describe('mixtureLogProbability', () => {
  it('is the log of the weighted densities', () => {
    const { mixture } = mixtureParts(row(), SHAPE);
    const [first = NaN, second = NaN] = mixtureLogProbability(mixture, tf.tensor2d([[0.3, 1.2]])).dataSync();
    [first, second].forEach((actual, dimension) => {
      const x = [0.3, 1.2][dimension] ?? NaN;
      const density = components(dimension, 1).reduce((sum, { weight, mean, deviation }) => {
        const z = (x - mean) / deviation;
        return sum + (weight * Math.exp(-0.5 * z * z)) / (deviation * Math.sqrt(2 * Math.PI));
      }, 0);
      expect(actual).toBeCloseTo(Math.log(density), 4);
    });
  });

  it('stays finite far from every component', () => {
    const { mixture } = mixtureParts(row(), SHAPE);
    const [value = NaN] = mixtureLogProbability(mixture, tf.tensor2d([[1000, -1000]])).dataSync();
    expect(value).toBeLessThan(-1e4);
    expect(Number.isFinite(value)).toBe(true);
  });
});

describe('mixtureLossAndGradient', () => {
  it('has the gradient that finite differences give', () => {
    const random = RandomStream.named(7, 'gradient');
    const rows = randomNormal([4, 18], random) as Tensor2D;
    const targets = randomNormal([4, 2], random) as Tensor2D;
    const total = (at: Tensor2D) => mixtureLossAndGradient(at, targets, SHAPE).nll.sum().dataSync()[0] ?? NaN;
    const gradient = mixtureLossAndGradient(rows, targets, SHAPE).gradient.arraySync();
    const data = rows.arraySync();
    const step = 5e-3;
    data.forEach((values, n) => {
      values.forEach((value, column) => {
        const moved = (by: number) =>
          total(
            tf.tensor2d(data.map((r, i) => (i === n ? r.map((v, j) => (j === column ? value + by : v)) : r))),
          );
        const slope = (moved(step) - moved(-step)) / (2 * step);
        expect(gradient[n]?.[column] ?? NaN).toBeCloseTo(slope, 2);
      });
    });
  });

  it('agrees with the log probability and scales its gradient', () => {
    const targets = tf.tensor2d([[0.3, 1.2]]);
    const { mixture } = mixtureParts(row(), SHAPE);
    const one = mixtureLossAndGradient(row(), targets, SHAPE);
    const tenth = mixtureLossAndGradient(row(), targets, SHAPE, 0.1);
    const expected = mixtureLogProbability(mixture, targets).neg().dataSync();
    one.nll.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? NaN, 4);
    });
    tenth.gradient.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(0.1 * (one.gradient.dataSync()[i] ?? NaN), 5);
    });
  });
});

describe('random tensors', () => {
  it('advance their stream by two words, whatever their size', () => {
    const large = RandomStream.named(1, 'a');
    const small = RandomStream.named(1, 'a');
    randomNormal([100, 7], large);
    randomUniform([1], small);
    expect(large.state()).toEqual(small.state());
  });

  it('have the moments of their distributions', () => {
    const random = RandomStream.named(2, 'moments');
    const [mean = NaN, square = NaN] = tidy(() => {
      const x = randomNormal([100_000], random);
      return tf.stack([x.mean(), x.square().mean()]).dataSync();
    });
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(square - 1)).toBeLessThan(0.02);
    const uniform = randomUniform([100_000], random, -2, 4).dataSync<'float32'>();
    expect(uniform.reduce((a, b) => a + b, 0) / 100_000).toBeCloseTo(1, 1);
    expect(Math.min(...uniform.subarray(0, 50_000))).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...uniform.subarray(0, 50_000))).toBeLessThan(4);
  });
});
