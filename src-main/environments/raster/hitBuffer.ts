/** What the rays of a picture met. */

/** Where a ray met nothing but the sky. */
export const NO_PART = -1;

const OUTSIDE = 0x7fff_ffff;

/** Pixels from (left, top) to (right, bottom), all of them inside; none where left is more than right. */
export interface PixelRectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What was met first at each pixel: how far along the ray, and which part. */
export class HitBuffer {
  readonly depth: Float64Array;
  readonly part: Int32Array;
  /** Of meshes. */
  readonly triangle: Int32Array;
  /** Of each part left, top, right and bottom of a rectangle outside which no pixel shows it. */
  readonly #bounds: Int32Array;

  constructor(pixels: number, parts: number) {
    this.depth = new Float64Array(pixels);
    this.part = new Int32Array(pixels);
    this.triangle = new Int32Array(pixels);
    this.#bounds = new Int32Array(4 * parts);
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
    this.#bounds.fill(OUTSIDE);
  }

  /** Says that a part may be seen within a rectangle, besides those told before. */
  mayShow(part: number, left: number, top: number, right: number, bottom: number): void {
    const bounds = this.#bounds;
    const at = 4 * part;
    const isNew = bounds[at] === OUTSIDE;
    bounds[at] = Math.min(bounds[at] ?? left, left);
    bounds[at + 1] = Math.min(bounds[at + 1] ?? top, top);
    bounds[at + 2] = isNew ? right : Math.max(bounds[at + 2] ?? right, right);
    bounds[at + 3] = isNew ? bottom : Math.max(bounds[at + 3] ?? bottom, bottom);
  }

  /** Where one of the parts may be seen. */
  boundsOf(parts: readonly number[]): PixelRectangle {
    let left = OUTSIDE;
    let top = OUTSIDE;
    let right = -1;
    let bottom = -1;
    for (const part of parts) {
      const at = 4 * part;
      if (this.#bounds[at] === OUTSIDE) continue;
      left = Math.min(left, this.#bounds[at] ?? left);
      top = Math.min(top, this.#bounds[at + 1] ?? top);
      right = Math.max(right, this.#bounds[at + 2] ?? right);
      bottom = Math.max(bottom, this.#bounds[at + 3] ?? bottom);
    }
    return { left, top, right, bottom };
  }
}

/** Limits a trace to what rays met before: only where they met part `through`, and only what lies beyond that. */
export interface Behind {
  readonly hits: HitBuffer;
  readonly through: number;
}
