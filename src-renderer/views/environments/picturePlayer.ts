/** A living thumbnail of an environment that has pictures and no scene. */
import type { PicturePreview } from '../../../shared/protocol.ts';
import { drawPicture } from '../../components/drawPicture.ts';

/**
 * Plays it over and over while it can be seen.
 * @param still under reduced motion one instant stands still
 * @returns ends it
 */
export function playPictures(canvas: HTMLCanvasElement, preview: PicturePreview, still: boolean): () => void {
  const { width, height, pixels, frames, frameSeconds } = preview;
  if (frames === 0) return () => undefined;
  const size = width * height * 3;
  const draw = (frame: number) => {
    drawPicture(canvas, {
      width,
      height,
      pixels: pixels.subarray(frame * size, (frame + 1) * size),
      meaning: 'real',
    });
  };
  canvas.style.objectFit = 'contain';
  if (still) {
    draw(Math.floor(frames / 3));
    return () => undefined;
  }
  let shown = -1;
  let request = 0;
  const turn = (now: number) => {
    const frame = Math.floor(now / 1000 / frameSeconds) % frames;
    if (frame !== shown) draw(frame);
    shown = frame;
    request = requestAnimationFrame(turn);
  };
  const observer = new IntersectionObserver(([entry]) => {
    cancelAnimationFrame(request);
    if (entry?.isIntersecting === true) request = requestAnimationFrame(turn);
  });
  observer.observe(canvas);
  return () => {
    observer.disconnect();
    cancelAnimationFrame(request);
  };
}
