/** Orientations as quaternions (w, x, y, z), from what MuJoCo gives. */

/** From a rotation matrix, row-major at `at`. Shepperd 1978: by the largest part, so that nothing cancels. */
export function matrixToQuaternion(matrix: ArrayLike<number>, at: number, out: Float64Array): void {
  const m = (i: number) => matrix[at + i] ?? 0;
  const trace = m(0) + m(4) + m(8);
  let w: number;
  let x: number;
  let y: number;
  let z: number;
  if (trace > 0) {
    const s = 2 * Math.sqrt(1 + trace);
    w = s / 4;
    x = (m(7) - m(5)) / s;
    y = (m(2) - m(6)) / s;
    z = (m(3) - m(1)) / s;
  } else if (m(0) > m(4) && m(0) > m(8)) {
    const s = 2 * Math.sqrt(1 + m(0) - m(4) - m(8));
    w = (m(7) - m(5)) / s;
    x = s / 4;
    y = (m(1) + m(3)) / s;
    z = (m(2) + m(6)) / s;
  } else if (m(4) > m(8)) {
    const s = 2 * Math.sqrt(1 + m(4) - m(0) - m(8));
    w = (m(2) - m(6)) / s;
    x = (m(1) + m(3)) / s;
    y = s / 4;
    z = (m(5) + m(7)) / s;
  } else {
    const s = 2 * Math.sqrt(1 + m(8) - m(0) - m(4));
    w = (m(3) - m(1)) / s;
    x = (m(2) + m(6)) / s;
    y = (m(5) + m(7)) / s;
    z = s / 4;
  }
  out[0] = w;
  out[1] = x;
  out[2] = y;
  out[3] = z;
}

const matrix = new Float64Array(9);

/** An orientation whose own -z points along the direction at `at`, its y as far up as that allows. */
export function quaternionToward(direction: ArrayLike<number>, at: number, out: Float64Array): void {
  const length = Math.hypot(direction[at] ?? 0, direction[at + 1] ?? 0, direction[at + 2] ?? 0) || 1;
  const back = [0, 1, 2].map((i) => -(direction[at + i] ?? 0) / length);
  const [bx = 0, by = 0, bz = 1] = back;
  // right = up x back; where it looks straight up or down, the world's x.
  const across = Math.hypot(bx, by);
  const [rx, ry] = across > 1e-9 ? [-by / across, bx / across] : [1, 0];
  const up = [-bz * ry, bz * rx, bx * ry - by * rx];
  matrix.set([rx, up[0] ?? 0, bx, ry, up[1] ?? 0, by, 0, up[2] ?? 0, bz]);
  matrixToQuaternion(matrix, 0, out);
}
