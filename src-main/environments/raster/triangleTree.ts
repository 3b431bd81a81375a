/**
 * Triangles in a tree of boxes, so that a ray meets few of them. For meshes of models that people open.
 * A ray is given as bare numbers: an object for each would cost more than the work.
 */
import type { Mesh } from '../../../shared/scene.ts';

const LEAF_SIZE = 4;

interface Node {
  readonly box: Float64Array;
  readonly first: number;
  readonly count: number;
  readonly left: Node | null;
  readonly right: Node | null;
}

export class TriangleTree {
  /** The triangle that the last `enter` met; -1: none. */
  lastTriangle = -1;
  readonly mesh: Mesh;
  /** Lowest x, y, z, then highest. */
  readonly bounds: Float64Array;
  readonly #order: Uint32Array;
  #root: Node | null;
  /** Of each vertex, where the mesh has its own or moves. */
  normals: Float32Array | null;
  readonly #stack: Node[] = [];
  /** Whether the ray in hand meets back faces. */
  #frontOnly = false;

  constructor(mesh: Mesh) {
    this.mesh = mesh;
    const count = mesh.indices.length / 3;
    this.#order = Uint32Array.from({ length: count }, (_, i) => i);
    this.#root = count === 0 ? null : this.#build(0, count);
    this.bounds = Float64Array.from(this.#root?.box ?? new Float64Array(6));
    this.normals = mesh.normals ?? null;
  }

  /** Takes another place of each vertex. @param positions x, y, z a vertex */
  move(positions: Float64Array): void {
    this.mesh.positions.set(positions);
    const count = this.mesh.indices.length / 3;
    this.#root = count === 0 ? null : this.#build(0, count);
    if (this.#root !== null) this.bounds.set(this.#root.box);
    this.normals = vertexNormals(this.mesh);
  }

  /** As `enter` of primitives.ts; both faces count. */
  enter(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, from: number): number {
    this.#frontOnly = false;
    return this.#enter(ox, oy, oz, dx, dy, dz, from);
  }

  /** The same as it is seen: of a mesh with one side only its front faces count. */
  see(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, from: number): number {
    this.#frontOnly = this.mesh.isOneSided === true;
    return this.#enter(ox, oy, oz, dx, dy, dz, from);
  }

  #enter(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, from: number): number {
    this.lastTriangle = -1;
    let nearest = Infinity;
    const stack = this.#stack;
    stack.length = 0;
    if (this.#root !== null) stack.push(this.#root);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (!meetsBox(node.box, ox, oy, oz, dx, dy, dz, from, nearest)) continue;
      if (node.left !== null && node.right !== null) {
        stack.push(node.left, node.right);
        continue;
      }
      for (let i = node.first; i < node.first + node.count; i++) {
        const triangle = this.#order[i] ?? 0;
        const t = this.#meet(triangle, ox, oy, oz, dx, dy, dz);
        if (t > from && t < nearest) {
          nearest = t;
          this.lastTriangle = triangle;
        }
      }
    }
    return nearest;
  }

  /** Möller & Trumbore 1997. */
  #meet(triangle: number, ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): number {
    const { positions: p, indices } = this.mesh;
    const a = 3 * (indices[3 * triangle] ?? 0);
    const b = 3 * (indices[3 * triangle + 1] ?? 0);
    const c = 3 * (indices[3 * triangle + 2] ?? 0);
    const ax = p[a] ?? 0;
    const ay = p[a + 1] ?? 0;
    const az = p[a + 2] ?? 0;
    const ux = (p[b] ?? 0) - ax;
    const uy = (p[b + 1] ?? 0) - ay;
    const uz = (p[b + 2] ?? 0) - az;
    const vx = (p[c] ?? 0) - ax;
    const vy = (p[c + 1] ?? 0) - ay;
    const vz = (p[c + 2] ?? 0) - az;
    const hx = dy * vz - dz * vy;
    const hy = dz * vx - dx * vz;
    const hz = dx * vy - dy * vx;
    const determinant = ux * hx + uy * hy + uz * hz;
    if (determinant === 0 || (determinant < 0 && this.#frontOnly)) return Infinity;
    const sx = ox - ax;
    const sy = oy - ay;
    const sz = oz - az;
    const u = (sx * hx + sy * hy + sz * hz) / determinant;
    if (u < 0 || u > 1) return Infinity;
    const qx = sy * uz - sz * uy;
    const qy = sz * ux - sx * uz;
    const qz = sx * uy - sy * ux;
    const v = (dx * qx + dy * qy + dz * qz) / determinant;
    if (v < 0 || u + v > 1) return Infinity;
    return (vx * qx + vy * qy + vz * qz) / determinant;
  }

  #build(first: number, count: number): Node {
    const box = this.#boxOf(first, count);
    if (count <= LEAF_SIZE) return { box, first, count, left: null, right: null };
    const extents = [0, 1, 2].map((axis) => (box[3 + axis] ?? 0) - (box[axis] ?? 0));
    const axis = extents.indexOf(Math.max(...extents));
    const range = this.#order.subarray(first, first + count);
    range.set(Array.from(range).sort((one, other) => this.#middle(one, axis) - this.#middle(other, axis)));
    const half = count >> 1;
    return {
      box,
      first,
      count,
      left: this.#build(first, half),
      right: this.#build(first + half, count - half),
    };
  }

  #middle(triangle: number, axis: number): number {
    let sum = 0;
    for (let corner = 0; corner < 3; corner++) {
      sum += this.mesh.positions[3 * (this.mesh.indices[3 * triangle + corner] ?? 0) + axis] ?? 0;
    }
    return sum;
  }

  #boxOf(first: number, count: number): Float64Array {
    const box = new Float64Array([Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity]);
    for (let i = first; i < first + count; i++) {
      for (let corner = 0; corner < 3; corner++) {
        const vertex = 3 * (this.mesh.indices[3 * (this.#order[i] ?? 0) + corner] ?? 0);
        for (let axis = 0; axis < 3; axis++) {
          const value = this.mesh.positions[vertex + axis] ?? 0;
          box[axis] = Math.min(box[axis] ?? 0, value);
          box[3 + axis] = Math.max(box[3 + axis] ?? 0, value);
        }
      }
    }
    return box;
  }
}

function meetsBox(
  box: Float64Array,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  from: number,
  to: number,
): boolean {
  let near = from;
  let far = to;
  for (let axis = 0; axis < 3; axis++) {
    const o = axis === 0 ? ox : axis === 1 ? oy : oz;
    const d = axis === 0 ? dx : axis === 1 ? dy : dz;
    const low = box[axis] ?? 0;
    const high = box[3 + axis] ?? 0;
    if (d === 0) {
      if (o < low || o > high) return false;
      continue;
    }
    const one = (low - o) / d;
    const other = (high - o) / d;
    near = Math.max(near, Math.min(one, other));
    far = Math.min(far, Math.max(one, other));
  }
  return near <= far;
}

/** The unit normal at a point of a triangle: blended between its corners where the mesh has normals, else the triangle's own. */
export function meshNormal(
  tree: TriangleTree | null,
  triangle: number,
  x: number,
  y: number,
  z: number,
  out: Float64Array,
): void {
  out.fill(0);
  if (tree === null || triangle < 0) return;
  const { positions: p, indices } = tree.mesh;
  const { normals } = tree;
  const corners = [0, 1, 2].map((corner) => 3 * (indices[3 * triangle + corner] ?? 0));
  const [a = 0, b = 0, c = 0] = corners;
  const edge = (from: number, to: number): [number, number, number] => [
    (p[to] ?? 0) - (p[from] ?? 0),
    (p[to + 1] ?? 0) - (p[from + 1] ?? 0),
    (p[to + 2] ?? 0) - (p[from + 2] ?? 0),
  ];
  const face = cross(edge(a, b), edge(a, c));
  if (normals === null) {
    out.set(face);
  } else {
    // Each corner's share is the area of the triangle that the point makes with the other two.
    const toPoint = (from: number): [number, number, number] => [
      x - (p[from] ?? 0),
      y - (p[from + 1] ?? 0),
      z - (p[from + 2] ?? 0),
    ];
    const shares = [
      dot(cross(edge(b, c), toPoint(b)), face),
      dot(cross(edge(c, a), toPoint(c)), face),
      dot(cross(edge(a, b), toPoint(a)), face),
    ];
    corners.forEach((corner, i) => {
      for (let axis = 0; axis < 3; axis++) {
        out[axis] = (out[axis] ?? 0) + (shares[i] ?? 0) * (normals[corner + axis] ?? 0);
      }
    });
  }
  const length = Math.sqrt(out.reduce((sum, value) => sum + value * value, 0));
  if (length > 0) for (let axis = 0; axis < 3; axis++) out[axis] = (out[axis] ?? 0) / length;
}

/** Where a picture lies at a point of a triangle, by its corners' texture coordinates; nothing where the mesh has none. */
export function meshUv(
  tree: TriangleTree | null,
  triangle: number,
  x: number,
  y: number,
  z: number,
  out: Float64Array,
): boolean {
  const uvs = tree?.mesh.uvs;
  if (tree === null || uvs === undefined || triangle < 0) return false;
  const { positions: p, indices } = tree.mesh;
  const corners = [0, 1, 2].map((corner) => indices[3 * triangle + corner] ?? 0);
  const place = (corner: number): Vector => [
    p[3 * corner] ?? 0,
    p[3 * corner + 1] ?? 0,
    p[3 * corner + 2] ?? 0,
  ];
  const [a, b, c] = [place(corners[0] ?? 0), place(corners[1] ?? 0), place(corners[2] ?? 0)];
  const minus = (one: Vector, other: Vector): Vector => [
    one[0] - other[0],
    one[1] - other[1],
    one[2] - other[2],
  ];
  const face = cross(minus(b, a), minus(c, a));
  const point: Vector = [x, y, z];
  const shares = [
    dot(cross(minus(c, b), minus(point, b)), face),
    dot(cross(minus(a, c), minus(point, c)), face),
    dot(cross(minus(b, a), minus(point, a)), face),
  ];
  const whole = shares.reduce((sum, share) => sum + share, 0) || 1;
  out[0] = out[1] = 0;
  corners.forEach((corner, i) => {
    const share = (shares[i] ?? 0) / whole;
    out[0] = (out[0] ?? 0) + share * (uvs[2 * corner] ?? 0);
    out[1] = (out[1] ?? 0) + share * (uvs[2 * corner + 1] ?? 0);
  });
  return true;
}

/** Of each vertex the mean of the triangles that share it, larger ones counting for more; 0 where they cancel out. */
function vertexNormals({ positions: p, indices }: Mesh): Float32Array {
  const normals = new Float32Array(p.length);
  for (let corner = 0; corner + 2 < indices.length; corner += 3) {
    const vertices = [0, 1, 2].map((i) => 3 * (indices[corner + i] ?? 0));
    const [a = 0, b = 0, c = 0] = vertices;
    const edge = (to: number): Vector => [
      (p[to] ?? 0) - (p[a] ?? 0),
      (p[to + 1] ?? 0) - (p[a + 1] ?? 0),
      (p[to + 2] ?? 0) - (p[a + 2] ?? 0),
    ];
    const face = cross(edge(b), edge(c));
    for (const vertex of vertices) {
      for (const axis of [0, 1, 2] as const)
        normals[vertex + axis] = (normals[vertex + axis] ?? 0) + face[axis];
    }
  }
  return normals;
}

type Vector = readonly [number, number, number];

function cross(a: Vector, b: Vector): [number, number, number] {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
