/** Where a point of a solid's surface lies in a picture that is laid over it, as MuJoCo's own shapes have it. */
import { BOX, CAPSULE, CYLINDER, type Primitive } from './primitives.ts';

const TURN = 2 * Math.PI;

/** Writes u to the right and v downwards, each from 0 to 1 over the shape (a capsule's caps each for themselves). */
export function solidUv(shape: Primitive, x: number, y: number, z: number, out: Float64Array): void {
  const { kind, a, b, c } = shape;
  if (kind === BOX) {
    const [u, v, w] = [x / a, y / b, z / c];
    const [nx, ny, nz] = [Math.abs(u), Math.abs(v), Math.abs(w)];
    const isSide = nz < nx || nz < ny;
    out[0] = ((isSide && nx >= ny ? v : u) + 1) / 2;
    out[1] = 1 - ((isSide ? w : v) + 1) / 2;
    return;
  }
  const isRod = kind === CAPSULE || kind === CYLINDER;
  const around = isRod ? Math.atan2(y, x) : Math.atan2(y / (b || a), x / a);
  out[0] = (around < 0 ? around + TURN : around) / TURN;
  if (!isRod) {
    out[1] = 0.5 - Math.asin(Math.min(1, Math.max(-1, z / (c || a)))) / Math.PI;
    return;
  }
  const beyond = Math.abs(z) - b;
  if (beyond < -1e-9 * b) out[1] = (1 - z / b) / 2;
  else if (kind === CYLINDER) out[1] = Math.sqrt(x * x + y * y) / a;
  else {
    // From the pole down to the rod above, from the rod down to the pole below.
    const up = Math.asin(Math.min(1, Math.max(0, beyond / a))) / (Math.PI / 2);
    out[1] = z > 0 ? 1 - up : up;
  }
}
