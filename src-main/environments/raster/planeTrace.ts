/**
 * Meets a plane with the rays of a picture.
 * What is worked out for each pixel is given as bare numbers: an object for each would cost more than the work.
 */
import type { Behind, HitBuffer } from './hitBuffer.ts';
import type { View } from './lineOfSight.ts';
import type { Primitive } from './primitives.ts';

/** The part [low, high] of a row in which sums `at + slope * u` are not below 0. */
class RowPart {
  low = -1;
  high = 1;

  clip(at: number, slope: number): void {
    if (slope > 0) this.low = Math.max(this.low, -at / slope);
    else if (slope < 0) this.high = Math.min(this.high, -at / slope);
    else if (at < 0) this.high = -Infinity;
  }
}

/**
 * Keeps the plane, part `index`, where it is nearer than what the rays met so far.
 * @param view in the plane's own frame.
 */
export function tracePlane(
  plane: Primitive,
  index: number,
  view: View,
  near: number,
  hits: HitBuffer,
  behind: Behind | null,
  width: number,
  height: number,
): void {
  const { x: ox, y: oy, z: oz } = view;
  if (oz <= 0) return;
  const { depth, part: met, only } = hits;
  const endX = plane.a > 0 ? plane.a : Infinity;
  const endY = plane.b > 0 ? plane.b : Infinity;
  const { rightX: rx, rightY: ry, rightZ: rz } = view;
  for (let row = 0; row < height; row++) {
    const v = 1 - (2 * row + 1) / height;
    const startX = view.upX * v - view.backX;
    const startY = view.upY * v - view.backY;
    const startZ = view.upZ * v - view.backZ;
    // Rays that go down, and within the plane's ends: |o + t d| <= end with t = -oz / dz, times dz. A pixel more to each
    // side, since each pixel is asked again below.
    const inside = new RowPart();
    inside.clip(-startZ, -rz);
    if (endX < Infinity) {
      inside.clip((ox - endX) * startZ - oz * startX, (ox - endX) * rz - oz * rx);
      inside.clip(oz * startX - (ox + endX) * startZ, oz * rx - (ox + endX) * rz);
    }
    if (endY < Infinity) {
      inside.clip((oy - endY) * startZ - oz * startY, (oy - endY) * rz - oz * ry);
      inside.clip(oz * startY - (oy + endY) * startZ, oz * ry - (oy + endY) * rz);
    }
    const left = Math.max(0, Math.ceil(((inside.low + 1) * width - 1) / 2) - 1);
    const right = Math.min(width - 1, Math.floor(((inside.high + 1) * width - 1) / 2) + 1);
    if (left > right) continue;
    hits.mayShow(index, left, row, right, row);
    for (let column = left; column <= right; column++) {
      const pixel = row * width + column;
      if (only !== null && only[pixel] === 0) continue;
      let from = near;
      if (behind !== null) {
        if (behind.hits.part[pixel] !== behind.through) continue;
        from = behind.hits.depth[pixel] ?? 0;
      }
      const u = (2 * column + 1) / width - 1;
      const slope = startZ + rz * u;
      if (slope >= 0) continue;
      const t = -oz / slope;
      if (t <= from || t >= (depth[pixel] ?? 0)) continue;
      if (Math.abs(ox + t * (startX + rx * u)) > endX || Math.abs(oy + t * (startY + ry * u)) > endY)
        continue;
      depth[pixel] = t;
      met[pixel] = index;
    }
  }
}
