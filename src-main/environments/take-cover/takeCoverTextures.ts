/** Take Cover's pictures, all made here: brick, slabs, an imp and a fireball, drawn by rule and seeded noise. */
import type { Texture } from '../../../shared/scene.ts';
import { RandomStream } from '../../numerics/random.ts';

type Rgb = readonly [number, number, number];

const MORTAR: Rgb = [66, 52, 44];
const BRICK: Rgb = [118, 92, 78];
const SLAB: Rgb = [74, 74, 75];
const HIDE: Rgb = [58, 42, 30];
const HIDE_DARK: Rgb = [32, 23, 18];
const CREST: Rgb = [196, 32, 24];
const EYE: Rgb = [250, 210, 60];
const CLAW: Rgb = [150, 122, 78];

/** @param colourAt a texel's colour, or null for a hole. */
function paint(
  name: string,
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Rgb | null,
): Texture {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = colourAt(x, y);
      if (colour !== null) pixels.set([...colour, 255], (y * width + x) * 4);
    }
  }
  return { name, width, height, pixels, filter: 'nearest' };
}

function shade(colour: Rgb, factor: number): Rgb {
  const channel = (value: number) => Math.max(0, Math.min(255, Math.round(value * factor)));
  return [channel(colour[0]), channel(colour[1]), channel(colour[2])];
}

export function brickTexture(): Texture {
  const random = RandomStream.named(1, 'take-cover/brick');
  const tones = Array.from({ length: 16 }, () => 0.9 + 0.2 * random.uniform());
  return paint('brick', 64, 64, (x, y) => {
    const course = y >> 3;
    const shifted = (x + (course % 2) * 8) & 63;
    const inMortar = (y & 7) < 1 || (shifted & 15) < 1;
    const tone = tones[(course * 5 + (shifted >> 4)) & 15] ?? 1;
    const grain = 0.94 + 0.12 * random.uniform();
    return inMortar ? shade(MORTAR, grain) : shade(BRICK, tone * grain);
  });
}

export function slabTexture(): Texture {
  const random = RandomStream.named(2, 'take-cover/slab');
  return paint('slab', 64, 64, (x, y) => {
    // Long streaks of faint grain, as of cut stone; contrast as low as the game's own floor.
    const streak = 0.97 + 0.06 * (((y * 7 + (x >> 4) * 3) % 5) / 4);
    return shade(SLAB, streak * (0.95 + 0.1 * random.uniform()));
  });
}

/** Inside an ellipse of half axes `a`, `b`. */
function within(x: number, y: number, centreX: number, centreY: number, a: number, b: number): boolean {
  const dx = (x + 0.5 - centreX) / a;
  const dy = (y + 0.5 - centreY) / b;
  return dx * dx + dy * dy <= 1;
}

export function impTexture(): Texture {
  const random = RandomStream.named(3, 'take-cover/imp');
  return paint('imp', 32, 32, (x, y) => {
    // Drawn as its right half, stretched to the picture's width, and mirrored.
    const side = 0.68 * Math.abs(x + 0.5 - 16) + 16 - 0.5;
    const grain = 0.88 + 0.24 * random.uniform();
    if (within(side, y, 18.6, 5, 1.1, 0.9)) return EYE;
    if (y < 4 && within(side, y, 16, 5, 5.6, 5.2)) return shade(CREST, grain);
    if (within(side, y, 16, 6, 4.4, 4.8)) return shade(HIDE, grain);
    if (within(side, y, 24.6, 19.4, 1.6, 1.6)) return CLAW;
    if (within(side, y, 22.6, 13.6, 2.6, 6.2)) return shade(HIDE_DARK, grain);
    if (within(side, y, 16, 15, 7, 7.2)) return shade(HIDE, grain * (y > 15 ? 1.16 : 1));
    if (within(side, y, 19.4, 25.6, 2.8, 7)) return shade(HIDE_DARK, grain);
    return null;
  });
}

export function fireballTexture(): Texture {
  return paint('fireball', 16, 16, (x, y) => {
    if (within(x, y, 8, 8, 3.2, 3.2)) return [255, 246, 190];
    if (within(x, y, 8, 8, 5.4, 5.4)) return [255, 176, 48];
    if (within(x, y, 8, 8, 7.6, 7.6)) return [214, 76, 18];
    return null;
  });
}
