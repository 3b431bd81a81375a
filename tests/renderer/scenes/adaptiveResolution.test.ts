/** Resolution gives way quickly where drawing is slow and comes back carefully. */
import { expect, test } from 'vitest';
import { AdaptiveResolution } from '../../../src-renderer/scenes/adaptiveResolution.ts';

const measure = (resolution: AdaptiveResolution, seconds: number, frames: number) => {
  for (let frame = 0; frame < frames; frame++) resolution.measure(seconds);
};

test('slow frames lower it down to a half, never further', () => {
  const resolution = new AdaptiveResolution(1);
  measure(resolution, 0.1, 24);
  expect(resolution.scale).toBeLessThan(0.7);
  measure(resolution, 0.1, 500);
  expect(resolution.scale).toBe(0.5);
});

test("fast frames raise it up to the display's own", () => {
  const resolution = new AdaptiveResolution(2);
  measure(resolution, 0.016, 500);
  expect(resolution.scale).toBe(2);
});

test('what proved too slow is tried again only after a while', () => {
  const resolution = new AdaptiveResolution(1);
  measure(resolution, 0.1, 12);
  const lowered = resolution.scale;
  measure(resolution, 0.02, 24);
  expect(resolution.scale).toBe(lowered);
  measure(resolution, 0.02, 500);
  expect(resolution.scale).toBe(1);
});
