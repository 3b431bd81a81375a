/** How the convolutions of image encoder and decoder are described, and the parameters they have. */
import type { Tensor4D } from '@tensorflow/tfjs';
import type { ParameterSpec } from '../numerics/parameters.ts';

export const IMAGE_SIZE = 64;
export const CHANNELS = 3;

export interface ConvolutionLayer {
  readonly name: string;
  readonly size: number;
  /** Side and channels of the wider and of the narrower image. */
  readonly wide: readonly [side: number, channels: number];
  readonly narrow: readonly [side: number, channels: number];
}

/** @param bias how many numbers the bias has: the channels of the side that is computed. */
export function convolutionParameters(
  { name, size, wide, narrow }: ConvolutionLayer,
  bias: number,
): ParameterSpec[] {
  return [
    {
      name: `${name}/kernel`,
      shape: [size, size, wide[1], narrow[1]],
      initialiser: { kind: 'glorotUniform', fanIn: size * size * wide[1], fanOut: size * size * narrow[1] },
    },
    { name: `${name}/bias`, shape: [bias], initialiser: { kind: 'zeros' } },
  ];
}

/** @throws where images are not [B, 64, 64, 3]. */
export function assertImages(images: Tensor4D): void {
  const [, height, width, channels] = images.shape;
  if (images.shape.length !== 4 || height !== IMAGE_SIZE || width !== IMAGE_SIZE || channels !== CHANNELS) {
    throw new Error(
      `images are [${images.shape.join(', ')}], expected [B, ${IMAGE_SIZE}, ${IMAGE_SIZE}, ${CHANNELS}]`,
    );
  }
}
