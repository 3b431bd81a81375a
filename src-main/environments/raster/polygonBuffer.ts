/**
 * Fills convex, planar, textured polygons in perspective into a depth-tested picture. Inverse depth and texture
 * coordinates over depth are linear on the screen, so a polygon needs three gradients; textures are smoothed by mipmaps.
 * What is worked out for each row is given as bare numbers: an object for each would cost more than the work.
 */
import { mipmapLevel, type MipmapLevel, type Mipmaps } from './mipmaps.ts';

/** Doubles a corner: view x, y, depth (positive ahead), u, v in texels. */
export const CORNER_SIZE = 5;
const MAXIMUM_CORNERS = 12;
const FIXED_BITS = 14;
const FIXED_ONE = 1 << FIXED_BITS;

export class PolygonBuffer {
  readonly width: number;
  readonly height: number;
  /** 0xAABBGGRR a pixel, row-major from the top. */
  readonly colours: Int32Array;
  /** 0 where nothing was drawn. */
  readonly inverseDepth: Float32Array;
  readonly #left: Float64Array;
  readonly #right: Float64Array;
  readonly #clipped = new Float64Array(MAXIMUM_CORNERS * CORNER_SIZE);
  readonly #screen = new Float64Array(MAXIMUM_CORNERS * 2);

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.colours = new Int32Array(this.width * this.height);
    this.inverseDepth = new Float32Array(this.width * this.height);
    this.#left = new Float64Array(this.height);
    this.#right = new Float64Array(this.height);
  }

  clear(colour: number): void {
    this.colours.fill(colour);
    this.inverseDepth.fill(0);
  }

  /**
   * @param corners CORNER_SIZE doubles each, planar and convex, in view space; both sides are drawn.
   * @param scaleX pixels of the screen for x = depth, likewise scaleY; @param centreY pixel row of the view's axis.
   */
  fill(
    corners: Float64Array,
    count: number,
    near: number,
    scaleX: number,
    scaleY: number,
    centreY: number,
    texture: Mipmaps,
  ): void {
    const points = this.#clipNear(corners, count, near);
    if (points < 3) return;
    const clipped = this.#clipped;
    const screen = this.#screen;
    for (let i = 0; i < points; i++) {
      const depth = clipped[i * CORNER_SIZE + 2] ?? 1;
      screen[2 * i] = this.width / 2 + (scaleX * (clipped[i * CORNER_SIZE] ?? 0)) / depth;
      screen[2 * i + 1] = centreY - (scaleY * (clipped[i * CORNER_SIZE + 1] ?? 0)) / depth;
    }
    // The triangle of the largest area among those at corner 0 gives the steadiest gradients.
    let best = 0;
    let determinant = 0;
    const x0 = screen[0] ?? 0;
    const y0 = screen[1] ?? 0;
    for (let i = 1; i + 1 < points; i++) {
      const area = this.#cross(x0, y0, i);
      if (Math.abs(area) > Math.abs(determinant)) {
        determinant = area;
        best = i;
      }
    }
    if (Math.abs(determinant) < 1e-9) return;
    this.#fillRows(points, best, determinant, texture);
  }

  #cross(x0: number, y0: number, i: number): number {
    const screen = this.#screen;
    const ax = (screen[2 * i] ?? 0) - x0;
    const ay = (screen[2 * i + 1] ?? 0) - y0;
    const bx = (screen[2 * i + 2] ?? 0) - x0;
    const by = (screen[2 * i + 3] ?? 0) - y0;
    return ax * by - bx * ay;
  }

  #fillRows(points: number, best: number, determinant: number, texture: Mipmaps): void {
    const screen = this.#screen;
    let top = Infinity;
    let bottom = -Infinity;
    for (let i = 0; i < points; i++) {
      const y = screen[2 * i + 1] ?? 0;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
    const firstRow = Math.max(0, Math.ceil(top - 0.5));
    const lastRow = Math.min(this.height - 1, Math.ceil(bottom - 0.5) - 1);
    if (firstRow > lastRow) return;
    this.#traceEdges(points, firstRow, lastRow);

    const x0 = screen[0] ?? 0;
    const y0 = screen[1] ?? 0;
    const ax = (screen[2 * best] ?? 0) - x0;
    const ay = (screen[2 * best + 1] ?? 0) - y0;
    const bx = (screen[2 * best + 2] ?? 0) - x0;
    const by = (screen[2 * best + 3] ?? 0) - y0;
    const clipped = this.#clipped;
    const a = best * CORNER_SIZE;
    const b = a + CORNER_SIZE;
    const w0 = 1 / (clipped[2] ?? 1);
    const wa = 1 / (clipped[a + 2] ?? 1);
    const wb = 1 / (clipped[b + 2] ?? 1);
    const u0 = (clipped[3] ?? 0) * w0;
    const v0 = (clipped[4] ?? 0) * w0;
    const du = [(clipped[a + 3] ?? 0) * wa - u0, (clipped[b + 3] ?? 0) * wb - u0] as const;
    const dv = [(clipped[a + 4] ?? 0) * wa - v0, (clipped[b + 4] ?? 0) * wb - v0] as const;
    const dw = [wa - w0, wb - w0] as const;
    const overX = ([first, second]: readonly [number, number]) => (first * by - second * ay) / determinant;
    const overY = ([first, second]: readonly [number, number]) => (second * ax - first * bx) / determinant;
    const [wx, wy, ux, uy, vx, vy] = [overX(dw), overY(dw), overX(du), overY(du), overX(dv), overY(dv)];

    // Below a thousandth of the depth over the whole width, a row counts as level.
    const level = Math.abs(wx) * this.width < 1e-3 * Math.abs(w0);
    for (let row = firstRow; row <= lastRow; row++) {
      const from = Math.max(0, Math.ceil((this.#left[row] ?? 0) - 0.5));
      const to = Math.min(this.width, Math.ceil((this.#right[row] ?? 0) - 0.5));
      if (from >= to) continue;
      const offsetX = from + 0.5 - x0;
      const offsetY = row + 0.5 - y0;
      const w = w0 + wx * offsetX + wy * offsetY;
      const u = u0 + ux * offsetX + uy * offsetY;
      const v = v0 + vx * offsetX + vy * offsetY;
      const start = row * this.width + from;
      // How far the texture moves from pixel to pixel in the middle of the row, across and down.
      const middle = (to - from) / 2;
      const depth = 1 / (w + wx * middle);
      const texelX = (u + ux * middle) * depth;
      const texelY = (v + vx * middle) * depth;
      const footprint =
        depth *
        Math.max(
          Math.abs(ux - texelX * wx),
          Math.abs(vx - texelY * wx),
          Math.abs(uy - texelX * wy),
          Math.abs(vy - texelY * wy),
        );
      const mipmap = mipmapLevel(texture, footprint);
      const scale = mipmap.scale;
      if (level)
        this.#fillLevelSpan(start, to - from, w, u * scale, ux * scale, v * scale, vx * scale, mipmap);
      else this.#fillSpan(start, to - from, w, wx, u * scale, ux * scale, v * scale, vx * scale, mipmap);
    }
  }

  #fillSpan(
    start: number,
    length: number,
    w: number,
    wx: number,
    u: number,
    ux: number,
    v: number,
    vx: number,
    texture: MipmapLevel,
  ): void {
    const colours = this.colours;
    const inverseDepth = this.inverseDepth;
    const { texels, widthMask, heightMask, widthShift } = texture;
    for (let at = start; at < start + length; at++) {
      if (w > (inverseDepth[at] ?? 0)) {
        const depth = 1 / w;
        const texel = texels[(((v * depth) & heightMask) << widthShift) | ((u * depth) & widthMask)] ?? 0;
        colours[at] = texel;
        inverseDepth[at] = w;
      }
      w += wx;
      u += ux;
      v += vx;
    }
  }

  /** A row of one depth (floors, and walls that face the view) needs no division a pixel. */
  #fillLevelSpan(
    start: number,
    length: number,
    w: number,
    u: number,
    ux: number,
    v: number,
    vx: number,
    texture: MipmapLevel,
  ): void {
    const colours = this.colours;
    const inverseDepth = this.inverseDepth;
    const { texels, widthMask, heightMask, widthShift } = texture;
    // Fixed point, 14 bits of fraction: texel coordinates up to 131,072.
    let texelX = ((u / w) * FIXED_ONE) | 0;
    let texelY = ((v / w) * FIXED_ONE) | 0;
    const stepX = ((ux / w) * FIXED_ONE) | 0;
    const stepY = ((vx / w) * FIXED_ONE) | 0;
    const end = start + length;
    for (let at = start; at < end; at++) {
      if (w > (inverseDepth[at] ?? 0)) {
        const texel =
          texels[
            (((texelY >> FIXED_BITS) & heightMask) << widthShift) | ((texelX >> FIXED_BITS) & widthMask)
          ] ?? 0;
        colours[at] = texel;
        inverseDepth[at] = w;
      }
      texelX = (texelX + stepX) | 0;
      texelY = (texelY + stepY) | 0;
    }
  }

  /** Left and right end of every row the polygon covers. */
  #traceEdges(points: number, firstRow: number, lastRow: number): void {
    const screen = this.#screen;
    const left = this.#left.fill(Infinity, firstRow, lastRow + 1);
    const right = this.#right.fill(-Infinity, firstRow, lastRow + 1);
    let px = screen[2 * points - 2] ?? 0;
    let py = screen[2 * points - 1] ?? 0;
    for (let i = 0; i < points; i++) {
      const x = screen[2 * i] ?? 0;
      const y = screen[2 * i + 1] ?? 0;
      if (y !== py) {
        const slope = (x - px) / (y - py);
        const from = Math.max(firstRow, Math.ceil(Math.min(py, y) - 0.5));
        const to = Math.min(lastRow, Math.ceil(Math.max(py, y) - 0.5) - 1);
        let edge = px + (from + 0.5 - py) * slope;
        for (let row = from; row <= to; row++) {
          if (edge < (left[row] ?? 0)) left[row] = edge;
          if (edge > (right[row] ?? 0)) right[row] = edge;
          edge += slope;
        }
      }
      px = x;
      py = y;
    }
  }

  /** Sutherland-Hodgman against the near plane; returns how many corners are left. */
  #clipNear(corners: Float64Array, count: number, near: number): number {
    const out = this.#clipped;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const from = i * CORNER_SIZE;
      const to = ((i + 1) % count) * CORNER_SIZE;
      const depthFrom = corners[from + 2] ?? 0;
      const depthTo = corners[to + 2] ?? 0;
      if (depthFrom >= near) {
        for (let k = 0; k < CORNER_SIZE; k++) out[kept * CORNER_SIZE + k] = corners[from + k] ?? 0;
        kept += 1;
      }
      if (depthFrom >= near !== depthTo >= near) {
        const share = (near - depthFrom) / (depthTo - depthFrom);
        for (let k = 0; k < CORNER_SIZE; k++) {
          const a = corners[from + k] ?? 0;
          out[kept * CORNER_SIZE + k] = a + share * ((corners[to + k] ?? 0) - a);
        }
        kept += 1;
      }
    }
    return kept;
  }

  /** @param out RGB of every pixel. */
  copyTo(out: Uint8Array): void {
    const { colours } = this;
    const done = out.byteOffset % 4 === 0 ? copyFours(colours, out) : 0;
    for (let at = done, to = 3 * done; at < colours.length; at++, to += 3) {
      const colour = colours[at] ?? 0;
      out[to] = colour;
      out[to + 1] = colour >> 8;
      out[to + 2] = colour >> 16;
    }
  }
}

/** Four pixels are three words, which is a third of the writes that bytes take. @returns pixels copied */
function copyFours(colours: Int32Array, out: Uint8Array): number {
  const fours = colours.length >> 2;
  const words = new Int32Array(out.buffer, out.byteOffset, 3 * fours);
  for (let four = 0, at = 0, to = 0; four < fours; four++, at += 4, to += 3) {
    const first = colours[at] ?? 0;
    const second = colours[at + 1] ?? 0;
    const third = colours[at + 2] ?? 0;
    const fourth = colours[at + 3] ?? 0;
    words[to] = (first & 0xffffff) | (second << 24);
    words[to + 1] = ((second >> 8) & 0xffff) | (third << 16);
    words[to + 2] = ((third >> 16) & 0xff) | (fourth << 8);
  }
  return 4 * fours;
}
