/** A texture with ever smaller copies of itself, so that far surfaces show its average and not its noise. */
import type { Texture } from '../../../shared/scene.ts';

interface Copy {
  readonly width: number;
  readonly height: number;
  /** r, g, b in [0, 1] a texel. */
  readonly texels: Float32Array;
}

/** One copy, with a border of what comes next where it repeats, so that whoever blends neighbours need not ask for edges. */
export interface TextureLevel {
  /** Without the border. */
  readonly width: number;
  readonly height: number;
  /** r, g, b in [0, 1] a texel; texel (column, row) begins at (row + 1) * stride + 3 * (column + 1), both from -1 to the size + 1. */
  readonly bordered: Float32Array;
  readonly stride: number;
}

export class SurfaceTexture {
  readonly #levels: readonly TextureLevel[];
  readonly #last: number;
  /** Texels along the longer side of the largest copy. */
  readonly #size: number;
  /** Half a texel where colours are blended around texels' middles, 0 where the nearest is taken. */
  readonly inset: number;

  constructor(texture: Texture) {
    const { width, height, pixels } = texture;
    const texels = new Float32Array(width * height * 3);
    for (let i = 0; i < width * height; i++) {
      for (let channel = 0; channel < 3; channel++)
        texels[3 * i + channel] = (pixels[4 * i + channel] ?? 0) / 255;
    }
    const copies: Copy[] = [{ width, height, texels }];
    for (let last = copies[0]; last !== undefined && (last.width > 1 || last.height > 1);) {
      last = halve(last);
      copies.push(last);
    }
    this.#levels = copies.map(withBorder);
    this.#last = copies.length - 1;
    this.#size = Math.max(width, height);
    this.inset = texture.filter === 'linear' ? 0.5 : 0;
  }

  /** @param footprint how far apart neighbouring pixels are, as a share of the texture. */
  level(footprint: number): TextureLevel {
    let size = footprint * this.#size;
    let index = 0;
    // Halfway between two copies counts for the finer.
    while (size > 1.5 && index < this.#last) {
      size *= 0.5;
      index++;
    }
    const level = this.#levels[index];
    if (level === undefined) throw new Error('a texture has no copies');
    return level;
  }

  /** The mean colour around (u, v), blended between the four texels around it, of the two copies whose texels are nearest to a pixel's size. */
  blended(u: number, v: number, footprint: number, out: Float64Array): void {
    if (this.inset === 0) {
      this.nearest(u, v, footprint, out);
      return;
    }
    const deep = Math.min(Math.max(Math.log2(Math.max(footprint * this.#size, 1e-9)), 0), this.#last);
    const index = Math.floor(deep);
    this.#blend(this.#levels[index], u, v, 1 - (deep - index), out, true);
    if (deep > index) this.#blend(this.#levels[index + 1], u, v, deep - index, out, false);
  }

  /** Adds one copy's colour with a weight. */
  #blend(
    level: TextureLevel | undefined,
    u: number,
    v: number,
    weight: number,
    out: Float64Array,
    isFirst: boolean,
  ): void {
    if (level === undefined) return;
    const { width, height, bordered, stride } = level;
    const x = (u - Math.floor(u)) * width - this.inset;
    const y = (v - Math.floor(v)) * height - this.inset;
    const left = Math.floor(x);
    const top = Math.floor(y);
    const right = x - left;
    const down = y - top;
    const at = (top + 1) * stride + 3 * (left + 1);
    for (let channel = 0; channel < 3; channel++) {
      const from = at + channel;
      const above = (bordered[from] ?? 0) * (1 - right) + (bordered[from + 3] ?? 0) * right;
      const below = (bordered[from + stride] ?? 0) * (1 - right) + (bordered[from + stride + 3] ?? 0) * right;
      const colour = weight * (above * (1 - down) + below * down);
      out[channel] = isFirst ? colour : (out[channel] ?? 0) + colour;
    }
  }

  /** The mean colour around (u, v), for surfaces that are not worth blending: the nearest texel of the right copy. */
  nearest(u: number, v: number, footprint: number, out: Float64Array): void {
    const { width, height, bordered, stride } = this.level(footprint);
    const column = Math.min(Math.floor((u - Math.floor(u)) * width), width - 1);
    const row = Math.min(Math.floor((v - Math.floor(v)) * height), height - 1);
    const at = (row + 1) * stride + 3 * (column + 1);
    for (let channel = 0; channel < 3; channel++) out[channel] = bordered[at + channel] ?? 1;
  }
}

/** Each new texel is the mean of the old ones that it covers. */
function halve(level: Copy): Copy {
  const width = Math.max(1, level.width >> 1);
  const height = Math.max(1, level.height >> 1);
  const texels = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const top = Math.floor((y * level.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * level.height) / height));
    for (let x = 0; x < width; x++) {
      const left = Math.floor((x * level.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * level.width) / width));
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) {
            sum += level.texels[3 * (row * level.width + column) + channel] ?? 0;
          }
        }
        texels[3 * (y * width + x) + channel] = sum / ((bottom - top) * (right - left));
      }
    }
  }
  return { width, height, texels };
}

function withBorder({ width, height, texels }: Copy): TextureLevel {
  // Two on the far side: a place just below 0 may round to 1, which is a whole texel further.
  const stride = 3 * (width + 3);
  const bordered = new Float32Array(stride * (height + 3));
  for (let row = -1; row < height + 2; row++) {
    for (let column = -1; column < width + 2; column++) {
      const from = 3 * (((row + height) % height) * width + ((column + width) % width));
      bordered.set(texels.subarray(from, from + 3), (row + 1) * stride + 3 * (column + 1));
    }
  }
  return { width, height, bordered, stride };
}
