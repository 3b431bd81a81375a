/** Dreams that begin with what a model sees of real first frames. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { Environment } from '../environments/environment.ts';
import { imageBatch } from '../numerics/images.ts';
import { tidy } from '../numerics/tidy.ts';
import { IMAGE_SIZE } from './convolutionLayer.ts';
import type { DreamStarts } from './dreamEnvironment.ts';

/** So many episodes' first frames, of the first seeds: enough that dreams do not all begin alike. */
const FIRST_FRAMES = 4;

/**
 * Looks when a dream first begins there.
 * @param real of 64 x 64 RGB; stays the caller's, open as long as the starts are used
 */
export function firstFrames(real: Environment, see: (image: Tensor4D, seed: number) => Tensor): DreamStarts {
  const known = new Map<number, Float32Array>();
  return {
    length: FIRST_FRAMES,
    at: (seed) => {
      const before = known.get(seed);
      if (before !== undefined) return before;
      const image = real.reset(seed).observation['image'];
      if (!(image instanceof Uint8Array))
        throw new Error(`${real.spec.id} gives no picture to begin a dream with`);
      const start = tidy(() => see(imageBatch(image, IMAGE_SIZE, IMAGE_SIZE), seed).dataSync<'float32'>());
      known.set(seed, start);
      return start;
    },
  };
}
