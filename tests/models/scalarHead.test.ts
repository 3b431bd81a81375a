/** What the scales of rewards and values promise for any number. */
import fc from 'fast-check';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  BINS,
  readScalar,
  scalarGradient,
  scalarLoss,
  scalarOutputs,
  symexp,
  symlog,
  twoHot,
  type ScalarKind,
} from '../../src-main/models/scalarHead.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { tidy } from '../../src-main/numerics/tidy.ts';
import { formula } from './formula.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const KINDS: readonly ScalarKind[] = ['plain', 'symlog', 'two-hot'];
const numbers = (tensor: Tensor) => [...tensor.dataSync<'float32'>()];
const column = (values: readonly number[]) => tf.tensor2d([...values], [values.length, 1]);
const anyNumbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('symlog', () => {
  it('is undone by symexp, odd, and nearly the number itself near 0', () => {
    fc.assert(
      fc.property(anyNumbers, (values) => {
        tidy(() => {
          const back = numbers(symexp(symlog(column(values))));
          const mirrored = numbers(symlog(column(values.map((value) => -value))));
          const forward = numbers(symlog(column(values)));
          values.forEach((value, index) => {
            expect(Math.abs((back[index] ?? NaN) - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
            expect((mirrored[index] ?? NaN) + (forward[index] ?? NaN)).toBe(0);
            expect(forward[index]).toBeCloseTo(Math.sign(value) * Math.log1p(Math.abs(value)), 4);
          });
        });
      }),
      { numRuns: 30 },
    );
    expect(numbers(symlog(column([1e-4])))[0]).toBeCloseTo(1e-4, 7);
  });
});

describe('two-hot targets', () => {
  it('sum to 1 in two neighbouring bins at most, and their mean is the number', () => {
    fc.assert(
      fc.property(anyNumbers, (values) => {
        tidy(() => {
          const target = twoHot(symlog(column(values)));
          const rows = values.map((_, row) => numbers(target.slice([row, 0], [1, BINS])));
          rows.forEach((row, index) => {
            expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
            const used = row.flatMap((weight, bin) => (weight > 0 ? [bin] : []));
            expect(used.length).toBeLessThanOrEqual(2);
            expect((used.at(-1) ?? NaN) - (used[0] ?? NaN)).toBeLessThanOrEqual(1);
            const mean = row.reduce((sum, weight, bin) => sum + weight * ((40 * bin) / (BINS - 1) - 20), 0);
            const value = values[index] ?? NaN;
            expect(mean).toBeCloseTo(Math.sign(value) * Math.log1p(Math.abs(value)), 3);
          });
        });
      }),
      { numRuns: 20 },
    );
  });

  it('beyond the outermost bins stay in them', () => {
    const row = numbers(twoHot(column([25])));
    expect(row.at(-1)).toBe(1);
    expect(row.reduce((sum, weight) => sum + weight, 0)).toBe(1);
  });
});

describe.each(KINDS)('a %s head', (kind) => {
  const outputs = scalarOutputs(kind);

  it('descends to the number it is taught, small or large', () => {
    const targets = column([-700, -0.3, 0, 2, 4000]);
    const known = {
      plain: () => targets.clone(),
      symlog: () => symlog(targets),
      // Where the loss is least, probabilities are the target.
      'two-hot': () => twoHot(symlog(targets)).add<Tensor2D>(1e-20).log<Tensor2D>(),
    }[kind]();
    const reading = readScalar(kind, known);
    numbers(reading.value).forEach((value, index) => {
      const target = numbers(targets)[index] ?? NaN;
      expect(Math.abs(value - target)).toBeLessThan(1e-3 * Math.max(1, Math.abs(target)));
    });
    expect(Math.max(...numbers(scalarLoss(reading, targets, null).gradient.abs()))).toBeLessThan(1e-6);
  });

  it('has the gradient of loss and number that differences show', () => {
    const rows = formula<Tensor2D>([3, outputs], 1, 1.5);
    const targets = column([-3, 0.4, 20]);
    const weights = column([0.2, 1, 0.5]);
    const by = column([1, -2, 0.5]);
    const lossAt = (at: Tensor2D) =>
      numbers(scalarLoss(readScalar(kind, at), targets, weights).loss)[0] ?? NaN;
    const valueAt = (at: Tensor2D) => numbers(readScalar(kind, at).value.mul(by).sum())[0] ?? NaN;
    const gradients = [
      [lossAt, scalarLoss(readScalar(kind, rows), targets, weights).gradient],
      [valueAt, scalarGradient(readScalar(kind, rows), by)],
    ] as const;
    for (const [of, gradient] of gradients) {
      const squared = numbers(gradient.square().sum())[0] ?? NaN;
      const step = 0.02 / Math.sqrt(squared);
      const along = (sign: number) => of(rows.add<Tensor2D>(gradient.mul(sign * step)));
      expect((along(1) - along(-1)) / (2 * step) / squared).toBeCloseTo(1, 2);
    }
  });

  it('without weights counts the mean', () => {
    const rows = formula<Tensor2D>([4, outputs], 2, 1);
    const targets = column([1, 2, 3, 4]);
    const even = column([0.25, 0.25, 0.25, 0.25]);
    const [mean, weighted] = [null, even].map((weights) =>
      scalarLoss(readScalar(kind, rows), targets, weights),
    );
    expect(numbers(mean?.loss ?? rows)[0]).toBeCloseTo(numbers(weighted?.loss ?? rows)[0] ?? NaN, 5);
    expect(numbers(mean?.gradient ?? rows)).toEqual(numbers(weighted?.gradient ?? rows));
  });
});
