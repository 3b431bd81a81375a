/** A texture with ever smaller copies of itself, so that far surfaces show its average and not its noise. */
import type { Texture } from '../../../shared/scene.ts';

interface Level {
  readonly width: number;
  readonly height: number;
  /** r, g, b in [0, 1] a texel. */
  readonly texels: Float32Array;
}

export class SurfaceTexture {
  readonly #levels: readonly Level[];
  readonly #linear: boolean;
  /** Where `sample` leaves its colour. */
  readonly colour = new Float64Array(3);

  constructor(texture: Texture) {
    const { width, height, pixels } = texture;
    const texels = new Float32Array(width * height * 3);
    for (let i = 0; i < width * height; i++) {
      for (let channel = 0; channel < 3; channel++)
        texels[3 * i + channel] = (pixels[4 * i + channel] ?? 0) / 255;
    }
    const levels: Level[] = [{ width, height, texels }];
    for (let last = levels[0]; last !== undefined && (last.width > 1 || last.height > 1);) {
      last = halve(last);
      levels.push(last);
    }
    this.#levels = levels;
    this.#linear = texture.filter === 'linear';
  }

  /** @param footprint how far apart neighbouring pixels' coordinates are, as a share of the texture. */
  sample(u: number, v: number, footprint: number): void {
    const first = this.#levels[0];
    if (first === undefined) return;
    const texelsPerPixel = footprint * Math.max(first.width, first.height);
    const depth = texelsPerPixel <= 1 ? 0 : Math.log2(texelsPerPixel);
    const last = this.#levels.length - 1;
    const lower = Math.min(Math.floor(depth), last);
    const share = Math.min(depth, last) - lower;
    const { colour } = this;
    colour[0] = 0;
    colour[1] = 0;
    colour[2] = 0;
    this.#add(lower, u, v, 1 - share);
    if (share > 0) this.#add(lower + 1, u, v, share);
  }

  #add(index: number, u: number, v: number, weight: number): void {
    const level = this.#levels[index];
    if (level === undefined) return;
    const { width, height, texels } = level;
    const { colour } = this;
    let x = (u - Math.floor(u)) * width;
    let y = (v - Math.floor(v)) * height;
    if (!this.#linear) {
      addTexel(
        colour,
        texels,
        3 * (Math.min(Math.floor(y), height - 1) * width + Math.min(Math.floor(x), width - 1)),
        weight,
      );
      return;
    }
    x -= 0.5;
    y -= 0.5;
    const left = Math.floor(x);
    const top = Math.floor(y);
    const right = x - left;
    const down = y - top;
    const x0 = left < 0 ? left + width : left;
    const x1 = left + 1 >= width ? 0 : left + 1;
    const row0 = (top < 0 ? top + height : top) * width;
    const row1 = (top + 1 >= height ? 0 : top + 1) * width;
    addTexel(colour, texels, 3 * (row0 + x0), weight * (1 - right) * (1 - down));
    addTexel(colour, texels, 3 * (row0 + x1), weight * right * (1 - down));
    addTexel(colour, texels, 3 * (row1 + x0), weight * (1 - right) * down);
    addTexel(colour, texels, 3 * (row1 + x1), weight * right * down);
  }
}

function addTexel(colour: Float64Array, texels: Float32Array, at: number, weight: number): void {
  colour[0] = (colour[0] ?? 0) + weight * (texels[at] ?? 0);
  colour[1] = (colour[1] ?? 0) + weight * (texels[at + 1] ?? 0);
  colour[2] = (colour[2] ?? 0) + weight * (texels[at + 2] ?? 0);
}

/** Each new texel is the mean of the old ones that it covers. */
function halve(level: Level): Level {
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
