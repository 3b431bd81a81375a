/** How pictures are shown to people: inverted observations turned back, differences as amber or signed grey. */
import type { Picture } from '../../shared/run.ts';

export type ErrorStyle = 'absolute' | 'signed';

/** Black to amber to white, the colour of error. */
const AMBER = [240, 166, 58] as const;
/** Differences seldom use the whole range: this many times brighter. */
const GAIN = 2;

/** @param inverted the environment's pictures are 255 - x; turned back where `natural` */
export function shownPicture(picture: Picture, turnBack: boolean): Picture {
  if (!turnBack || picture.meaning === 'error') return picture;
  const pixels = new Uint8Array(picture.pixels.length);
  for (let index = 0; index < pixels.length; index++) pixels[index] = 255 - (picture.pixels[index] ?? 0);
  return { ...picture, pixels };
}

/** @param picture signed differences, 128 is zero, halved */
export function shownError(picture: Picture, style: ErrorStyle, turnBack: boolean): Picture {
  const { pixels } = picture;
  const shown = new Uint8Array(pixels.length);
  const sign = turnBack ? -1 : 1;
  for (let at = 0; at < pixels.length; at += 3) {
    const red = 2 * ((pixels[at] ?? 128) - 128);
    const green = 2 * ((pixels[at + 1] ?? 128) - 128);
    const blue = 2 * ((pixels[at + 2] ?? 128) - 128);
    if (style === 'signed') {
      shown[at] = grey(sign * red);
      shown[at + 1] = grey(sign * green);
      shown[at + 2] = grey(sign * blue);
      continue;
    }
    const size = Math.min(1, ((Math.abs(red) + Math.abs(green) + Math.abs(blue)) / 3 / 255) * GAIN);
    for (let channel = 0; channel < 3; channel++) {
      const amber = AMBER[channel] ?? 0;
      const value = size < 0.6 ? (amber * size) / 0.6 : amber + ((255 - amber) * (size - 0.6)) / 0.4;
      shown[at + channel] = Math.round(value);
    }
  }
  return { ...picture, pixels: shown };
}

function grey(difference: number): number {
  return Math.max(0, Math.min(255, Math.round(128 + difference)));
}
