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
  /** Only pixels that are marked here are traced; null: all. */
  only: Uint8Array | null = null;
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

  /** As another met it, but for the pixels in question, which are empty. */
  clearOnly(other: HitBuffer, only: Uint8Array, far: number): void {
    this.only = only;
    this.depth.set(other.depth);
    this.part.set(other.part);
    this.triangle.set(other.triangle);
    this.#bounds.fill(OUTSIDE);
    for (let pixel = 0; pixel < only.length; pixel++) {
      if (only[pixel] === 0) continue;
      this.depth[pixel] = far;
      this.part[pixel] = NO_PART;
    }
  }

  /** Marks the pixels beside which another part, or nothing, was met. @returns whether there are any */
  findEdges(width: number, height: number, edges: Uint8Array): boolean {
    const { part } = this;
    edges.fill(0);
    let any = false;
    for (let row = 0, pixel = 0; row < height; row++) {
      const above = row > 0 ? width : 0;
      const below = row + 1 < height ? width : 0;
      for (let column = 0; column < width; column++, pixel++) {
        const left = column > 0 ? 1 : 0;
        const right = column + 1 < width ? 1 : 0;
        const own = part[pixel];
        const isEdge =
          part[pixel - left] !== own ||
          part[pixel + right] !== own ||
          part[pixel - above] !== own ||
          part[pixel + below] !== own ||
          part[pixel - above - left] !== own ||
          part[pixel - above + right] !== own ||
          part[pixel + below - left] !== own ||
          part[pixel + below + right] !== own;
        if (!isEdge) continue;
        edges[pixel] = 1;
        any = true;
      }
    }
    return any;
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
