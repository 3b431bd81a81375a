/** Draws upright pictures over what a PolygonBuffer holds: their edges are blended by how much of a pixel they cover. */
import { mipmapLevel, type Mipmaps } from './mipmaps.ts';
import type { PolygonBuffer } from './polygonBuffer.ts';

/** Looks each way a pixel; a sprite is small, so many are cheap. */
const LOOKS = 4;

/** Edges in pixels of the picture; they may lie outside it. */
export interface SpriteRectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly depth: number;
}

export function drawSprite(
  buffer: PolygonBuffer,
  { left, right, top, bottom, depth }: SpriteRectangle,
  texture: Mipmaps,
): void {
  const inverse = 1 / depth;
  const texelsAcross = texture.width / (right - left);
  const texelsDown = texture.height / (bottom - top);
  const mipmap = mipmapLevel(texture, Math.max(texelsAcross, texelsDown) / LOOKS);
  const stepX = (texelsAcross * mipmap.scale) / LOOKS;
  const stepY = (texelsDown * mipmap.scale) / LOOKS;
  const firstX = Math.max(0, Math.floor(left));
  const lastX = Math.min(buffer.width, Math.ceil(right));
  const lastY = Math.min(buffer.height, Math.ceil(bottom));
  for (let y = Math.max(0, Math.floor(top)); y < lastY; y++) {
    const texelY = (y - top) * LOOKS * stepY + stepY / 2;
    for (let x = firstX; x < lastX; x++) {
      const at = y * buffer.width + x;
      if (inverse <= (buffer.inverseDepth[at] ?? 0)) continue;
      const texelX = (x - left) * LOOKS * stepX + stepX / 2;
      buffer.colours[at] = blend(buffer.colours[at] ?? 0, mipmap, texelX, stepX, texelY, stepY);
    }
  }
}

/** The mean of LOOKS x LOOKS looks into one pixel, over what is there. */
function blend(
  under: number,
  { texels, widthMask, heightMask, widthShift }: Mipmaps['levels'][0],
  texelX: number,
  stepX: number,
  texelY: number,
  stepY: number,
): number {
  let red = 0;
  let green = 0;
  let blue = 0;
  let cover = 0;
  for (let row = 0; row < LOOKS; row++) {
    const v = Math.floor(texelY + row * stepY);
    if (v < 0 || v > heightMask) continue;
    for (let column = 0; column < LOOKS; column++) {
      const u = Math.floor(texelX + column * stepX);
      if (u < 0 || u > widthMask) continue;
      const texel = texels[(v << widthShift) | u] ?? 0;
      const alpha = texel >>> 24;
      red += alpha * (texel & 255);
      green += alpha * ((texel >> 8) & 255);
      blue += alpha * ((texel >> 16) & 255);
      cover += alpha;
    }
  }
  const whole = 255 * LOOKS * LOOKS;
  const left = whole - cover;
  const mix = (over: number, below: number) => ((over + left * below) / whole + 0.5) | 0;
  return (
    (255 << 24) |
    (mix(blue, (under >> 16) & 255) << 16) |
    (mix(green, (under >> 8) & 255) << 8) |
    mix(red, under & 255)
  );
}
