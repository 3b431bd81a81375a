/** What people see of the model's pictures says the same as the numbers. */
import { expect, test } from 'vitest';
import { shownError, shownPicture } from '../../../src-renderer/components/pictureColours.ts';
import type { Picture } from '../../../shared/run.ts';

const picture = (meaning: Picture['meaning'], ...pixels: number[]): Picture => ({
  width: pixels.length / 3,
  height: 1,
  pixels: Uint8Array.from(pixels),
  meaning,
});

test('inverted pictures are turned back on request only', () => {
  const inverted = picture('real', 0, 100, 255);
  expect([...shownPicture(inverted, true).pixels]).toEqual([255, 155, 0]);
  expect(shownPicture(inverted, false)).toBe(inverted);
});

test('no difference is black, a greater one is brighter, whichever its sign', () => {
  const shown = shownError(
    picture('error', 128, 128, 128, 138, 138, 138, 98, 98, 98),
    'absolute',
    false,
  ).pixels;
  const light = [0, 1, 2].map((at) => shown.subarray(at * 3, at * 3 + 3).reduce((a, b) => a + b, 0));
  expect(light[0]).toBe(0);
  expect(light[1]).toBeGreaterThan(0);
  expect(light[2]).toBeGreaterThan(light[1] ?? 0);
});

test('a signed difference keeps its sign as people see the pictures: turned back, it turns too', () => {
  const brighter = picture('error', 148, 148, 148);
  expect(shownError(brighter, 'signed', false).pixels[0]).toBe(168);
  expect(shownError(brighter, 'signed', true).pixels[0]).toBe(88);
});
