/**
 * CMA-ES with full covariance and active (negative) weights, or separable: proposes candidates, learns from their ranking.
 * Hansen, The CMA Evolution Strategy: A Tutorial, arXiv:1604.00772; equation numbers below are the tutorial's.
 * It minimises: whoever maximises tells the negated scores. All state is in doubles.
 */
import { StudioError } from '../../../shared/errors.ts';
import type { RandomStream } from '../../numerics/random.ts';
import type { RandomState } from '../../numerics/random.ts';
import { symmetricEigen } from './symmetricEigen.ts';
import type { EigenDecomposition } from './symmetricEigen.ts';
import { strategyParameters } from './cmaEsParameters.ts';
import type { CovarianceShape, StrategyParameters } from './cmaEsParameters.ts';

/** Below this the decomposition is done anew each generation; from it on only as often as it pays (section B.2). */
export const LAZY_DIMENSION = 300;

/** Eigenvalues are kept at or above this times the largest, so that no direction is lost to rounding. */
const EIGENVALUE_FLOOR = 1e-14;

export interface CmaEsOptions {
  readonly initialMean: Float64Array;
  readonly initialSigma: number;
  /** The step size is multiplied by it each generation, beside its own adaptation; default 1. */
  readonly sigmaDecay?: number;
  readonly populationSize: number;
  /** Default: full. */
  readonly covariance?: CovarianceShape;
  readonly random: RandomStream;
  /** How to decompose [n, n]; default: in doubles, here. */
  readonly decompose?: (matrix: Float64Array, n: number) => EigenDecomposition;
}

export interface CmaEsState {
  readonly numbers: {
    readonly generation: number;
    readonly decomposedAt: number;
    readonly sigma: number;
    readonly populationSize: number;
  };
  readonly random: RandomState;
  readonly arrays: {
    readonly mean: Float64Array;
    readonly sigmaPath: Float64Array;
    readonly covariancePath: Float64Array;
    /** Lower triangle, row after row; of a separable search the diagonal alone. */
    readonly covariance: Float64Array;
    /** As of the last decomposition; none of a separable search, whose axes are the coordinates. */
    readonly eigenvectors: Float64Array;
    readonly axisLengths: Float64Array;
    /** The generation that was asked for and not yet told: [populationSize, n], or empty. */
    readonly pending: Float64Array;
    /** Of each of its candidates, the squared length of the standard normal draw that it came from. */
    readonly pendingLengths: Float64Array;
  };
}

export class CmaEs {
  readonly dimension: number;
  readonly parameters: StrategyParameters;
  readonly #separable: boolean;
  readonly #sigmaDecay: number;
  readonly #random: RandomStream;
  readonly #decompose: (matrix: Float64Array, n: number) => EigenDecomposition;
  #mean: Float64Array;
  #sigma: number;
  #generation = 0;
  #decomposedAt = 0;
  #sigmaPath: Float64Array;
  #covariancePath: Float64Array;
  /** [n, n], of which the lower triangle alone is kept up to date; separable: the diagonal [n]. */
  #covariance: Float64Array;
  /** Rows are the unit eigenvectors; separable: empty. */
  #eigenvectors: Float64Array;
  /** Square roots of the eigenvalues. */
  #axisLengths: Float64Array;
  /** Standard normal draws in the eigenbasis times the axis lengths: y = B D z of (39), one row a candidate. */
  #pending: Float64Array | null = null;
  /** |z|^2 = |C^(-1/2) y|^2 of each. */
  #pendingLengths: Float64Array;

  constructor(options: CmaEsOptions) {
    const n = options.initialMean.length;
    this.dimension = n;
    this.parameters = strategyParameters(n, options.populationSize, options.covariance);
    this.#separable = options.covariance === 'diagonal';
    this.#random = options.random;
    this.#decompose = options.decompose ?? symmetricEigen;
    this.#mean = options.initialMean.slice();
    this.#sigma = options.initialSigma;
    this.#sigmaDecay = options.sigmaDecay ?? 1;
    this.#sigmaPath = new Float64Array(n);
    this.#covariancePath = new Float64Array(n);
    this.#covariance = this.#separable ? new Float64Array(n).fill(1) : identity(n);
    this.#eigenvectors = this.#separable ? new Float64Array(0) : identity(n);
    this.#axisLengths = new Float64Array(n).fill(1);
    this.#pendingLengths = new Float64Array(options.populationSize);
  }

  /** Generations told so far. */
  get generation(): number {
    return this.#generation;
  }

  get sigma(): number {
    return this.#sigma;
  }

  /** The centre of the search: usually better than any single candidate where evaluations are noisy. */
  get mean(): Float64Array {
    return this.#mean.slice();
  }

