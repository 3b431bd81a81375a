/** The eigenvectors of a symmetric 2 x 2 matrix, in closed form. */

export type Point = readonly [number, number];

export interface Axis {
  /** Of length 1. */
  readonly direction: Point;
  /** The eigenvalue: of a covariance, the variance along the direction. */
  readonly variance: number;
}

/** Of [[xx, xy], [xy, yy]] with eigenvalues of zero and more; the larger one first. */
export function symmetricAxes(xx: number, xy: number, yy: number): readonly [Axis, Axis] {
  const middle = (xx + yy) / 2;
  const reach = Math.hypot((xx - yy) / 2, xy);
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [
    { direction: [cos, sin], variance: middle + reach },
    { direction: [-sin, cos], variance: Math.max(0, middle - reach) },
  ];
}
