/**
 * Random shifts of pictures, without which values learnt from pictures fit the pixels instead of what they show (Kostrikov et al.
 * 2020, arXiv:2004.13649; Yarats et al. 2021, arXiv:2107.09645): every time one is drawn it is moved by a few whole pixels, all
 * frames of a stack alike. Where nothing was seen the nearest pixel of the border goes on.
 */
import { UNIT_OF_BYTE } from '../numerics/images.ts';
import type { RandomStream } from '../numerics/random.ts';
import type { StackedFrames } from './frameStack.ts';

/** By how many pixels a picture's content moves; negative to the left and up. */
export interface PixelShift {
  readonly right: number;
  readonly down: number;
}

/** Each way is as likely, from -reach to reach. */
export function drawShift(random: RandomStream, reach: number): PixelShift {
  const draw = () => random.integer(2 * reach + 1) - reach;
  const right = draw();
  return { right, down: draw() };
}

/**
 * As `writeStack`, of pictures that are moved.
 * @param frames `side` of a picture, in pixels
 */
export function writeShiftedStack(
  { moments, channels, depth, side }: StackedFrames & { readonly side: number },
  moment: number,
  { right, down }: PixelShift,
  out: Float32Array,
  offset: number,
): void {
  const bytes = side * side * channels;
  const within = (place: number) => Math.min(side - 1, Math.max(0, place));
  // Where in its line each pixel comes from: looked up, since millions go through here a batch.
  const columns = Int32Array.from({ length: side }, (_, x) => within(x - right) * channels);
  for (let place = 0; place < depth; place++) {
    const from = Math.max(0, moment - (depth - 1) + place);
    if ((from + 1) * bytes > moments.length) throw new Error(`moment ${from} of ${moments.length / bytes}`);
    for (let channel = 0; channel < channels; channel++) {
      let to = offset + place * channels + channel;
      for (let y = 0; y < side; y++) {
        const line = from * bytes + within(y - down) * side * channels + channel;
        for (let x = 0; x < side; x++) {
          out[to] = UNIT_OF_BYTE[moments[line + (columns[x] ?? 0)] ?? 0] ?? 0;
          to += depth * channels;
        }
      }
    }
  }
}
