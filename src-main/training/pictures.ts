/** Frames as live pictures. */
import type { Picture } from '../../shared/run.ts';
import { IMAGE_SIZE } from '../models/convolutionLayer.ts';

/** @param pixels one 64x64 RGB frame, copied. */
export function pictureOf(pixels: Uint8Array, meaning: Picture['meaning']): Picture {
  return { width: IMAGE_SIZE, height: IMAGE_SIZE, pixels: pixels.slice(), meaning };
}

/** @param images `count` images in [0, 1], one after the other. */
export function picturesOf(images: Float32Array, count: number, meaning: Picture['meaning']): Picture[] {
  const size = images.length / count;
  return Array.from({ length: count }, (_, k) =>
    pictureOf(
      Uint8Array.from(images.subarray(k * size, (k + 1) * size), (value) => Math.round(value * 255)),
      meaning,
    ),
  );
}