  /** Longest over shortest axis of the search ellipsoid. */
  get axisRatio(): number {
    return Math.max(...this.#axisLengths) / Math.min(...this.#axisLengths);
  }

  /** The generation's candidates; the same ones until they are told. */
  ask(): Float64Array[] {
    const n = this.dimension;
    const size = this.parameters.populationSize;
    this.#pending ??= this.#sample();
    const steps = this.#pending;
    return Array.from({ length: size }, (_, k) => {
      const candidate = new Float64Array(n);
      for (let i = 0; i < n; i++) candidate[i] = at(this.#mean, i) + this.#sigma * at(steps, k * n + i);
      return candidate;
    });
  }

  /** @param losses one a candidate, lower is better, in the order of `ask`. NaN counts as worst. */
  tell(losses: ArrayLike<number>): void {
    const steps = this.#pending;
    const { populationSize } = this.parameters;
    if (steps === null) throw new Error('tell before ask');
    if (losses.length !== populationSize) {
      throw new Error(`told ${losses.length} losses, asked for ${populationSize}`);
    }
    const rank = (k: number) => {
      const loss = losses[k] ?? Number.NaN;
      return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
    };
    const order = Array.from({ length: populationSize }, (_, k) => k).sort((a, b) => {
      const difference = rank(a) - rank(b);
      return Number.isNaN(difference) ? 0 : difference;
    });
    this.#update(steps, order);
    this.#pending = null;
    this.#generation += 1;
    const due =
      this.#separable ||
      this.dimension < LAZY_DIMENSION ||
      this.#generation - this.#decomposedAt >= this.parameters.decompositionInterval;
    if (due) this.#refreshDecomposition();
  }

  state(): CmaEsState {
    return {
      numbers: {
        generation: this.#generation,
        decomposedAt: this.#decomposedAt,
        sigma: this.#sigma,
        populationSize: this.parameters.populationSize,
      },
      random: this.#random.state(),
      arrays: {
        mean: this.#mean.slice(),
        sigmaPath: this.#sigmaPath.slice(),
        covariancePath: this.#covariancePath.slice(),
        covariance: this.#separable
          ? this.#covariance.slice()
          : packLowerTriangle(this.#covariance, this.dimension),
        eigenvectors: this.#eigenvectors.slice(),
        axisLengths: this.#axisLengths.slice(),
        pending: this.#pending?.slice() ?? new Float64Array(0),
        pendingLengths: this.#pendingLengths.slice(),
      },
    };
  }

  /** Goes on exactly as the one whose state it was. @throws StudioError where dimension, population or covariance differ. */
  restore(state: CmaEsState): void {
    const { numbers, arrays } = state;
    if (arrays.mean.length !== this.dimension || numbers.populationSize !== this.parameters.populationSize) {
      throw new StudioError('checkpoint.mismatch', {
        array: 'search/mean',
        expected: `[${this.parameters.populationSize}, ${this.dimension}]`,
        found: `[${numbers.populationSize}, ${arrays.mean.length}]`,
      });
    }
    const kept = this.#separable ? this.dimension : (this.dimension * (this.dimension + 1)) / 2;
    if (arrays.covariance.length !== kept || arrays.eigenvectors.length !== this.#eigenvectors.length) {
      throw new StudioError('checkpoint.mismatch', {
        array: 'search/covariance',
        expected: `[${kept}]`,
        found: `[${arrays.covariance.length}]`,
      });
    }
    this.#generation = numbers.generation;
    this.#decomposedAt = numbers.decomposedAt;
    this.#sigma = numbers.sigma;
    this.#random.restore(state.random);
    this.#mean = arrays.mean.slice();
    this.#sigmaPath = arrays.sigmaPath.slice();
    this.#covariancePath = arrays.covariancePath.slice();
    this.#covariance = this.#separable
      ? arrays.covariance.slice()
      : unpackLowerTriangle(arrays.covariance, this.dimension);
    this.#eigenvectors = arrays.eigenvectors.slice();
    this.#axisLengths = arrays.axisLengths.slice();
    this.#pending = arrays.pending.length === 0 ? null : arrays.pending.slice();
    this.#pendingLengths = arrays.pendingLengths.slice();
  }

  /** [populationSize, n] draws of N(0, C). */
  #sample(): Float64Array {
    const n = this.dimension;
    const size = this.parameters.populationSize;
    const steps = new Float64Array(size * n);
    const scaled = new Float64Array(size * n);
    for (let k = 0; k < size; k++) {
      let squares = 0;
      for (let i = 0; i < n; i++) {
        const draw = this.#random.normal();
        squares += draw * draw;
        scaled[k * n + i] = at(this.#axisLengths, i) * draw;
      }
      this.#pendingLengths[k] = squares;
    }
    if (this.#separable) return scaled;
    // Axis by axis, so that each eigenvector is read once.
    for (let axis = 0; axis < n; axis++) {
      const vector = this.#eigenvectors.subarray(axis * n, (axis + 1) * n);
      for (let k = 0; k < size; k++) addScaled(steps, k * n, vector, at(scaled, k * n + axis), n);
    }
    return steps;
  }

  #update(steps: Float64Array, order: readonly number[]): void {
    const n = this.dimension;
    const { weights, mu, muEffective, cSigma, dSigma, cCovariance, c1, cMu, expectedNorm } = this.parameters;
    const stepOf = (rank: number) => {
      const start = (order[rank] ?? 0) * n;
      return steps.subarray(start, start + n);
    };
    // (41), (42): the mean moves to the weighted mean of the better half.
    const meanStep = new Float64Array(n);
    for (let rank = 0; rank < mu; rank++) addScaled(meanStep, 0, stepOf(rank), at(weights, rank), n);
    addScaled(this.#mean, 0, meanStep, this.#sigma, n);

    // (43), (44): step-size control by the length of the conjugate path.
    const whitened = this.#whiten(meanStep);
    const sigmaGain = Math.sqrt(cSigma * (2 - cSigma) * muEffective);
    let squaredLength = 0;
    for (let i = 0; i < n; i++) {
      const moved = (1 - cSigma) * at(this.#sigmaPath, i) + sigmaGain * at(whitened, i);
      this.#sigmaPath[i] = moved;
      squaredLength += moved * moved;
    }
    const pathLength = Math.sqrt(squaredLength);
    const warmUp = Math.sqrt(1 - Math.exp(2 * (this.#generation + 1) * Math.log(1 - cSigma)));
    const stalled = pathLength / warmUp < (1.4 + 2 / (n + 1)) * expectedNorm ? 1 : 0;

    // (45): the evolution path, held back while the step size still grows.
    const pathGain = stalled * Math.sqrt(cCovariance * (2 - cCovariance) * muEffective);
    for (let i = 0; i < n; i++) {
      this.#covariancePath[i] = (1 - cCovariance) * at(this.#covariancePath, i) + pathGain * at(meanStep, i);
    }

    // (46), (47): rank one from the path, rank mu from the steps; bad steps count negatively, at unit length.
    const effective = weights.map((weight, rank) => {
      if (weight >= 0) return weight;
      return (weight * n) / at(this.#pendingLengths, order[rank] ?? 0);
    });
    const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
    const heldBack = (1 - stalled) * cCovariance * (2 - cCovariance);
    const decay = 1 + c1 * heldBack - c1 - cMu * weightSum;
    const updates = [
      { vector: this.#covariancePath, weight: c1 },
      ...Array.from(effective, (weight, rank) => ({ vector: stepOf(rank), weight: cMu * weight })),
    ].filter(({ weight }) => weight !== 0);
    for (let i = 0; i < n; i++) {
      if (this.#separable) {
        let variance = decay * at(this.#covariance, i);
        for (const { vector, weight } of updates) variance += weight * at(vector, i) * at(vector, i);
        this.#covariance[i] = variance;
      } else {
        const row = this.#covariance.subarray(i * n, i * n + i + 1);
        for (let j = 0; j <= i; j++) row[j] = decay * (row[j] as number);
        for (const { vector, weight } of updates) addScaled(row, 0, vector, weight * at(vector, i), i + 1);
      }
    }

    // (44), and the decay that is asked for.
    this.#sigma *=
      this.#sigmaDecay * Math.exp(Math.min(1, (cSigma / dSigma) * (pathLength / expectedNorm - 1)));
  }

  /** C^(-1/2) y, by the last decomposition. */
  #whiten(y: Float64Array): Float64Array {
    if (this.#separable) return y.map((element, i) => element / at(this.#axisLengths, i));
    const n = this.dimension;
    const whitened = new Float64Array(n);
    for (let axis = 0; axis < n; axis++) {
      const start = axis * n;
      let projection = 0;
      for (let i = 0; i < n; i++) projection += (this.#eigenvectors[start + i] as number) * (y[i] as number);
      const vector = this.#eigenvectors.subarray(start, start + n);
      addScaled(whitened, 0, vector, projection / at(this.#axisLengths, axis), n);
    }
    return whitened;
  }

  #refreshDecomposition(): void {
    const n = this.dimension;
    let values = this.#covariance;
    if (!this.#separable) {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i; j++) this.#covariance[j * n + i] = at(this.#covariance, i * n + j);
      }
      const decomposed = this.#decompose(this.#covariance, n);
      values = decomposed.values;
      this.#eigenvectors = decomposed.vectors.slice();
    }
    const largest = values.reduce((most, value) => Math.max(most, value), 0);
    this.#axisLengths = values.map((value) => Math.sqrt(Math.max(value, EIGENVALUE_FLOOR * largest)));
    this.#decomposedAt = this.#generation;
  }
}

function at(array: Float64Array, index: number): number {
  return array[index] as number;
}

/** target[start + i] += factor * source[i] */
function addScaled(
  target: Float64Array,
  start: number,
  source: Float64Array,
  factor: number,
  count: number,
): void {
  for (let i = 0; i < count; i++)
    target[start + i] = (target[start + i] as number) + factor * (source[i] as number);
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  return matrix;
}

function packLowerTriangle(matrix: Float64Array, n: number): Float64Array {
  const packed = new Float64Array((n * (n + 1)) / 2);
  for (let i = 0, offset = 0; i < n; offset += ++i) packed.set(matrix.subarray(i * n, i * n + i + 1), offset);
  return packed;
}

function unpackLowerTriangle(packed: Float64Array, n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0, offset = 0; i < n; offset += ++i)
    matrix.set(packed.subarray(offset, offset + i + 1), i * n);
  return matrix;
}
