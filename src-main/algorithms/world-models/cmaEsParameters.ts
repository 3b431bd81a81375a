/** CMA-ES's default constants. Hansen, arXiv:1604.00772, table 1; equation numbers below are the tutorial's. */

/**
 * `diagonal`: separable CMA-ES (Ros & Hansen 2008, doi:10.1007/978-3-540-87700-4_30), whose axes are the coordinates: n variances
 * instead of n (n + 1) / 2 covariances, which are learnt (n + 2) / 3 times as fast. It has no negative weights.
 */
export type CovarianceShape = 'full' | 'diagonal';

export interface StrategyParameters {
  readonly populationSize: number;
  /** How many candidates the mean is made of. */
  readonly mu: number;
  /** One a rank: positive ones sum to 1, negative ones push the covariance away from bad steps. */
  readonly weights: Float64Array;
  readonly muEffective: number;
  readonly cSigma: number;
  readonly dSigma: number;
  readonly cCovariance: number;
  readonly c1: number;
  readonly cMu: number;
  /** E||N(0, I)|| */
  readonly expectedNorm: number;
  /** Generations between two decompositions where they are lazy (section B.2). */
  readonly decompositionInterval: number;
}

export function strategyParameters(
  n: number,
  populationSize: number,
  shape: CovarianceShape = 'full',
): StrategyParameters {
  const mu = Math.floor(populationSize / 2);
  // (49)
  const raw = Float64Array.from(
    { length: populationSize },
    (_, rank) => Math.log((populationSize + 1) / 2) - Math.log(rank + 1),
  );
  const sums = (part: Float64Array) => ({
    sum: part.reduce((total, weight) => total + weight, 0),
    squares: part.reduce((total, weight) => total + weight * weight, 0),
  });
  const better = sums(raw.subarray(0, mu));
  const worse = sums(raw.subarray(mu));
  const muEffective = (better.sum * better.sum) / better.squares;
  const muEffectiveNegative = (worse.sum * worse.sum) / worse.squares;

  // (55) to (58)
  const cSigma = (muEffective + 2) / (n + muEffective + 5);
  const dSigma = 1 + 2 * Math.max(0, Math.sqrt((muEffective - 1) / (n + 1)) - 1) + cSigma;
  const cCovariance = (4 + muEffective / n) / (n + 4 + (2 * muEffective) / n);
  const faster = shape === 'diagonal' ? (n + 2) / 3 : 1;
  const c1 = Math.min(1, (faster * 2) / ((n + 1.3) * (n + 1.3) + muEffective));
  const cMu = Math.min(
    1 - c1,
    (faster * 2 * (0.25 + muEffective + 1 / muEffective - 2)) / ((n + 2) * (n + 2) + muEffective),
  );

  // (50) to (53): how far the negative weights may go without losing positive definiteness.
  const negativeSum = Math.min(
    1 + c1 / cMu,
    1 + (2 * muEffectiveNegative) / (muEffective + 2),
    (1 - c1 - cMu) / (n * cMu),
  );
  const weights = raw.map((weight) => {
    if (weight >= 0) return weight / better.sum;
    return shape === 'diagonal' ? 0 : (negativeSum * weight) / Math.abs(worse.sum);
  });
  return {
    populationSize,
    mu,
    weights,
    muEffective,
    cSigma,
    dSigma,
    cCovariance,
    c1,
    cMu,
    expectedNorm: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
    decompositionInterval: 1 / ((c1 + cMu) * n * 10),
  };
}
