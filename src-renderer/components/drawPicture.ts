/** A `Picture` (RGB) onto a canvas of its own size; CSS scales it. */
import type { Picture } from '../../shared/run.ts';

/** One buffer a size, since pictures come many a second. */
const buffers = new Map<string, ImageData>();

export function drawPicture(canvas: HTMLCanvasElement, picture: Picture): void {
  const { width, height, pixels } = picture;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  // Kept in plain memory: pixels come from there, and a canvas on the graphics card has its own fetched back to be
  // written to, which costs up to a second where a processor plays the card.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) return;
  const key = `${width}x${height}`;
  let image = buffers.get(key);
  if (image === undefined) {
    image = new ImageData(width, height);
    image.data.fill(255);
    buffers.set(key, image);
  }
  const rgba = image.data;
  for (let from = 0, to = 0; to < rgba.length; from += 3, to += 4) {
    rgba[to] = pixels[from] ?? 0;
    rgba[to + 1] = pixels[from + 1] ?? 0;
    rgba[to + 2] = pixels[from + 2] ?? 0;
  }
  context.putImageData(image, 0, 0);
}
