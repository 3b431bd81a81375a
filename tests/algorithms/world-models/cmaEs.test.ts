import { describe, expect, it } from 'vitest';
import golden from '../../golden/cma/evaluations.json' with { type: 'json' };
import { CmaEs } from '../../../src-main/algorithms/world-models/cmaEs.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';

type Objective = (x: Float64Array) => number;

const OBJECTIVES: Readonly<Record<string, Objective>> = {
  sphere: (x) => x.reduce((sum, element) => sum + element * element, 0),
  ellipsoid: (x) =>
    x.reduce(
      (sum, element, i) => sum + Math.exp((Math.log(1e6) * i) / (x.length - 1)) * element * element,
      0,
    ),
  cigar: (x) => x.reduce((sum, element, i) => sum + (i === 0 ? 1 : 1e6) * element * element, 0),
  rosenbrock: (x) => {
    let sum = 0;
    for (let i = 0; i + 1 < x.length; i++) {
      const here = x[i] ?? 0;
      const bend = (x[i + 1] ?? 0) - here * here;
      sum += 100 * bend * bend + (1 - here) * (1 - here);
    }
    return sum;
  },
};

interface Search {
  readonly dimension: number;
  readonly populationSize: number;
  readonly initial: number;
  readonly initialSigma: number;
}

function start(search: Search, seed: number): CmaEs {
  return new CmaEs({
    initialMean: new Float64Array(search.dimension).fill(search.initial),
    initialSigma: search.initialSigma,
    populationSize: search.populationSize,
    random: RandomStream.named(seed, 'search'),
  });
}

/** Evaluations until a candidate reaches the target, whole generations counted as `cma` counts them; null if never. */
function evaluationsToTarget(
  search: Search & { target: number },
  objective: Objective,
  seed: number,
): number | null {
  const es = start(search, seed);
  for (let evaluations = search.populationSize; evaluations < 60_000; evaluations += search.populationSize) {
    const losses = es.ask().map(objective);
    if (losses.some((loss) => loss <= search.target)) return evaluations;
    es.tell(losses);
  }
  return null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

describe('CMA-ES beside the reference package', () => {
  const seeds = Array.from({ length: 9 }, (_, k) => k + 1);
  for (const run of golden.runs) {
    it(`finds the optimum of ${run.function} in ${run.dimension} dimensions, population ${run.populationSize}, in as many evaluations`, () => {
      const objective = OBJECTIVES[run.function];
      if (objective === undefined) throw new Error(run.function);
      const evaluations = seeds.map((seed) => evaluationsToTarget(run, objective, seed));
      const reached = evaluations.filter((count) => count !== null);
      expect(reached).toHaveLength(seeds.length);
      // Fewer than the package where the population is large: its step size is damped more there.
      expect(median(reached) / run.median).toBeLessThan(1.2);
      expect(median(reached) / run.median).toBeGreaterThan(run.populationSize === 40 ? 0.7 : 0.8);
    });
  }
});

describe('CMA-ES', () => {
  const search: Search = { dimension: 12, populationSize: 14, initial: 1, initialSigma: 0.5 };
  const objective = OBJECTIVES['ellipsoid'] as Objective;

  it('goes on bit for bit from a saved state, also between ask and tell', () => {
    const original = start(search, 5);
    for (let k = 0; k < 30; k++) original.tell(original.ask().map(objective));
    const asked = original.ask();
    const copy = start(search, 999);
    copy.restore(structuredClone(original.state()));
    expect(copy.ask()).toEqual(asked);
    for (let k = 0; k < 30; k++) {
      original.tell(original.ask().map(objective));
      copy.tell(copy.ask().map(objective));
    }
    expect(copy.state()).toEqual(original.state());
  });

  it('narrows by the decay beside its own adaptation, and so ends nearer where generations are few', () => {
    const sphere = OBJECTIVES['sphere'] as Objective;
    const searchFor = (generations: number, sigmaDecay: number) => {
      const es = new CmaEs({
        initialMean: new Float64Array(60).fill(0.1),
        initialSigma: 0.5,
        sigmaDecay,
        populationSize: 16,
        random: RandomStream.named(6, 'search'),
      });
      for (let k = 0; k < generations; k++) es.tell(es.ask().map(sphere));
      return es;
    };
    expect(searchFor(1, 0.9).sigma / searchFor(1, 1).sigma).toBeCloseTo(0.9, 12);
    expect(sphere(searchFor(40, 0.9).mean)).toBeLessThan(0.8 * sphere(searchFor(40, 1).mean));
  });

  it('gives the same candidates until they are told', () => {
    const es = start(search, 1);
    expect(es.ask()).toEqual(es.ask());
  });

  it('ranks NaN last and survives losses that are all equal', () => {
    const es = start(search, 2);
    const sphere = OBJECTIVES['sphere'] as Objective;
    for (let k = 0; k < 200; k++) {
      const candidates = es.ask();
      es.tell(candidates.map((candidate, i) => (i % 5 === 0 ? Number.NaN : sphere(candidate))));
    }
    expect(sphere(es.mean)).toBeLessThan(1e-3);
    for (let k = 0; k < 50; k++) es.tell(es.ask().map(() => 1));
    expect(es.ask().every((candidate) => candidate.every(Number.isFinite))).toBe(true);
  });

  it('depends on the order of the losses alone', () => {
    const plain = start(search, 3);
    const warped = start(search, 3);
    for (let k = 0; k < 20; k++) {
      plain.tell(plain.ask().map(objective));
      warped.tell(warped.ask().map((x) => Math.log(objective(x)) - 7));
    }
    expect(warped.mean).toEqual(plain.mean);
  });

  it('decomposes only now and then above 300 dimensions, and still makes progress', () => {
    let decompositions = 0;
    const es = new CmaEs({
      initialMean: new Float64Array(320).fill(1),
      initialSigma: 0.3,
      populationSize: 16,
      random: RandomStream.named(4, 'search'),
      decompose: (matrix, n) => {
        decompositions += 1;
        const vectors = new Float64Array(n * n);
        for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
        return { values: Float64Array.from({ length: n }, (_, i) => matrix[i * n + i] ?? 0), vectors };
      },
    });
    const sphere = OBJECTIVES['sphere'] as Objective;
    for (let k = 0; k < 40; k++) es.tell(es.ask().map(sphere));
    expect(decompositions).toBeGreaterThan(3);
    expect(decompositions).toBeLessThan(40 / 2);
    expect(sphere(es.mean)).toBeLessThan(320);
  });

  it('refuses a state of another shape and a wrong number of losses', () => {
    const es = start(search, 1);
    expect(() => es.restore(start({ ...search, dimension: 11 }, 1).state())).toThrow(
      expect.objectContaining({ code: 'checkpoint.mismatch' }),
    );
    es.ask();
    expect(() => es.tell([1, 2])).toThrow('told 2 losses');
  });
});
