/** Separable CMA-ES beside the equations of Ros & Hansen 2008, written down again in matrices. */
import { describe, expect, it } from 'vitest';
import { CmaEs } from '../../../src-main/algorithms/world-models/cmaEs.ts';
import {
  cmaEsFromCheckpoint,
  cmaEsToCheckpoint,
} from '../../../src-main/algorithms/world-models/cmaEsCheckpoint.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';

const N = 5;
const LAMBDA = 8;
const SIGMA = 0.6;

const search = (covariance: 'full' | 'diagonal', seed = 1, n = N, initial = 1) =>
  new CmaEs({
    initialMean: new Float64Array(n).fill(initial),
    initialSigma: SIGMA,
    populationSize: n === N ? LAMBDA : 14,
    covariance,
    random: RandomStream.named(seed, 'search'),
  });

/** Steep along the axes: what a separable search is made for. */
const ellipsoid = (x: ArrayLike<number>) =>
  Array.from(x).reduce((sum, element, i) => sum + 10 ** ((6 * i) / (x.length - 1)) * element * element, 0);

/** `[mean, sigma, variances]` after some generations, from the standard normal draws of the same stream. */
function reference(generations: number): { mean: number[]; sigma: number; variances: number[] } {
  const random = RandomStream.named(1, 'search');
  const mu = LAMBDA / 2;
  const raw = Array.from({ length: mu }, (_, i) => Math.log((LAMBDA + 1) / 2) - Math.log(i + 1));
  const total = raw.reduce((a, b) => a + b, 0);
  const w = raw.map((value) => value / total);
  const muEff = 1 / w.reduce((a, b) => a + b * b, 0);
  const cs = (muEff + 2) / (N + muEff + 5);
  const ds = 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (N + 1)) - 1) + cs;
  const cc = (4 + muEff / N) / (N + 4 + (2 * muEff) / N);
  const speed = (N + 2) / 3;
  const c1 = (speed * 2) / ((N + 1.3) ** 2 + muEff);
  const cmu = Math.min(1 - c1, (speed * 2 * (muEff - 2 + 1 / muEff + 0.25)) / ((N + 2) ** 2 + muEff));
  const chi = Math.sqrt(N) * (1 - 1 / (4 * N) + 1 / (21 * N * N));
  let mean = new Array<number>(N).fill(1);
  let sigma = SIGMA;
  let variances = new Array<number>(N).fill(1);
  let ps = new Array<number>(N).fill(0);
  let pc = new Array<number>(N).fill(0);
  for (let g = 1; g <= generations; g++) {
    const tried = Array.from({ length: LAMBDA }, () => {
      const z = variances.map(() => random.normal());
      const y = z.map((value, i) => Math.sqrt(variances[i] ?? 0) * value);
      return { z, y, loss: ellipsoid(y.map((step, i) => (mean[i] ?? 0) + sigma * step)) };
    }).sort((a, b) => a.loss - b.loss);
    const average = (part: 'z' | 'y') =>
      mean.map((_, i) => w.reduce((sum, weight, k) => sum + weight * (tried[k]?.[part][i] ?? 0), 0));
    const [zw, yw] = [average('z'), average('y')];
    mean = mean.map((value, i) => value + sigma * (yw[i] ?? 0));
    ps = ps.map((value, i) => (1 - cs) * value + Math.sqrt(cs * (2 - cs) * muEff) * (zw[i] ?? 0));
    const length = Math.hypot(...ps);
    const grows = length / Math.sqrt(1 - (1 - cs) ** (2 * g)) < (1.4 + 2 / (N + 1)) * chi ? 1 : 0;
    pc = pc.map((value, i) => (1 - cc) * value + grows * Math.sqrt(cc * (2 - cc) * muEff) * (yw[i] ?? 0));
    variances = variances.map((value, i) => {
      const rankMu = w.reduce((sum, weight, k) => sum + weight * (tried[k]?.y[i] ?? 0) ** 2, 0);
      const rankOne = (pc[i] ?? 0) ** 2 + (1 - grows) * cc * (2 - cc) * value;
      return (1 - c1 - cmu) * value + c1 * rankOne + cmu * rankMu;
    });
    sigma *= Math.exp(Math.min(1, (cs / ds) * (length / chi - 1)));
  }
  return { mean, sigma, variances };
}

describe('separable CMA-ES', () => {
  it('computes what the paper’s equations say', () => {
    const es = search('diagonal');
    for (let k = 0; k < 40; k++) es.tell(es.ask().map(ellipsoid));
    const expected = reference(40);
    const relative = (found: ArrayLike<number>, wanted: readonly number[]) =>
      Math.max(...wanted.map((value, i) => Math.abs((found[i] ?? NaN) - value) / Math.abs(value)));
    expect(relative(es.mean, expected.mean)).toBeLessThan(1e-9);
    expect(relative([es.sigma], [expected.sigma])).toBeLessThan(1e-9);
    expect(relative(es.state().arrays.covariance, expected.variances)).toBeLessThan(1e-9);
  });

  it('learns the axes of twenty dimensions in less than half of the full search’s evaluations', () => {
    const generations = (covariance: 'full' | 'diagonal') => {
      const es = search(covariance, 2, 20);
      let count = 0;
      for (; count < 5000 && ellipsoid(es.mean) > 1e-6; count++) es.tell(es.ask().map(ellipsoid));
      return count;
    };
    const separable = generations('diagonal');
    expect(separable).toBeLessThan(5000);
    expect(separable).toBeLessThan(generations('full') / 2);
  }, 60_000);

  it('goes on bit for bit from a checkpoint, also between ask and tell', () => {
    const original = search('diagonal');
    for (let k = 0; k < 10; k++) original.tell(original.ask().map(ellipsoid));
    original.ask();
    const { header, arrays } = cmaEsToCheckpoint(original.state());
    const copy = search('diagonal', 99);
    copy.restore(cmaEsFromCheckpoint(header, arrays));
    for (let k = 0; k < 10; k++) {
      original.tell(original.ask().map(ellipsoid));
      copy.tell(copy.ask().map(ellipsoid));
    }
    expect(copy.state()).toEqual(original.state());
  });

  it('is not mistaken for a full one', () => {
    for (const [one, other] of [
      ['full', 'diagonal'],
      ['diagonal', 'full'],
    ] as const) {
      expect(() => search(one).restore(search(other).state())).toThrow(
        expect.objectContaining({ code: 'checkpoint.mismatch' }),
      );
    }
  });
});
