/**
 * Where a ray meets a shape, in the shape's own frame. Exact surfaces instead of triangles: silhouettes and normals have
 * no facets, and shadows are asked of the same functions. A ray is o + t d, its direction of any length, given as bare numbers:
 * an object for each would cost more than the work.
 */
import type { TriangleTree } from './triangleTree.ts';

export const PLANE = 0;
export const SPHERE = 1;
export const CAPSULE = 2;
export const CYLINDER = 3;
export const BOX = 4;
export const ELLIPSOID = 5;
export const MESH = 6;

export interface Primitive {
  readonly kind: number;
  /**
   * plane: half width, half height (0: without end), half the spacing of its grid (0: none); sphere: radius; capsule and cylinder: radius, half length; box: half
   * sizes; ellipsoid: radii; mesh: none.
   */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly tree: TriangleTree | null;
}

/** @returns the first t above `from` at which the ray enters the shape, or Infinity. */
export function enter(
  shape: Primitive,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  from: number,
): number {
  switch (shape.kind) {
    case PLANE:
      return enterPlane(shape, ox, oy, oz, dx, dy, dz, from);
    case SPHERE:
      return enterSphere(shape.a, ox, oy, oz, dx, dy, dz, from);
    case CAPSULE:
      return enterCapsule(shape.a, shape.b, ox, oy, oz, dx, dy, dz, from);
    case CYLINDER:
      return enterCylinder(shape.a, shape.b, ox, oy, oz, dx, dy, dz, from);
    case BOX:
      return enterBox(shape, ox, oy, oz, dx, dy, dz, from);
    case ELLIPSOID: {
      const { a, b, c } = shape;
      return enterSphere(1, ox / a, oy / b, oz / c, dx / a, dy / b, dz / c, from);
    }
    default:
      return shape.tree === null ? Infinity : shape.tree.enter(ox, oy, oz, dx, dy, dz, from);
  }
}

/** Seen from its front only. */
function enterPlane(
  shape: Primitive,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  from: number,
): number {
  if (dz >= 0 || oz <= 0) return Infinity;
  const t = -oz / dz;
  if (t <= from) return Infinity;
  if (shape.a > 0 && Math.abs(ox + t * dx) > shape.a) return Infinity;
  if (shape.b > 0 && Math.abs(oy + t * dy) > shape.b) return Infinity;
  return t;
}

function enterSphere(
  radius: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  from: number,
): number {
  const a = dx * dx + dy * dy + dz * dz;
  const b = ox * dx + oy * dy + oz * dz;
  const discriminant = b * b - a * (ox * ox + oy * oy + oz * oz - radius * radius);
  if (discriminant < 0) return Infinity;
  const t = (-b - Math.sqrt(discriminant)) / a;
  return t > from ? t : Infinity;
}

function enterCapsule(
  radius: number,
  half: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  from: number,
): number {
  const a = dx * dx + dy * dy;
  let z: number;
  if (a > 1e-14 * (a + dz * dz)) {
    const b = ox * dx + oy * dy;
    const discriminant = b * b - a * (ox * ox + oy * oy - radius * radius);
    if (discriminant < 0) return Infinity;
    const t = (-b - Math.sqrt(discriminant)) / a;
    z = oz + t * dz;
    if (z <= half && z >= -half) return t > from ? t : Infinity;
  } else {
    z = -dz;
  }
  // The ray comes into the endless cylinder beyond one end: that end's ball is the first it can meet.
  return enterSphere(radius, ox, oy, z > 0 ? oz - half : oz + half, dx, dy, dz, from);
}

function enterCylinder(
  radius: number,
  half: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  from: number,
): number {
  const a = dx * dx + dy * dy;
  if (a > 1e-14 * (a + dz * dz)) {
    const b = ox * dx + oy * dy;
    const discriminant = b * b - a * (ox * ox + oy * oy - radius * radius);
    if (discriminant < 0) return Infinity;
    const t = (-b - Math.sqrt(discriminant)) / a;
    const z = oz + t * dz;
    if (z <= half && z >= -half) return t > from ? t : Infinity;
  }
  if (dz === 0) return Infinity;
  const t = ((dz < 0 ? half : -half) - oz) / dz;
  const x = ox + t * dx;
  const y = oy + t * dy;
  return t > from && x * x + y * y <= radius * radius ? t : Infinity;
}

function enterBox(
  shape: Primitive,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  from: number,
): number {
  let near = -Infinity;
  let far = Infinity;
  if (dx !== 0) {
    const side = Math.abs(shape.a / dx);
    const middle = -ox / dx;
    near = middle - side;
    far = middle + side;
  } else if (Math.abs(ox) > shape.a) return Infinity;
  if (dy !== 0) {
    const side = Math.abs(shape.b / dy);
    const middle = -oy / dy;
    if (middle - side > near) near = middle - side;
    if (middle + side < far) far = middle + side;
  } else if (Math.abs(oy) > shape.b) return Infinity;
  if (dz !== 0) {
    const side = Math.abs(shape.c / dz);
    const middle = -oz / dz;
    if (middle - side > near) near = middle - side;
    if (middle + side < far) far = middle + side;
  } else if (Math.abs(oz) > shape.c) return Infinity;
  return near <= far && near > from ? near : Infinity;
}

/** Writes the outward unit normal at a surface point of the shape (not of a mesh) into `out`. */
export function surfaceNormal(shape: Primitive, x: number, y: number, z: number, out: Float64Array): void {
  let nx = 0;
  let ny = 0;
  let nz = 0;
  switch (shape.kind) {
    case PLANE:
      nz = 1;
      break;
    case SPHERE:
      nx = x;
      ny = y;
      nz = z;
      break;
    case CAPSULE:
      nx = x;
      ny = y;
      nz = z > shape.b ? z - shape.b : z < -shape.b ? z + shape.b : 0;
      break;
    case CYLINDER:
      if (Math.abs(z) >= shape.b * (1 - 1e-9)) nz = z > 0 ? 1 : -1;
      else {
        nx = x;
        ny = y;
      }
      break;
    case BOX: {
      // The face whose plane the point is nearest to, relative to the size.
      const [u, v, w] = [Math.abs(x) / shape.a, Math.abs(y) / shape.b, Math.abs(z) / shape.c];
      if (u >= v && u >= w) nx = x > 0 ? 1 : -1;
      else if (v >= w) ny = y > 0 ? 1 : -1;
      else nz = z > 0 ? 1 : -1;
      break;
    }
    default:
      nx = x / (shape.a * shape.a);
      ny = y / (shape.b * shape.b);
      nz = z / (shape.c * shape.c);
  }
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
  const scale = length > 0 ? 1 / length : 0;
  out[0] = nx * scale;
  out[1] = ny * scale;
  out[2] = nz * scale;
}
