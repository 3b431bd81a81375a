import { beforeAll, describe, expect, it } from 'vitest';
import { coarseImages } from '../../src-main/models/coarseImages.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { imageBatch } from '../../src-main/numerics/images.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';

/** Each byte, sixteen times. */
const BYTES = Uint8Array.from({ length: 64 * 64 }, (_, i) => i % 256);
const PIXELS = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => BYTES[Math.floor(i / 3)] ?? 0);

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const coarse = (bits: number, random: RandomStream | null) => {
  const images = imageBatch(PIXELS, 64, 64);
  return coarseImages(images, bits, random).dataSync<'float32'>();
};

describe('images of fewer bits', () => {
  it.each([1, 5, 7, 8])('of %i bits: each byte by integer arithmetic, noise within its step', (bits) => {
    const dropped = 8 - bits;
    const noisy = coarse(bits, RandomStream.named(1, 'noise'));
    const middle = coarse(bits, null);
    const offsets: number[] = [];
    PIXELS.forEach((byte, i) => {
      const step = byte >> dropped;
      expect(middle[i]).toBeCloseTo((step + 0.5) / 2 ** bits, 6);
      offsets.push((noisy[i] ?? NaN) * 2 ** bits - step);
    });
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(-1e-4);
    expect(Math.max(...offsets)).toBeLessThanOrEqual(1 + 1e-4);
    const mean = offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length;
    const square = offsets.reduce((sum, offset) => sum + (offset - mean) ** 2, 0) / offsets.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(square).toBeCloseTo(1 / 12, 2);
  });

  it('draw the noise from the stream that they are given', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => coarse(5, RandomStream.named(seed, 'noise')));
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  it('refuse a number of bits that no image has', () => {
    expect(() => coarse(9, null)).toThrow('images of 9 bits, expected 1 to 8');
  });
});
