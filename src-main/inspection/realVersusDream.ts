/** The difference between what the eye saw and what was dreamt: one number and one picture. */
import type { Picture } from '../../shared/run.ts';
import type { TheatreNumbers } from '../../shared/theatre.ts';
import type { Image } from './mind.ts';

/** Mean squared difference, pixels in [0, 1]. Null where the sizes differ: such pictures cannot be compared. */
export function pixelError(eye: Image, dream: Image): number | null {
  if (eye.pixels.length !== dream.pixels.length || eye.pixels.length === 0) return null;
  let sum = 0;
  for (let index = 0; index < eye.pixels.length; index++) {
    const difference = ((dream.pixels[index] ?? 0) - (eye.pixels[index] ?? 0)) / 255;
    sum += difference * difference;
  }
  return sum / eye.pixels.length;
}

/** Mean squared difference of the environment's own numbers. */
export function numberError(real: ArrayLike<number>, dreamt: ArrayLike<number>): number | null {
  if (real.length !== dreamt.length || real.length === 0) return null;
  let sum = 0;
  for (let index = 0; index < real.length; index++) {
    const difference = (dreamt[index] ?? 0) - (real[index] ?? 0);
    sum += difference * difference;
  }
  return sum / real.length;
}

/** Signed difference dream - eye, halved to fit: 128 is zero, above it the dream is brighter. */
export function errorPicture(eye: Image, dream: Image): Picture | null {
  if (eye.pixels.length !== dream.pixels.length) return null;
  const pixels = new Uint8Array(eye.pixels.length);
  for (let index = 0; index < pixels.length; index++) {
    const difference = (dream.pixels[index] ?? 0) - (eye.pixels[index] ?? 0);
    pixels[index] = 128 + Math.max(-128, Math.min(127, Math.round(difference / 2)));
  }
  return { width: eye.width, height: eye.height, pixels, meaning: 'error' };
}

export function toPicture(image: Image, meaning: Picture['meaning']): Picture {
  return { width: image.width, height: image.height, pixels: image.pixels, meaning };
}

/** Each element under its field's name, with its index where the field has several. */
export function namedNumbers(fields: Readonly<Record<string, Float64Array>> | null): TheatreNumbers | null {
  if (fields === null) return null;
  const entries = Object.entries(fields);
  return {
    names: entries.flatMap(([name, values]) =>
      values.length === 1 ? [name] : Array.from(values, (_, index) => `${name} ${index}`),
    ),
    real: Float32Array.from(entries.flatMap(([, values]) => [...values])),
    seen: null,
    dreamt: null,
  };
}
