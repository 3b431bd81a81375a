/** Between bytes and tensors: images as the environments draw them, as the models read them. */
import type { Tensor4D } from '@tensorflow/tfjs';
import { tf } from './tensorflow.ts';

/** 0 to 255 as [0, 1]. */
export const UNIT_OF_BYTE: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** RGB bytes, image after image, row-major from the top, to [B, height, width, 3] in [0, 1]. */
export function imageBatch(pixels: Uint8Array, height: number, width: number): Tensor4D {
  const size = height * width * 3;
  if (pixels.length % size !== 0) {
    throw new Error(`${pixels.length} bytes are no whole number of ${height}x${width} images`);
  }
  const values = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) values[i] = UNIT_OF_BYTE[pixels[i] ?? 0] ?? 0;
  return tf.tensor4d(values, [pixels.length / size, height, width, 3]);
}

/** [B, height, width, 3] in [0, 1] to RGB bytes, rounded. */
export function imageBytes(images: Tensor4D): Uint8Array {
  const values = images.dataSync<'float32'>();
  // A clamped array rounds and bounds by itself.
  const bytes = new Uint8ClampedArray(values.length);
  for (let i = 0; i < values.length; i++) bytes[i] = 255 * (values[i] ?? 0);
  return new Uint8Array(bytes.buffer);
}
