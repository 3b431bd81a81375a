import { describe, expect, it } from 'vitest';
import { PolygonBuffer } from '../../../src-main/environments/raster/polygonBuffer.ts';

/** Colours that no other pixel has, the highest bit of each byte among them. */
function painted(width: number, height: number): PolygonBuffer {
  const buffer = new PolygonBuffer(width, height);
  buffer.colours.forEach((_, at) => {
    buffer.colours[at] = (255 << 24) | ((255 - at) << 16) | ((3 * at) << 8) | (at + 128);
  });
  return buffer;
}

function channels(buffer: PolygonBuffer): number[] {
  return [...buffer.colours].flatMap((colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]);
}

describe('PolygonBuffer', () => {
  it.each([
    [8, 4, 0],
    [5, 3, 0],
    [8, 4, 1],
    [5, 3, 2],
    [1, 1, 0],
  ])('copies %i x %i pixels to bytes that begin %i after a word', (width, height, shift) => {
    const buffer = painted(width, height);
    const size = 3 * width * height;
    const bytes = new Uint8Array(size + 8).fill(7);
    buffer.copyTo(bytes.subarray(shift, shift + size));
    expect([...bytes.subarray(shift, shift + size)]).toEqual(channels(buffer));
    expect([...bytes.subarray(0, shift), ...bytes.subarray(shift + size)].every((byte) => byte === 7)).toBe(
      true,
    );
  });
});
