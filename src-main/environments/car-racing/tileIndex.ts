/**
 * Which road tiles a wheel touches: a grid over the track, then the exact distance of two convex quadrilaterals. It
 * replaces Box2D's sensor contacts and gives the same answer: touching is within both polygons' skins.
 */
import type { Track } from './track.ts';

/** Box2D gives each polygon a skin of two linear slops, 0.01; a contact touches where both skins meet. */
const TOUCH_DISTANCE = 0.02;
const CELL = 8;
/** A wheel reaches so far from its centre: half its diagonal and the skins. */
const REACH = 0.64;

/** Squared distance of a point to a segment. */
function pointToSegment(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
  const offX = px - ax - along * dx;
  const offY = py - ay - along * dy;
  return offX * offX + offY * offY;
}

/** Whether some edge of `a` has all of `b` on its outer side; corners run around in the direction `turn` (1 or -1). */
function separates(a: Float64Array, atA: number, b: Float64Array, atB: number): boolean {
  for (let i = 0; i < 4; i++) {
    const j = (i + 1) & 3;
    const k = (i + 2) & 3;
    const ax = a[atA + 2 * i] ?? 0;
    const ay = a[atA + 2 * i + 1] ?? 0;
    const nx = (a[atA + 2 * j + 1] ?? 0) - ay;
    const ny = ax - (a[atA + 2 * j] ?? 0);
    const inside = nx * ((a[atA + 2 * k] ?? 0) - ax) + ny * ((a[atA + 2 * k + 1] ?? 0) - ay) > 0 ? 1 : -1;
    let outer = true;
    for (let corner = 0; corner < 4 && outer; corner++) {
      const side = nx * ((b[atB + 2 * corner] ?? 0) - ax) + ny * ((b[atB + 2 * corner + 1] ?? 0) - ay);
      outer = side * inside < 0;
    }
    if (outer) return true;
  }
  return false;
}

/** The smallest squared distance from the corners of `a` to the edges of `b`. */
function cornerDistance(a: Float64Array, atA: number, b: Float64Array, atB: number): number {
  let least = Infinity;
  for (let corner = 0; corner < 4; corner++) {
    for (let i = 0; i < 4; i++) {
      const j = (i + 1) & 3;
      const distance = pointToSegment(
        a[atA + 2 * corner] ?? 0,
        a[atA + 2 * corner + 1] ?? 0,
        b[atB + 2 * i] ?? 0,
        b[atB + 2 * i + 1] ?? 0,
        b[atB + 2 * j] ?? 0,
        b[atB + 2 * j + 1] ?? 0,
      );
      if (distance < least) least = distance;
    }
  }
  return least;
}

function touches(a: Float64Array, atA: number, b: Float64Array, atB: number): boolean {
  if (!separates(a, atA, b, atB) && !separates(b, atB, a, atA)) return true;
  const least = Math.min(cornerDistance(a, atA, b, atB), cornerDistance(b, atB, a, atA));
  return least <= TOUCH_DISTANCE * TOUCH_DISTANCE;
}

/** Box around x, y corners, widened by a wheel's reach. */
function boundsOf(corners: Float64Array, from: number, to: number) {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = from; at < to; at += 2) {
    const x = corners[at] ?? 0;
    const y = corners[at + 1] ?? 0;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  return { left: left - REACH, right: right + REACH, bottom: bottom - REACH, top: top + REACH };
}

export class TileIndex {
  readonly #tiles: Float64Array;
  readonly #originX: number;
  readonly #originY: number;
  readonly #columns: number;
  readonly #rows: number;
  /** Tiles of cell c: `#members[#starts[c] .. #starts[c + 1])`, ascending. */
  readonly #starts: Int32Array;
  readonly #members: Int32Array;

  constructor(track: Track) {
    const { tiles } = track;
    this.#tiles = tiles;
    const whole = boundsOf(tiles, 0, tiles.length);
    this.#originX = whole.left;
    this.#originY = whole.bottom;
    this.#columns = Math.ceil((whole.right - whole.left) / CELL);
    this.#rows = Math.ceil((whole.top - whole.bottom) / CELL);
    const cells: number[][] = Array.from({ length: this.#columns * this.#rows }, () => []);
    for (let tile = 0; tile < track.nodes.length; tile++) {
      const { left, right, bottom, top } = boundsOf(tiles, tile * 8, tile * 8 + 8);
      for (let row = this.#row(bottom); row <= this.#row(top); row++) {
        for (let column = this.#column(left); column <= this.#column(right); column++) {
          cells[row * this.#columns + column]?.push(tile);
        }
      }
    }
    this.#starts = new Int32Array(cells.length + 1);
    cells.forEach((cell, index) => (this.#starts[index + 1] = (this.#starts[index] ?? 0) + cell.length));
    this.#members = Int32Array.from(cells.flat());
  }

  #column(x: number): number {
    return Math.floor((x - this.#originX) / CELL);
  }

  #row(y: number): number {
    return Math.floor((y - this.#originY) / CELL);
  }

  /**
   * Writes the tiles that a wheel touches, in ascending order, into `found`.
   * @param corners x, y of the wheel's four corners, around.
   * @returns how many there are.
   */
  touching(x: number, y: number, corners: Float64Array, found: Int32Array): number {
    const column = this.#column(x);
    const row = this.#row(y);
    if (column < 0 || row < 0 || column >= this.#columns || row >= this.#rows) return 0;
    const cell = row * this.#columns + column;
    const end = this.#starts[cell + 1] ?? 0;
    let count = 0;
    for (let i = this.#starts[cell] ?? 0; i < end && count < found.length; i++) {
      const tile = this.#members[i] ?? 0;
      if (touches(corners, 0, this.#tiles, tile * 8)) found[count++] = tile;
    }
    return count;
  }
}
