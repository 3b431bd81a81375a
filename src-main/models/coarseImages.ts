/**
 * Images of fewer bits, as PlaNet reads them (Hafner et al. 2019, arXiv:1811.04551): the lower bits of each channel are dropped, and
 * uniform noise as wide as a step stands in for them, so that the decoder models a density and spends nothing on faint shades.
 */
import type { Tensor4D } from '@tensorflow/tfjs';
import type { RandomStream } from '../numerics/random.ts';
import { randomUniform } from '../numerics/tensorRandom.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';

/** Of a channel as the environments draw it. */
export const WHOLE_BITS = 8;

/**
 * @param images bytes as [0, 1], stays the caller's @param bits 1 to 8
 * @param random where the noise is drawn; null: the middle of each step, for whoever looks without learning
 * @returns in [0, 1), the caller's
 */
export function coarseImages(images: Tensor4D, bits: number, random: RandomStream | null): Tensor4D {
  if (bits < 1 || bits > WHOLE_BITS) throw new Error(`images of ${bits} bits, expected 1 to ${WHOLE_BITS}`);
  return tidy(() => {
    // Bytes as numbers again: 8 / 255 times 255 may lie just below 8.
    const bytes = images.mul(255).round();
    const steps = bytes.div(1 << (WHOLE_BITS - bits)).floor();
    const within = random === null ? tf.scalar(0.5) : randomUniform(images.shape, random);
    return steps.add(within).div<Tensor4D>(1 << bits);
  });
}
