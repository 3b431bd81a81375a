/**
 * Where dreams begin. A World Models checkpoint keeps V's view (mean and log-variance) of recorded first frames, so that C
 * can be trained in the dream, and the dream be played, without the frames: Ha & Schmidhuber 2018 begin Take Cover's so.
 * Other dreams begin with what the model sees of real first frames.
 */
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { Environment } from '../../environments/environment.ts';
import type { DreamStarts } from '../../models/dreamEnvironment.ts';
import type { VariationalAutoencoder } from './vae.ts';
import { firstFrames } from '../../models/firstFrames.ts';
import type { RandomStream } from '../../numerics/random.ts';

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

/** Dreams that are played begin at the means of what V saw: a recipe's seed does the rest. @param moments [n, 2 latentSize] */
export function meanStarts(moments: Float32Array, latentSize: number): DreamStarts {
  return Array.from({ length: moments.length / (2 * latentSize) }, (_, row) =>
    moments.slice(2 * row * latentSize, (2 * row + 1) * latentSize),
  );
}

/**
 * For a checkpoint that carries none: what V sees at the beginning of real episodes, each when a dream first begins
 * there. @param real of 64 x 64 RGB; stays the caller's, open as long as the starts are used
 */
export function seenStarts(vision: VariationalAutoencoder, real: Environment): DreamStarts {
  return firstFrames(real, (image) => vision.encode(image).mean);
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
