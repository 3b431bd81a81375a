/** A film as a GIF, read back by another library than the one that wrote it. */
import { GifReader } from 'omggif';
import { expect, test } from 'vitest';
import { GifFilm } from '../../../../src-renderer/views/theatre/recording/gifFilm.ts';

const WIDTH = 12;
const HEIGHT = 5;
const ALPHA = 255;
type Colour = readonly [number, number, number];

/** @param at the colour of each pixel, from the top left */
function picture(at: (pixel: number) => Colour): Uint8ClampedArray {
  const pixels = Array.from({ length: WIDTH * HEIGHT }, (_, pixel) => [...at(pixel), ALPHA]);
  return Uint8ClampedArray.from(pixels.flat());
}

/** Each as it is seen once all before it were drawn. */
async function readBack(film: GifFilm) {
  const bytes = await film.encode(() => Promise.resolve());
  const reader = new GifReader(bytes);
  const shown = new Uint8Array(WIDTH * HEIGHT * 4);
  const pictures = Array.from({ length: reader.numFrames() }, (_, index) => {
    reader.decodeAndBlitFrameRGBA(index, shown);
    return shown.slice();
  });
  const told = pictures.map((_, index) => reader.frameInfo(index));
  return { reader, pictures, told, bytes };
}

const at = (seconds: number, durationSeconds = 0.1) => ({ timestampSeconds: seconds, durationSeconds });
const GREEN: Colour = [0, 255, 0];
const RED: Colour = [255, 0, 0];

test('comes back with its size, its times, its pictures, and goes on for ever', async () => {
  const film = new GifFilm(WIDTH, HEIGHT);
  const meadow = (car: number) => picture((pixel) => (pixel === car ? RED : GREEN));
  const drawn = [meadow(0), meadow(1), meadow(1), meadow(59)];
  // The third of them is late by a little: what is rounded off does not add up.
  for (const [index, seconds] of [0, 0.084, 0.168, 0.256].entries())
    film.add(drawn[index] ?? new Uint8ClampedArray(), at(seconds, 0.5));
  const { reader, pictures, told } = await readBack(film);
  expect([reader.width, reader.height, reader.loopCount()]).toEqual([WIDTH, HEIGHT, 0]);
  expect(told.map(({ delay }) => delay)).toEqual([8, 9, 9, 50]);
  expect(pictures).toEqual(drawn.map((rgba) => Uint8Array.from(rgba)));
});

test('has one palette for all its pictures, and writes nothing of what stays as it was', async () => {
  const film = new GifFilm(WIDTH, HEIGHT);
  const still = picture((pixel) => [(pixel * 8) & 255, 96, 160]);
  for (let index = 0; index < 4; index++) film.add(still, at(index * 0.1));
  const { told, bytes } = await readBack(film);
  const GLOBAL = 1;
  expect((bytes[10] ?? 0) >> 7).toBe(GLOBAL);
  expect(told.map(({ has_local_palette: own }) => own)).toEqual([false, false, false, false]);
  const [first, second, third] = told.map(({ data_length: length }) => length);
  expect(second).toBe(third);
  expect(second).toBeLessThan((first ?? 0) / 3);
});

test('of more colours than a palette has keeps each close, a rare one too', async () => {
  const film = new GifFilm(WIDTH, HEIGHT);
  const hue = (index: number): Colour => [(index * 37) & 255, (index * 91) & 255, (index * 53) & 255];
  const drawn = Array.from({ length: 40 }, (_, frame) =>
    picture((pixel) => (frame === 20 && pixel === 30 ? RED : hue(frame * 60 + (pixel % 60)))),
  );
  for (const [index, rgba] of drawn.entries()) film.add(rgba, at(index * 0.1));
  const { pictures } = await readBack(film);
  const differences = drawn.flatMap((rgba, frame) =>
    Array.from(rgba, (value, byte) => Math.abs(value - (pictures[frame]?.[byte] ?? 0))),
  );
  const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  expect(mean).toBeLessThan(16);
  const red = pictures[20]?.slice(30 * 4, 30 * 4 + 3) ?? new Uint8Array();
  expect(red[0]).toBeGreaterThan(200);
  expect(Math.max(red[1] ?? 255, red[2] ?? 255)).toBeLessThan(60);
});
