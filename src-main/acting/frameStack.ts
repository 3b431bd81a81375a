/**
 * The last few frames as one picture of many channels, the oldest first (Mnih et al. 2015): what tells how things move. Before an
 * episode's first moment there is only that: its frame is repeated, and no stack reaches into another episode.
 */
import type { Tensor4D } from '@tensorflow/tfjs';
import { UNIT_OF_BYTE } from '../numerics/images.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';

/**
 * While an episode is played: what was stacked a moment ago, and what is seen now.
 * @param before [B, h, w, depth C], stays the caller's; null at the first moment @param frames [B, h, w, C]
 * @returns [B, h, w, depth C], the caller's
 */
export function pushFrames(before: Tensor4D | null, frames: Tensor4D, depth: number): Tensor4D {
  return tidy(() => {
    if (before === null || depth === 1) return tf.tile(frames, [1, 1, 1, depth]);
    const channels = frames.shape[3];
    const kept = before.slice([0, 0, 0, channels], [-1, -1, -1, (depth - 1) * channels]);
    return tf.concat4d([kept, frames], 3);
  });
}

export interface StackedFrames {
  /** Bytes of moments of one episode in a row, each of `pixels` times `channels`. */
  readonly moments: Uint8Array;
  readonly pixels: number;
  readonly channels: number;
  readonly depth: number;
}

/**
 * Out of a replay: the stack at one moment.
 * @param moment counted in `moments`; where fewer than `depth` - 1 lie before it, they must begin at the episode's first
 * @param out [pixels, depth channels] in [0, 1], written from `offset` on
 */
export function writeStack(
  { moments, pixels, channels, depth }: StackedFrames,
  moment: number,
  out: Float32Array,
  offset: number,
): void {
  const bytes = pixels * channels;
  for (let place = 0; place < depth; place++) {
    const from = Math.max(0, moment - (depth - 1) + place);
    const end = (from + 1) * bytes;
    if (end > moments.length) throw new Error(`moment ${from} of ${moments.length / bytes}`);
    // A million numbers a batch go through here: nothing but the loop itself may cost.
    for (let channel = 0; channel < channels; channel++) {
      let to = offset + place * channels + channel;
      for (let source = from * bytes + channel; source < end; source += channels) {
        out[to] = UNIT_OF_BYTE[moments[source] ?? 0] ?? 0;
        to += depth * channels;
      }
    }
  }
}

/** The first moment that the stack at another one needs. */
export function stackBegins(moment: number, depth: number): number {
  return Math.max(0, moment - (depth - 1));
}
