import { describe, expect, it } from 'vitest';
import { writeStack } from '../../src-main/acting/frameStack.ts';
import { drawShift, writeShiftedStack, type PixelShift } from '../../src-main/acting/pixelShift.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';

/** Lines of one picture of 3x3, moved. */
function moved(bytes: readonly number[], shift: PixelShift): number[] {
  const out = new Float32Array(9);
  const frames = { moments: Uint8Array.from(bytes), pixels: 9, side: 3, channels: 1, depth: 1 };
  writeShiftedStack(frames, 0, shift, out, 0);
  return [...out].map((value) => Math.round(255 * value));
}

describe('a picture that is moved', () => {
  // prettier-ignore
  const picture = [
    1, 2, 3,
    4, 5, 6,
    7, 8, 9,
  ];
  // prettier-ignore
  it.each([
    [{ right: 0, down: 0 }, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{ right: 1, down: 0 }, [1, 1, 2, 4, 4, 5, 7, 7, 8]],
    [{ right: -1, down: 0 }, [2, 3, 3, 5, 6, 6, 8, 9, 9]],
    [{ right: 0, down: 1 }, [1, 2, 3, 1, 2, 3, 4, 5, 6]],
    [{ right: 0, down: -2 }, [7, 8, 9, 7, 8, 9, 7, 8, 9]],
    [{ right: 1, down: -1 }, [4, 4, 5, 7, 7, 8, 7, 7, 8]],
    [{ right: 5, down: 5 }, [1, 1, 1, 1, 1, 1, 1, 1, 1]],
  ])('by %j goes on with its border', (shift, expected) => {
    expect(moved(picture, shift)).toEqual(expected);
  });

  it.each([1, 2])('by nothing is the stack as it is (%i channels)', (channels) => {
    const [side, depth, length] = [4, 3, 5];
    const pixels = side * side;
    const moments = Uint8Array.from({ length: length * pixels * channels }, (_, at) => (at * 37) % 256);
    const frames = { moments, pixels, side, channels, depth };
    for (let moment = 0; moment < length; moment++) {
      const [shifted, plain] = [0, 1].map(() => new Float32Array(2 + pixels * channels * depth));
      writeShiftedStack(frames, moment, { right: 0, down: 0 }, shifted ?? new Float32Array(), 2);
      writeStack(frames, moment, plain ?? new Float32Array(), 2);
      expect(shifted).toEqual(plain);
    }
  });

  it('moves every frame and channel of a stack alike', () => {
    const moments = Uint8Array.from({ length: 2 * 9 * 2 }, (_, at) => at);
    const out = new Float32Array(9 * 4);
    writeShiftedStack(
      { moments, pixels: 9, side: 3, channels: 2, depth: 2 },
      1,
      { right: 1, down: 0 },
      out,
      0,
    );
    const pixel = (at: number) =>
      [...out.subarray(4 * at, 4 * at + 4)].map((value) => Math.round(255 * value));
    // Two frames of two channels each: the right neighbour now shows what the left one did.
    expect(pixel(1)).toEqual([0, 1, 18, 19]);
    expect(pixel(2)).toEqual([2, 3, 20, 21]);
  });

  it('asks for moments that are there', () => {
    const frames = { moments: new Uint8Array(9), pixels: 9, side: 3, channels: 1, depth: 1 };
    expect(() => {
      writeShiftedStack(frames, 1, { right: 0, down: 0 }, new Float32Array(9), 0);
    }).toThrow('moment 1 of 1');
  });
});

it('a shift is drawn evenly, both ways by itself, and never further than it may reach', () => {
  const random = RandomStream.named(3, 'test');
  const shifts = Array.from({ length: 4500 }, () => drawShift(random, 1));
  const counts = new Map<string, number>();
  for (const { right, down } of shifts) {
    const key = `${right} ${down}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(counts.size).toBe(9);
  for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(110);
  expect(drawShift(random, 0)).toEqual({ right: 0, down: 0 });
});
