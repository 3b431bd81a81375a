import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contain,
  gridWithin,
  labelHeight,
  videoLayout,
  type Rectangle,
} from '../../../../src-renderer/views/theatre/recording/videoLayout.ts';

const overlap = (a: Rectangle, b: Rectangle) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const contents = fc.record({
  realAspect: fc.option(fc.double({ min: 0.1, max: 8, noNaN: true })),
  dreams: fc.boolean(),
});
const scales = fc.constantFrom(1, 0.5);

describe('the layout of a video', () => {
  test('has even sizes, and all of it lies inside without touching, labels and foot included', () => {
    fc.assert(
      fc.property(contents, scales, (shown, scale) => {
        const layout = videoLayout(shown, scale);
        const { width, height, tiles, foot } = layout;
        const label = labelHeight(layout);
        expect([width % 2, height % 2]).toEqual([0, 0]);
        const places = [
          ...tiles.map((tile) => ({ ...tile, y: tile.y - label, height: tile.height + label })),
          foot,
        ];
        for (const { x, y, width: w, height: h } of places) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(x + w).toBeLessThanOrEqual(width);
          expect(y + h).toBeLessThanOrEqual(height);
        }
        places.forEach((place, index) => {
          for (const other of places.slice(index + 1)) expect(overlap(place, other)).toBe(false);
        });
      }),
    );
  });

  test('shows what there is: the 3D panel where one is drawn, sight and dream where there is a model', () => {
    const names = (realAspect: number | null, dreams: boolean) =>
      videoLayout({ realAspect, dreams }).tiles.map(({ name }) => name);
    expect(names(1.2, true)).toEqual(['real', 'dreamt', 'eye', 'seen']);
    expect(names(1.2, false)).toEqual(['real', 'eye']);
    expect(names(null, true)).toEqual(['eye', 'seen', 'dreamt']);
    expect(names(null, false)).toEqual(['eye']);
  });

  test("keeps the 3D panel's own shape where that is not extreme", () => {
    const [real] = videoLayout({ realAspect: 1.25, dreams: true }).tiles;
    expect((real?.width ?? 0) / (real?.height ?? 1)).toBeCloseTo(1.25, 2);
  });
});

test('a picture stands in the middle of its frame, as large as it fits', () => {
  expect(contain(2, { x: 0, y: 0, width: 100, height: 100 })).toEqual({
    x: 0,
    y: 25,
    width: 100,
    height: 50,
  });
  expect(contain(0.5, { x: 10, y: 0, width: 100, height: 100 })).toEqual({
    x: 35,
    y: 0,
    width: 50,
    height: 100,
  });
});

test('several dreams share one frame without overlapping', () => {
  const cells = gridWithin(5, { x: 0, y: 0, width: 90, height: 90 });
  expect(cells).toHaveLength(5);
  cells.forEach((cell, index) => {
    for (const other of cells.slice(index + 1)) expect(overlap(cell, other)).toBe(false);
  });
});
