/** Textures at every halving of their size, so that what is far away is smooth and costs one look-up a pixel. */
import type { Colour, Texture } from '../../../shared/scene.ts';

export interface MipmapLevel {
  /** Packed as 0xAABBGGRR, colours weighted by alpha; signed, so that V8 keeps them as small integers. */
  readonly texels: Int32Array;
  readonly widthMask: number;
  readonly heightMask: number;
  readonly widthShift: number;
  /** Texels of this level a texel of the texture, each way. */
  readonly scale: number;
}

export interface Mipmaps {
  readonly width: number;
  readonly height: number;
  /** From the texture's own size down. */
  readonly levels: readonly [MipmapLevel, ...MipmapLevel[]];
}

/** The level whose texels are about as large as a pixel. @param footprint texels of the texture a pixel. */
export function mipmapLevel(mipmaps: Mipmaps, footprint: number): MipmapLevel {
  const { levels } = mipmaps;
  // floor(log2) of a number above 1, by counting leading zeros.
  const halvings = footprint < 2 ? 0 : 31 - Math.clz32(footprint);
  return levels[Math.min(halvings, levels.length - 1)] ?? levels[0];
}

export function colourMipmaps(colour: Colour): Mipmaps {
  const [red, green, blue] = colour.map((channel) => Math.round(channel * 255));
  const texel = (255 << 24) | ((blue ?? 0) << 16) | ((green ?? 0) << 8) | (red ?? 0);
  return { width: 1, height: 1, levels: [level(Int32Array.of(texel), 1, 1, 1)] };
}

/** @throws Error where a side is not a power of two. */
export function createMipmaps({ name, width, height, pixels }: Texture): Mipmaps {
  if ((width & (width - 1)) !== 0 || (height & (height - 1)) !== 0) {
    throw new Error(`texture ${name} is ${width}x${height}, its sides must be powers of two`);
  }
  let channels = Float64Array.from(pixels);
  const levels: [MipmapLevel, ...MipmapLevel[]] = [level(pack(channels), width, height, 1)];
  let [levelWidth, levelHeight] = [width, height];
  while (levelWidth > 1 && levelHeight > 1) {
    channels = halve(channels, levelWidth, levelHeight);
    levelWidth /= 2;
    levelHeight /= 2;
    levels.push(level(pack(channels), levelWidth, levelHeight, levelWidth / width));
  }
  return { width, height, levels };
}

function level(texels: Int32Array, width: number, height: number, scale: number): MipmapLevel {
  return { texels, widthMask: width - 1, heightMask: height - 1, widthShift: 31 - Math.clz32(width), scale };
}

/** Means of 2x2 texels; holes weigh nothing in the colour, so that no edge darkens. */
function halve(channels: Float64Array, width: number, height: number): Float64Array<ArrayBuffer> {
  const half = new Float64Array((width / 2) * (height / 2) * 4);
  for (let y = 0; y < height / 2; y++) {
    for (let x = 0; x < width / 2; x++) {
      const to = (y * (width / 2) + x) * 4;
      for (const corner of [0, 4, width * 4, width * 4 + 4]) {
        const from = (2 * y * width + 2 * x) * 4 + corner;
        const alpha = (channels[from + 3] ?? 0) / 4;
        half[to + 3] = (half[to + 3] ?? 0) + alpha;
        for (let c = 0; c < 3; c++) half[to + c] = (half[to + c] ?? 0) + alpha * (channels[from + c] ?? 0);
      }
      const alpha = half[to + 3] ?? 0;
      if (alpha > 0) for (let c = 0; c < 3; c++) half[to + c] = (half[to + c] ?? 0) / alpha;
    }
  }
  return half;
}

function pack(channels: Float64Array): Int32Array {
  return Int32Array.from({ length: channels.length / 4 }, (_, i) => {
    const [red, green, blue, alpha] = [0, 1, 2, 3].map((c) => Math.round(channels[i * 4 + c] ?? 0));
    return ((alpha ?? 0) << 24) | ((blue ?? 0) << 16) | ((green ?? 0) << 8) | (red ?? 0);
  });
}
