/**
 * Pictures as agents without a world model read them: grey, a byte a pixel (ITU-R BT.601, as the Arcade Learning Environment has
 * it), and where asked for with the strength of edges as a second channel (Sobel 1968). A replay keeps one frame a moment; stacks
 * of the last few are made when they are read (frameStack.ts).
 */
import type { Tensor4D } from '@tensorflow/tfjs';
import { StudioError } from '../../shared/errors.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import { imageBytes, UNIT_OF_BYTE } from '../numerics/images.ts';
import { tf } from '../numerics/tensorflow.ts';
import type { ObservationLayout } from './observationLayout.ts';

/** A side of what is read, in pixels. */
export const FRAME_SIZE = 64;
const PIXELS = FRAME_SIZE * FRAME_SIZE;

export interface GreyFrameOptions {
  /** Edges as a second channel. */
  readonly edges: boolean;
}

export interface GreyFrames extends ObservationLayout {
  /** Of one frame: 1, or 2 with edges. */
  readonly channels: number;
  /** `batch` has them under `frames`: [B, 64, 64, channels] in [0, 1]. */
  batch(moments: Uint8Array): { readonly frames: Tensor4D };
  /** The same from images [B, 64, 64, 3] in [0, 1], to the last bit: what a theatre hands to an agent. The caller's. */
  ofImages(images: Tensor4D): Tensor4D;
}

/** @throws StudioError `config.invalid` where the environment gives no pictures of 64x64 */
export function greyFrames(
  { id, observations, invertedPixels = false }: EnvironmentSpec,
  { edges }: GreyFrameOptions,
): GreyFrames {
  const [height, width] = observations['image']?.shape ?? [];
  if (height !== FRAME_SIZE || width !== FRAME_SIZE) {
    const reason = `${id} gives no pictures of ${FRAME_SIZE}x${FRAME_SIZE}`;
    throw new StudioError('config.invalid', { field: 'environment', reason });
  }
  const channels = edges ? 2 : 1;
  const bytes = PIXELS * channels;
  const grey = new Uint8Array(PIXELS);
  const write = (pixels: ArrayLike<number>, out: Uint8Array, offset: number) => {
    if (edges) {
      writeGrey(pixels, invertedPixels, grey, 0);
      writeWithEdges(grey, out, offset);
    } else {
      writeGrey(pixels, invertedPixels, out, offset);
    }
  };
  const frames = (moments: Uint8Array): Tensor4D => {
    // A loop: `Float32Array.from` with a function takes ten times as long.
    const values = new Float32Array(moments.length);
    for (let i = 0; i < moments.length; i++) values[i] = UNIT_OF_BYTE[moments[i] ?? 0] ?? 0;
    return tf.tensor4d(values, [moments.length / bytes, FRAME_SIZE, FRAME_SIZE, channels]);
  };
  return {
    bytes,
    channels,
    write(observation, out, offset) {
      const { image } = observation;
      if (image === undefined)
        throw new Error(`observation has ${Object.keys(observation).join()}, no image`);
      write(image, out, offset);
    },
    batch: (moments) => ({ frames: frames(moments) }),
    ofImages(images) {
      const pixels = imageBytes(images);
      const moments = new Uint8Array(images.shape[0] * bytes);
      for (let moment = 0; moment < images.shape[0]; moment++) {
        write(pixels.subarray(moment * PIXELS * 3, (moment + 1) * PIXELS * 3), moments, moment * bytes);
      }
      return frames(moments);
    },
  };
}

/** In whole numbers, rounded: the same on every machine. */
function writeGrey(pixels: ArrayLike<number>, inverted: boolean, out: Uint8Array, offset: number): void {
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const at = 3 * pixel;
    const weighed = 299 * (pixels[at] ?? 0) + 587 * (pixels[at + 1] ?? 0) + 114 * (pixels[at + 2] ?? 0);
    const grey = Math.floor((weighed + 500) / 1000);
    out[offset + pixel] = inverted ? 255 - grey : grey;
  }
}

/** Grey and edge side by side, pixel by pixel. Beyond the border its nearest pixel goes on. */
function writeWithEdges(grey: Uint8Array, out: Uint8Array, offset: number): void {
  for (let y = 0; y < FRAME_SIZE; y++) {
    const above = Math.max(0, y - 1) * FRAME_SIZE;
    const row = y * FRAME_SIZE;
    const below = Math.min(FRAME_SIZE - 1, y + 1) * FRAME_SIZE;
    for (let x = 0; x < FRAME_SIZE; x++) {
      const left = Math.max(0, x - 1);
      const right = Math.min(FRAME_SIZE - 1, x + 1);
      const column = (at: number) =>
        (grey[above + at] ?? 0) + 2 * (grey[row + at] ?? 0) + (grey[below + at] ?? 0);
      const line = (from: number) =>
        (grey[from + left] ?? 0) + 2 * (grey[from + x] ?? 0) + (grey[from + right] ?? 0);
      const across = column(right) - column(left);
      const down = line(below) - line(above);
      // A step from black to white gives 1020 across: a quarter of it is the brightest byte.
      const strength = Math.sqrt(across * across + down * down) / 4;
      out[offset + 2 * (row + x)] = grey[row + x] ?? 0;
      out[offset + 2 * (row + x) + 1] = Math.min(255, Math.round(strength));
    }
  }
}
