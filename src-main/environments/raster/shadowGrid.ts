/**
 * Which shapes may stand between a point and a light: the light's view of all shapes in a coarse grid of bit masks, so
 * that a point asks the few shapes of its own cell. The answer itself is exact (`enter` of primitives.ts).
 */
import type { LitPart } from './litScene.ts';
import { MESH, enter } from './primitives.ts';

const CELLS = 32;
const BITS = 32;

/** Of a point (x, y) in a plane's own frame: depth, and cell times depth, are what stands there plus x and y times these. */
export interface GridOverPlane {
  readonly depth: number;
  readonly depthX: number;
  readonly depthY: number;
  readonly column: number;
  readonly columnX: number;
  readonly columnY: number;
  readonly row: number;
  readonly rowX: number;
  readonly rowY: number;
}

export class ShadowGrid {
  readonly #parts: readonly LitPart[];
  readonly #words: number;
  readonly #cells: Int32Array;
  readonly #rectangles: Float64Array;
  /** Of the light: where it is, or (`distant`) where it comes from. */
  #x = 0;
  #y = 0;
  #z = 0;
  #distant = false;
  // The light's axes: u and v across, d along its beam.
  #ux = 0;
  #uy = 0;
  #uz = 0;
  #vx = 0;
  #vy = 0;
  #vz = 0;
  #dx = 0;
  #dy = 0;
  #dz = 0;
  #left = 0;
  #top = 0;
  #perWidth = 0;
  #perHeight = 0;

  /** @param casters the shapes that cast shadows; their places are read at every `update`. */
  constructor(casters: readonly LitPart[]) {
    this.#parts = casters;
    this.#words = Math.max(1, Math.ceil(casters.length / BITS));
    this.#cells = new Int32Array(CELLS * CELLS * this.#words);
    this.#rectangles = new Float64Array(casters.length * 4);
  }

