/** What the rays of a picture met. */

/** Where a ray met nothing but the sky. */
export const NO_PART = -1;

const NO_ROW = -1;
const BELOW_ALL_ROWS = 0x7fff_ffff;

/** What was met first at each pixel: how far along the ray, and which part. */
export class HitBuffer {
  readonly depth: Float64Array;
  readonly part: Int32Array;
  /** Of meshes. */
  readonly triangle: Int32Array;
  /** Of each part, rows outside which no pixel shows it: the first is below the last where none does. */
  readonly firstRow: Int32Array;
  readonly lastRow: Int32Array;

  constructor(pixels: number, parts: number) {
    this.depth = new Float64Array(pixels);
    this.part = new Int32Array(pixels);
    this.triangle = new Int32Array(pixels);
    this.firstRow = new Int32Array(parts);
    this.lastRow = new Int32Array(parts);
  }

  clear(far: number): void {
    this.depth.fill(far);
    this.#clearParts();
  }

  /** Empty, but no farther than what another met. */
  clearTo(other: HitBuffer): void {
    this.depth.set(other.depth);
    this.#clearParts();
  }

  #clearParts(): void {
    this.part.fill(NO_PART);
    this.firstRow.fill(BELOW_ALL_ROWS);
    this.lastRow.fill(NO_ROW);
  }

  /** @returns the first and the last row that may show one of the parts. */
  rowsOf(parts: readonly number[]): readonly [number, number] {
    let first = BELOW_ALL_ROWS;
    let last = NO_ROW;
    for (const part of parts) {
      first = Math.min(first, this.firstRow[part] ?? BELOW_ALL_ROWS);
      last = Math.max(last, this.lastRow[part] ?? NO_ROW);
    }
    return [first, last];
  }
}

/** Limits a trace to what rays met before: only where they met part `through`, and only what lies beyond that. */
export interface Behind {
  readonly hits: HitBuffer;
  readonly through: number;
}
