import { describe, expect, it } from 'vitest';
import { FIGURE_NAMES, FIGURES } from '../../../shared/drawing/figures.ts';
import { handwritten, spline } from '../../../shared/drawing/handwriting.ts';
import {
  drawingOf,
  MOST_POINTS,
  offsetsOf,
  POINT_SPACING,
  resampled,
} from '../../../shared/drawing/penOffsets.ts';
import { RandomStream } from '../../../shared/random.ts';

const xs = (stroke: readonly { readonly x: number }[]) => stroke.map(({ x }) => Number(x.toFixed(6)));

describe('resampled', () => {
  it('puts points one spacing apart along the line, across its corners', () => {
    const corner = [
      { x: 0, y: 0 },
      { x: 0.25, y: 0 },
      { x: 0.25, y: 0.35 },
    ];
    const points = resampled(corner, 0.1).map(({ x, y }) => [Number(x.toFixed(6)), Number(y.toFixed(6))]);
    expect(points).toEqual([
      [0, 0],
      [0.1, 0],
      [0.2, 0],
      [0.25, 0.05],
      [0.25, 0.15],
      [0.25, 0.25],
      [0.25, 0.35],
    ]);
  });

  it('keeps the last point: a short rest lengthens the last step, a long one is a step of its own', () => {
    const to = (x: number) => [
      { x: 0, y: 0 },
      { x, y: 0 },
    ];
    expect(xs(resampled(to(0.23), 0.1))).toEqual([0, 0.1, 0.23]);
    expect(xs(resampled(to(0.27), 0.1))).toEqual([0, 0.1, 0.2, 0.27]);
    expect(xs(resampled(to(0.03), 0.1))).toEqual([0, 0.03]);
    expect(resampled([{ x: 0.4, y: 0.2 }])).toEqual([{ x: 0.4, y: 0.2 }]);
    expect(resampled([])).toEqual([]);
  });

  it('gives the same points of a line however finely it was told', () => {
    const fine = Array.from({ length: 101 }, (_, index) => ({ x: index / 100, y: 0 }));
    expect(xs(resampled(fine, 0.15))).toEqual(
      xs(resampled([fine[0] ?? { x: 0, y: 0 }, { x: 1, y: 0 }], 0.15)),
    );
  });
});

describe('offsetsOf', () => {
  const drawing = [
    [
      { x: 0.5, y: 0.25 },
      { x: 0.75, y: 0.25 },
    ],
    [
      { x: 0.5, y: 0.5 },
      { x: 0.5, y: 1 },
    ],
  ];

  it('tells each point from the last, and what the pen does after it', () => {
    expect(offsetsOf(drawing)).toEqual([
      { dx: 0, dy: 0, pen: 'draw' },
      { dx: 0.25, dy: 0, pen: 'lift' },
      { dx: -0.25, dy: 0.25, pen: 'draw' },
      { dx: 0, dy: 0.5, pen: 'end' },
    ]);
    expect(offsetsOf([])).toEqual([]);
  });

  it('is undone by drawingOf, from where the drawing began', () => {
    expect(drawingOf(offsetsOf(drawing), { x: 0.5, y: 0.25 })).toEqual(drawing);
    expect(drawingOf([...offsetsOf(drawing), { dx: 1, dy: 1, pen: 'draw' }])).toHaveLength(2);
  });
});

describe('handwritten', () => {
  it.each(FIGURE_NAMES)(
    'writes %s in its strokes, no two alike, and the same for the same stream',
    (name) => {
      const write = (seed: number) => handwritten(name, RandomStream.named(seed, 'writing'));
      expect(write(1)).toEqual(write(1));
      expect(write(1)).not.toEqual(write(2));
      for (let seed = 0; seed < 50; seed++) {
        const drawing = write(seed);
        expect(drawing).toHaveLength(FIGURES[name].length);
        const points = drawing.flat();
        expect(points.length).toBeLessThan(MOST_POINTS / 1.5);
        expect(points.every(({ x, y }) => Math.abs(x - 0.5) < 0.85 && Math.abs(y - 0.5) < 0.85)).toBe(true);
        const steps = offsetsOf(drawing)
          .slice(1)
          .filter((_, index) => offsetsOf(drawing)[index]?.pen === 'draw');
        const mean = steps.reduce((sum, { dx, dy }) => sum + Math.hypot(dx, dy), 0) / steps.length;
        expect(Math.abs(mean / POINT_SPACING - 1)).toBeLessThan(0.25);
      }
    },
  );

  it('knows Hangul letters, digits and simple figures', () => {
    expect(FIGURE_NAMES).toEqual(expect.arrayContaining(['ㄱ', 'ㅎ', '3', 'star']));
  });
});

describe('spline', () => {
  it('goes through every point, and straight through points on a line', () => {
    const corner = [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 1 },
    ];
    const curve = spline(corner);
    for (const point of corner) expect(curve).toContainEqual(point);
    expect(curve.some(({ y }) => y < 0)).toBe(true);
    const straight = spline([0, 1, 2].map((x) => ({ x, y: 2 * x })));
    for (const { x, y } of straight) expect(y).toBeCloseTo(2 * x, 9);
  });
});