  /** @param distant the light's rays are parallel, along its direction (a unit vector). */
  update(
    distant: boolean,
    position: readonly [number, number, number],
    direction: readonly [number, number, number],
  ): void {
    [this.#x, this.#y, this.#z] = position;
    [this.#dx, this.#dy, this.#dz] = direction;
    this.#distant = distant;
    this.#chooseAxes();
    let left = Infinity;
    let top = Infinity;
    let right = -Infinity;
    let bottom = -Infinity;
    for (const [i, part] of this.#parts.entries()) {
      this.#project(part, 4 * i);
      const r = this.#rectangles;
      if (!part.visible || !Number.isFinite(r[4 * i] ?? 0)) continue;
      left = Math.min(left, r[4 * i] ?? 0);
      top = Math.min(top, r[4 * i + 1] ?? 0);
      right = Math.max(right, r[4 * i + 2] ?? 0);
      bottom = Math.max(bottom, r[4 * i + 3] ?? 0);
    }
    if (left > right) [left, top, right, bottom] = [0, 0, 1, 1];
    this.#left = left;
    this.#top = top;
    this.#perWidth = CELLS / Math.max(right - left, 1e-9);
    this.#perHeight = CELLS / Math.max(bottom - top, 1e-9);
    this.#fill();
  }

  /** Where the grid lies over a plane, so that a point of it finds its cell by few multiplications. */
  over({ frame: f }: LitPart): GridOverPlane {
    // Cell coordinates before they are divided by the depth are sums of the light's coordinates.
    const column = (x: number, y: number, z: number) => x * this.#ux + y * this.#uy + z * this.#uz;
    const row = (x: number, y: number, z: number) => x * this.#vx + y * this.#vy + z * this.#vz;
    const depth = (x: number, y: number, z: number) =>
      this.#distant ? 0 : x * this.#dx + y * this.#dy + z * this.#dz;
    const [px, py, pz] = [f.x - this.#x, f.y - this.#y, f.z - this.#z] as const;
    const [near, nearX, nearY] = [
      this.#distant ? 1 : depth(px, py, pz),
      depth(f.xx, f.xy, f.xz),
      depth(f.yx, f.yy, f.yz),
    ];
    return {
      depth: near,
      depthX: nearX,
      depthY: nearY,
      column: (column(px, py, pz) - this.#left * near) * this.#perWidth,
      columnX: (column(f.xx, f.xy, f.xz) - this.#left * nearX) * this.#perWidth,
      columnY: (column(f.yx, f.yy, f.yz) - this.#left * nearY) * this.#perWidth,
      row: (row(px, py, pz) - this.#top * near) * this.#perHeight,
      rowX: (row(f.xx, f.xy, f.xz) - this.#top * nearX) * this.#perHeight,
      rowY: (row(f.yx, f.yy, f.yz) - this.#top * nearY) * this.#perHeight,
    };
  }

  /** Whether any shape stands between a point (x, y) of the plane and the light. */
  shadowedOn(over: GridOverPlane, x: number, y: number, plane: LitPart): boolean {
    const depth = over.depth + x * over.depthX + y * over.depthY;
    if (depth <= 0) return false;
    const inverse = 1 / depth;
    const column = Math.floor((over.column + x * over.columnX + y * over.columnY) * inverse);
    const row = Math.floor((over.row + x * over.rowX + y * over.rowY) * inverse);
    if (column < 0 || row < 0 || column >= CELLS || row >= CELLS) return false;
    const cell = (row * CELLS + column) * this.#words;
    if (this.#words === 1 && this.#cells[cell] === 0) return false;
    const { frame: f } = plane;
    return this.#isHidden(
      cell,
      f.x + x * f.xx + y * f.yx,
      f.y + x * f.xy + y * f.yy,
      f.z + x * f.xz + y * f.yz,
      plane,
    );
  }

  /** Whether any shape but `self` stands between the point and the light. */
  shadowed(x: number, y: number, z: number, self: LitPart): boolean {
    const vx = x - this.#x;
    const vy = y - this.#y;
    const vz = z - this.#z;
    let across = vx * this.#ux + vy * this.#uy + vz * this.#uz;
    let along = vx * this.#vx + vy * this.#vy + vz * this.#vz;
    if (!this.#distant) {
      const depth = vx * this.#dx + vy * this.#dy + vz * this.#dz;
      if (depth <= 0) return false;
      across /= depth;
      along /= depth;
    }
    const column = Math.floor((across - this.#left) * this.#perWidth);
    const row = Math.floor((along - this.#top) * this.#perHeight);
    if (column < 0 || row < 0 || column >= CELLS || row >= CELLS) return false;
    return this.#isHidden((row * CELLS + column) * this.#words, x, y, z, self);
  }

  #isHidden(cell: number, x: number, y: number, z: number, self: LitPart): boolean {
    for (let word = 0; word < this.#words; word++) {
      for (let mask = this.#cells[cell + word] ?? 0; mask !== 0; mask &= mask - 1) {
        const part = this.#parts[word * BITS + 31 - Math.clz32(mask & -mask)];
        if (part === undefined || (part === self && part.shape.kind !== MESH)) continue;
        if (this.#stands(part, x, y, z)) return true;
      }
    }
    return false;
  }

  #stands(part: LitPart, x: number, y: number, z: number): boolean {
    const f = part.frame;
    const px = x - f.x;
    const py = y - f.y;
    const pz = z - f.z;
    const tx = this.#distant ? -this.#dx : this.#x - x;
    const ty = this.#distant ? -this.#dy : this.#y - y;
    const tz = this.#distant ? -this.#dz : this.#z - z;
    const t = enter(
      part.shape,
      px * f.xx + py * f.xy + pz * f.xz,
      px * f.yx + py * f.yy + pz * f.yz,
      px * f.zx + py * f.zy + pz * f.zz,
      tx * f.xx + ty * f.xy + tz * f.xz,
      tx * f.yx + ty * f.yy + tz * f.yz,
      tx * f.zx + ty * f.zy + tz * f.zz,
      // A mesh must not shade itself where the ray begins.
      part.shape.kind === MESH ? 1e-4 : 0,
    );
    return this.#distant ? t < Infinity : t < 1;
  }

  #chooseAxes(): void {
    // Any two axes across the beam will do.
    const steep = Math.abs(this.#dz) > 0.9;
    const [ax, ay, az] = steep ? [1, 0, 0] : [0, 0, 1];
    let ux = ay * this.#dz - az * this.#dy;
    let uy = az * this.#dx - ax * this.#dz;
    let uz = ax * this.#dy - ay * this.#dx;
    const length = Math.sqrt(ux * ux + uy * uy + uz * uz);
    ux /= length;
    uy /= length;
    uz /= length;
    this.#ux = ux;
    this.#uy = uy;
    this.#uz = uz;
    this.#vx = this.#dy * uz - this.#dz * uy;
    this.#vy = this.#dz * ux - this.#dx * uz;
    this.#vz = this.#dx * uy - this.#dy * ux;
  }

  /** Where the light sees the part's box: left, top, right, bottom; -Infinity to Infinity where part of it is behind. */
  #project(part: LitPart, at: number): void {
    const f = part.frame;
    const r = this.#rectangles;
    let left = Infinity;
    let top = Infinity;
    let right = -Infinity;
    let bottom = -Infinity;
    for (let corner = 0; corner < 8; corner++) {
      const lx = part.middle[0] + (corner & 1 ? part.halfX : -part.halfX);
      const ly = part.middle[1] + (corner & 2 ? part.halfY : -part.halfY);
      const lz = part.middle[2] + (corner & 4 ? part.halfZ : -part.halfZ);
      const vx = f.x + lx * f.xx + ly * f.yx + lz * f.zx - this.#x;
      const vy = f.y + lx * f.xy + ly * f.yy + lz * f.zy - this.#y;
      const vz = f.z + lx * f.xz + ly * f.yz + lz * f.zz - this.#z;
      let across = vx * this.#ux + vy * this.#uy + vz * this.#uz;
      let along = vx * this.#vx + vy * this.#vy + vz * this.#vz;
      if (!this.#distant) {
        const depth = vx * this.#dx + vy * this.#dy + vz * this.#dz;
        if (depth <= 1e-9) {
          r[at] = -Infinity;
          r[at + 1] = -Infinity;
          r[at + 2] = Infinity;
          r[at + 3] = Infinity;
          return;
        }
        across /= depth;
        along /= depth;
      }
      if (across < left) left = across;
      if (across > right) right = across;
      if (along < top) top = along;
      if (along > bottom) bottom = along;
    }
    r[at] = left;
    r[at + 1] = top;
    r[at + 2] = right;
    r[at + 3] = bottom;
  }

  #fill(): void {
    const cells = this.#cells;
    const r = this.#rectangles;
    cells.fill(0);
    const clamp = (value: number) => Math.min(Math.max(Math.floor(value), 0), CELLS - 1);
    for (let i = 0; i < this.#parts.length; i++) {
      if (this.#parts[i]?.visible !== true) continue;
      const left = clamp(((r[4 * i] ?? 0) - this.#left) * this.#perWidth);
      const top = clamp(((r[4 * i + 1] ?? 0) - this.#top) * this.#perHeight);
      const right = clamp(((r[4 * i + 2] ?? 0) - this.#left) * this.#perWidth);
      const bottom = clamp(((r[4 * i + 3] ?? 0) - this.#top) * this.#perHeight);
      const word = Math.floor(i / BITS);
      const bit = 1 << (i % BITS);
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const at = (row * CELLS + column) * this.#words + word;
          cells[at] = (cells[at] ?? 0) | bit;
        }
      }
    }
  }
}
