/**
 * What a variational autoencoder does to a cloud of points, where encoder and decoder are linear: then the best one is known
 * in closed form. It is probabilistic PCA with the KL term's weight beta as the noise (Tipping & Bishop 1999; Lucas and
 * others 2019, arXiv:1911.02469).
 */

import { symmetricAxes, type Axis, type Point } from './symmetricAxes.ts';

/** The directions in which a cloud around zero varies most and least, from its covariance's eigenvectors. */
export function principalAxes(points: readonly Point[]): readonly [Axis, Axis] {
  const mean = (of: (point: Point) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / Math.max(1, points.length);
  return symmetricAxes(
    mean(([x]) => x * x),
    mean(([x, y]) => x * y),
    mean(([, y]) => y * y),
  );
}

/** One number of the code, for one principal axis. */
export interface CodeNumber {
  /** The code's mean is this times the point's place on the axis. */
  readonly encode: number;
  /** Standard deviation of the code: how blurred the number is. */
  readonly deviation: number;
  /** The place on the axis is drawn again as this times the code. */
  readonly decode: number;
  /** Nats that the number says about a point, on average. */
  readonly kl: number;
  /** Mean squared error of the place that is drawn again. */
  readonly error: number;
}

/** The best number for an axis, which makes error / 2 + beta KL least. Where the axis varies less than beta, it says nothing. */
export function bestCode(variance: number, beta: number): CodeNumber {
  if (variance <= beta) return { encode: 0, deviation: 1, decode: 0, kl: 0, error: variance };
  const decode = Math.sqrt(variance - beta);
  return {
    encode: decode / variance,
    deviation: Math.sqrt(beta / variance),
    decode,
    kl: Math.log(variance / beta) / 2,
    error: beta,
  };
}

/** Three flat heaps of points, around zero as a whole. @param normals standard normal deviates, two a point */
export function cloudOf(normals: readonly number[]): readonly Point[] {
  const heaps: readonly Point[] = [
    [-1.7, -0.5],
    [0.1, 0.55],
    [1.6, -0.05],
  ];
  const points = Array.from({ length: Math.floor(normals.length / 2) }, (_, index): Point => {
    const [x, y] = heaps[index % heaps.length] ?? [0, 0];
    return [x + 0.3 * (normals[2 * index] ?? 0), y + 0.2 * (normals[2 * index + 1] ?? 0)];
  });
  const centre = (axis: 0 | 1) =>
    points.reduce((sum, point) => sum + point[axis], 0) / Math.max(1, points.length);
  const [x0, y0] = [centre(0), centre(1)];
  return points.map(([x, y]) => [x - x0, y - y0]);
}
