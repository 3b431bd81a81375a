/** A moment's observation as bytes and back: pictures, numbers, and both in one. */
import { beforeAll, expect, it } from 'vitest';
import type { BoxSpace, ObservationSpace } from '../../shared/spaces.ts';
import { observationLayout } from '../../src-main/acting/observationLayout.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const numbers = (...shape: number[]): BoxSpace => ({
  kind: 'box',
  shape,
  dtype: 'float64',
  low: -1,
  high: 1,
});
const SPACE: ObservationSpace = {
  image: { kind: 'box', shape: [2, 2, 3], dtype: 'uint8', low: 0, high: 255 },
  place: numbers(2),
  speed: numbers(),
};
const moment = (of: number) => ({
  image: Uint8Array.from({ length: 12 }, (_, k) => 20 * of + k),
  place: Float64Array.of(of + 0.5, -of),
  speed: Float64Array.of(of / 4),
});

it('keeps every field of several moments', () => {
  const layout = observationLayout(SPACE);
  expect(layout.bytes).toBe(12 + 4 * 3);
  const bytes = new Uint8Array(3 * layout.bytes);
  [1, 2, 3].forEach((of, row) => {
    layout.write(moment(of), bytes, row * layout.bytes);
  });
  const { image, place, speed } = layout.batch(bytes);
  expect(image?.shape).toEqual([3, 2, 2, 3]);
  expect([...(image?.dataSync() ?? [])].map((value) => Math.round(255 * value))).toEqual(
    [1, 2, 3].flatMap((of) => [...moment(of).image]),
  );
  expect(place?.arraySync()).toEqual([
    [1.5, -1],
    [2.5, -2],
    [3.5, -3],
  ]);
  expect(speed?.arraySync()).toEqual([[0.25], [0.5], [0.75]]);
});

it('refuses a moment that lacks a field', () => {
  const layout = observationLayout(SPACE);
  const { image } = moment(1);
  expect(() => {
    layout.write({ image }, new Uint8Array(layout.bytes), 0);
  }).toThrow('observation has image, expected place');
});
