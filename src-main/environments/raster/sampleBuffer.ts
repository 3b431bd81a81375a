/** A picture of palette indices, 4x4 samples a pixel: convex polygons are filled by scan lines, then pixels are means. */

export const SAMPLES = 4;

export class SampleBuffer {
  /** In samples. */
  readonly width: number;
  readonly height: number;
  readonly #pixelsWide: number;
  readonly #pixelsHigh: number;
  readonly #samples: Uint8Array;
  /** The same memory, four samples a word: one pixel's part of a row. */
  readonly #words: Uint32Array;
  /** Left and right end of each row of the polygon being filled. */
  readonly #left: Float64Array;
  readonly #right: Float64Array;

  constructor(pixelsWide: number, pixelsHigh: number) {
    this.#pixelsWide = pixelsWide;
    this.#pixelsHigh = pixelsHigh;
    this.width = pixelsWide * SAMPLES;
    this.height = pixelsHigh * SAMPLES;
    const memory = new ArrayBuffer(this.width * this.height);
    this.#samples = new Uint8Array(memory);
    this.#words = new Uint32Array(memory);
    this.#left = new Float64Array(this.height);
    this.#right = new Float64Array(this.height);
  }

  clear(colour: number): void {
    this.#samples.fill(colour);
  }

  /**
   * Fills a convex polygon whose corners run counter-clockwise as seen in the picture (y down); others face away and
   * are left out.
   * @param points x, y a corner, in samples.
   */
  fillConvex(points: Float64Array, count: number, colour: number): void {
    let area = 0;
    let top = Infinity;
    let bottom = -Infinity;
    let px = points[2 * count - 2] ?? 0;
    let py = points[2 * count - 1] ?? 0;
    for (let i = 0; i < count; i++) {
      const x = points[2 * i] ?? 0;
      const y = points[2 * i + 1] ?? 0;
      area += px * y - x * py;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      px = x;
      py = y;
    }
    if (area >= 0) return;
    // A row belongs to the polygon where the middle of its samples does.
    const firstRow = Math.max(0, Math.ceil(top - 0.5));
    const lastRow = Math.min(this.height - 1, Math.ceil(bottom - 0.5) - 1);
    if (firstRow > lastRow) return;
    const left = this.#left;
    const right = this.#right;
    for (let i = 0; i < count; i++) {
      const x = points[2 * i] ?? 0;
      const y = points[2 * i + 1] ?? 0;
      const dy = y - py;
      if (dy !== 0) {
        const slope = (x - px) / dy;
        // Counter-clockwise with y down: left edges go down, right edges go up.
        const side = dy > 0 ? left : right;
        const from = Math.max(firstRow, Math.ceil(Math.min(py, y) - 0.5));
        const to = Math.min(lastRow, Math.ceil(Math.max(py, y) - 0.5) - 1);
        let edge = px + (from + 0.5 - py) * slope;
        for (let row = from; row <= to; row++) {
          side[row] = edge;
          edge += slope;
        }
      }
      px = x;
      py = y;
    }
    for (let row = firstRow; row <= lastRow; row++) {
      this.#fillRow(row, left[row] ?? 0, right[row] ?? 0, colour);
    }
  }

  fillRectangle(left: number, top: number, right: number, bottom: number, colour: number): void {
    const lastRow = Math.min(this.height - 1, Math.ceil(bottom - 0.5) - 1);
    for (let row = Math.max(0, Math.ceil(top - 0.5)); row <= lastRow; row++) {
      this.#fillRow(row, left, right, colour);
    }
  }

  #fillRow(row: number, left: number, right: number, colour: number): void {
    const from = left <= 0.5 ? 0 : Math.ceil(left - 0.5);
    const to = right >= this.width ? this.width : Math.ceil(right - 0.5);
    const samples = this.#samples;
    const start = row * this.width;
    if (to - from > 24) {
      samples.fill(colour, start + from, start + to);
      return;
    }
    for (let i = start + from; i < start + to; i++) samples[i] = colour;
  }

  /** @param out RGB of every pixel. */
  resolve(palette: ResolvePalette, out: Uint8Array): void {
    const { redGreen, blue } = palette;
    const words = this.#words;
    const stride = this.#pixelsWide;
    let at = 0;
    for (let y = 0; y < this.#pixelsHigh; y++) {
      const row = y * SAMPLES * stride;
      for (let x = 0; x < stride; x++) {
        const a = (words[row + x] ?? 0) | 0;
        const b = (words[row + stride + x] ?? 0) | 0;
        const c = (words[row + 2 * stride + x] ?? 0) | 0;
        const d = (words[row + 3 * stride + x] ?? 0) | 0;
        const first = a & 255;
        const same = Math.imul(first, 0x01010101);
        let sumRedGreen: number;
        let sumBlue: number;
        if (((a ^ same) | (b ^ same) | (c ^ same) | (d ^ same)) === 0) {
          sumRedGreen = (redGreen[first] ?? 0) << 4;
          sumBlue = (blue[first] ?? 0) << 4;
        } else {
          sumRedGreen = 0x8008;
          sumBlue = 8;
          for (let shift = 0; shift < 32; shift += 8) {
            const ia = (a >>> shift) & 255;
            const ib = (b >>> shift) & 255;
            const ic = (c >>> shift) & 255;
            const id = (d >>> shift) & 255;
            sumRedGreen +=
              (redGreen[ia] ?? 0) + (redGreen[ib] ?? 0) + (redGreen[ic] ?? 0) + (redGreen[id] ?? 0);
            sumBlue += (blue[ia] ?? 0) + (blue[ib] ?? 0) + (blue[ic] ?? 0) + (blue[id] ?? 0);
          }
        }
        out[at] = sumRedGreen >>> 16;
        out[at + 1] = (sumRedGreen >>> 4) & 255;
        out[at + 2] = sumBlue >>> 4;
        at += 3;
      }
    }
  }
}

/** Colours ready to be summed: red and green share a number, 12 bits each, so that 16 samples fit. */
export interface ResolvePalette {
  readonly redGreen: Int32Array;
  readonly blue: Int32Array;
}

/** @param values r, g, b, 0 to 255, a colour; 256 colours at most. */
export function resolvePalette(values: readonly number[]): ResolvePalette {
  const redGreen = new Int32Array(256);
  const blue = new Int32Array(256);
  for (let colour = 0; colour * 3 < values.length; colour++) {
    redGreen[colour] = ((values[colour * 3] ?? 0) << 12) | (values[colour * 3 + 1] ?? 0);
    blue[colour] = values[colour * 3 + 2] ?? 0;
  }
  return { redGreen, blue };
}
