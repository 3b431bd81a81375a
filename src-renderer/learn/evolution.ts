/**
 * CMA-ES for two numbers: a cloud of candidates that moves, grows and turns with the ranking of those it tried. Hansen,
 * arXiv:1604.00772, with positive weights only; equation numbers are the tutorial's.
 */
import type { RandomStream } from '../../shared/random.ts';
import { symmetricAxes, type Point } from './symmetricAxes.ts';

export interface Search {
  readonly generation: number;
  readonly mean: Point;
  /** Step size: how large the cloud is as a whole. */
  readonly sigma: number;
  /** The cloud's form: xx, xy, yy of a covariance. */
  readonly covariance: readonly [number, number, number];
  /** Where the mean has gone of late, in the cloud's own measure: long where steps agree. */
  readonly sigmaPath: Point;
  /** The same in plain measure. */
  readonly covariancePath: Point;
}

export function newSearch(mean: Point, sigma: number): Search {
  return { generation: 0, mean, sigma, covariance: [1, 0, 1], sigmaPath: [0, 0], covariancePath: [0, 0] };
}

/** Candidates of one generation, from the normal distribution of the search: mean + sigma B D z (39). */
export function candidatesOf(
  { mean, sigma, covariance }: Search,
  count: number,
  random: RandomStream,
): Point[] {
  const axes = symmetricAxes(...covariance);
  return Array.from({ length: count }, (): Point => {
    const along = axes.map(({ variance }) => sigma * Math.sqrt(variance) * random.normal());
    const at = (place: 0 | 1) =>
      axes.reduce((sum, { direction }, axis) => sum + (along[axis] ?? 0) * direction[place], mean[place]);
    return [at(0), at(1)];
  });
}

export interface Strategy {
  /** Of the better half, the best first; they sum to 1. */
  readonly weights: readonly number[];
  readonly muEffective: number;
  readonly cSigma: number;
  readonly dSigma: number;
  readonly cCovariance: number;
  readonly c1: number;
  readonly cMu: number;
}

/** Hansen's constants for two numbers (49 to 58). */
export function strategyFor(count: number): Strategy {
  const n = 2;
  const raw = Array.from({ length: Math.floor(count / 2) }, (_, rank) =>
    Math.log((count + 1) / 2 / (rank + 1)),
  );
  const sum = raw.reduce((total, weight) => total + weight, 0);
  const weights = raw.map((weight) => weight / sum);
  const muEffective = 1 / weights.reduce((total, weight) => total + weight * weight, 0);
  const cSigma = (muEffective + 2) / (n + muEffective + 5);
  const c1 = 2 / ((n + 1.3) * (n + 1.3) + muEffective);
  return {
    weights,
    muEffective,
    cSigma,
    dSigma: 1 + 2 * Math.max(0, Math.sqrt((muEffective - 1) / (n + 1)) - 1) + cSigma,
    cCovariance: (4 + muEffective / n) / (n + 4 + (2 * muEffective) / n),
    c1,
    cMu: Math.min(
      1 - c1,
      (2 * (0.25 + muEffective + 1 / muEffective - 2)) / ((n + 2) * (n + 2) + muEffective),
    ),
  };
}

/** Of the length of a standard normal of two numbers, about its mean. */
const EXPECTED_LENGTH = Math.SQRT2 * (1 - 1 / 8 + 1 / 84);

/** What a generation teaches (40 to 47). @param ranked all candidates, the best first: nothing else of their losses counts */
export function learned(search: Search, ranked: readonly Point[]): Search {
  const { weights, muEffective, cSigma, dSigma, cCovariance, c1, cMu } = strategyFor(ranked.length);
  const { mean, sigma, covariance } = search;
  const steps = ranked
    .slice(0, weights.length)
    .map(([x, y]): Point => [(x - mean[0]) / sigma, (y - mean[1]) / sigma]);
  const weighed = (of: (step: Point) => number) =>
    steps.reduce((sum, step, rank) => sum + (weights[rank] ?? 0) * of(step), 0);
  const step: Point = [weighed(([x]) => x), weighed(([, y]) => y)];
  const ownStep = inOwnMeasure(covariance, step);

  const sigmaGain = Math.sqrt(cSigma * (2 - cSigma) * muEffective);
  const sigmaPath = mixed(search.sigmaPath, 1 - cSigma, ownStep, sigmaGain);
  const length = Math.hypot(...sigmaPath);
  // While the path is unusually long the cloud is still growing: its form is not learned from that.
  const settled = 1 - (1 - cSigma) ** (2 * (search.generation + 1));
  const h = length / Math.sqrt(settled) < (1.4 + 2 / 3) * EXPECTED_LENGTH ? 1 : 0;
  const gain = h * Math.sqrt(cCovariance * (2 - cCovariance) * muEffective);
  const path = mixed(search.covariancePath, 1 - cCovariance, step, gain);

  const kept = 1 - c1 - cMu + (1 - h) * c1 * cCovariance * (2 - cCovariance);
  const entry = (old: number, byPath: number, ofStep: (step: Point) => number) =>
    kept * old + c1 * byPath + cMu * weighed(ofStep);
  return {
    generation: search.generation + 1,
    mean: [mean[0] + sigma * step[0], mean[1] + sigma * step[1]],
    sigma: sigma * Math.exp((cSigma / dSigma) * (length / EXPECTED_LENGTH - 1)),
    covariance: [
      entry(covariance[0], path[0] * path[0], ([x]) => x * x),
      entry(covariance[1], path[0] * path[1], ([x, y]) => x * y),
      entry(covariance[2], path[1] * path[1], ([, y]) => y * y),
    ],
    sigmaPath,
    covariancePath: path,
  };
}

/** C^(-1/2) times a step: how long and which way it is where the cloud is a circle. */
function inOwnMeasure(covariance: Search['covariance'], [x, y]: Point): Point {
  const axes = symmetricAxes(...covariance);
  const at = (place: 0 | 1) =>
    axes.reduce(
      (sum, { direction, variance }) =>
        sum + ((direction[0] * x + direction[1] * y) / Math.sqrt(variance)) * direction[place],
      0,
    );
  return [at(0), at(1)];
}

const mixed = (one: Point, ofOne: number, other: Point, ofOther: number): Point => [
  ofOne * one[0] + ofOther * other[0],
  ofOne * one[1] + ofOther * other[1],
];
