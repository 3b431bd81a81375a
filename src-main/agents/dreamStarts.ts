/**
 * Where dreams begin: V's view (mean and log-variance) of recorded first frames, kept in a checkpoint so that C can be
 * trained in the dream, and the dream be played, without the frames. Ha & Schmidhuber 2018 begin Take Cover's so.
 */
import type { CheckpointArray } from '../../shared/checkpoint.ts';
import { StudioError } from '../../shared/errors.ts';
import { IMAGE_SIZE, type VariationalAutoencoder } from '../models/vae.ts';
import { imageBatch } from '../numerics/images.ts';
import type { RandomStream } from '../numerics/random.ts';
import { tidy } from '../numerics/tidy.ts';

/** Absent before V has encoded the episodes. */
export const DREAM_STARTS_PATH = 'dream/starts';

/** @param moments [n, 2 latentSize], copied */
export function dreamStartsArray(
  moments: Float32Array,
  latentSize: number,
): Readonly<Record<string, CheckpointArray>> {
  const width = 2 * latentSize;
  return { [DREAM_STARTS_PATH]: { shape: [moments.length / width, width], data: moments.slice() } };
}

/** A copy [n, 2 latentSize], or null where there is none. @throws StudioError `checkpoint.mismatch` */
export function dreamStartMoments(
  arrays: Readonly<Record<string, CheckpointArray>>,
  latentSize: number,
): Float32Array | null {
  const array = arrays[DREAM_STARTS_PATH];
  if (array === undefined) return null;
  if (array.shape.length !== 2 || array.shape[1] !== 2 * latentSize) {
    throw new StudioError('checkpoint.mismatch', {
      array: DREAM_STARTS_PATH,
      expected: `[n, ${2 * latentSize}]`,
      found: `[${array.shape.join(', ')}]`,
    });
  }
  return Float32Array.from(array.data);
}

/** What a checkpoint would carry of these first frames, 64 x 64 RGB bytes each: [n, 2 latentSize]. */
export function seenStartMoments(
  vision: VariationalAutoencoder,
  frames: readonly Uint8Array[],
): Float32Array {
  const pixels = new Uint8Array(frames.length * IMAGE_SIZE * IMAGE_SIZE * 3);
  frames.forEach((frame, index) => pixels.set(frame, index * frame.length));
  return tidy(() => vision.encodeJoined(imageBatch(pixels, IMAGE_SIZE, IMAGE_SIZE)).dataSync<'float32'>());
}

/** First latents drawn as V sees them: `count` rows, each from a recorded first frame that the stream picks. */
export function drawDreamStarts(
  moments: Float32Array,
  latentSize: number,
  count: number,
  random: RandomStream,
): Float32Array {
  const recorded = moments.length / (2 * latentSize);
  const latents = new Float32Array(count * latentSize);
  for (let row = 0; row < count; row++) {
    const from = random.integer(recorded) * 2 * latentSize;
    for (let i = 0; i < latentSize; i++) {
      const deviation = Math.exp(0.5 * (moments[from + latentSize + i] ?? 0));
      latents[row * latentSize + i] = (moments[from + i] ?? 0) + deviation * random.normal();
    }
  }
  return latents;
}
