/**
 * Figures as if by hand, no two alike: each of a figure's points is misplaced a little, the whole is wider, higher, turned and
 * slanted, and the hand trembles. Everything follows from the stream that it is drawn from.
 */
import type { RandomStream } from '../random.ts';
import { FIGURES, type FigureName, type FigureStroke } from './figures.ts';
import { MOST_POINTS, type Drawing, type Point, resampled, type Stroke } from './penOffsets.ts';

/** Standard deviations, in sides of the box; of a turn in radians. */
const MISPLACED = 0.04;
const TURNED = 0.07;
const SLANTED = 0.08;
const TREMBLED = 0.008;
/** The least and the largest width and height. */
const SIZES = [0.72, 1.02] as const;
const PARTS_OF_CURVE = 12;

/** @returns strokes of points that are `POINT_SPACING` apart, in their order, at most `MOST_POINTS` in all */
export function handwritten(figure: `${FigureName}`, random: RandomStream): Drawing {
  const [width, height] = [random.uniform(...SIZES), random.uniform(...SIZES)];
  const angle = TURNED * random.normal();
  const slant = SLANTED * random.normal();
  const strokes: readonly FigureStroke[] = FIGURES[figure];
  const drawing = strokes.map(({ points, curved }) => {
    const misplaced = points.map(([x, y]) => {
      const right = (x + MISPLACED * random.normal() - 0.5) * width;
      const down = (y + MISPLACED * random.normal() - 0.5) * height;
      const slanted = right - slant * down;
      return {
        x: 0.5 + Math.cos(angle) * slanted - Math.sin(angle) * down,
        y: 0.5 + Math.sin(angle) * slanted + Math.cos(angle) * down,
      };
    });
    return trembling(resampled(curved ? spline(misplaced) : misplaced), random);
  });
  const count = drawing.reduce((sum, stroke) => sum + stroke.length, 0);
  if (count > MOST_POINTS) throw new Error(`${figure} has ${count} points, at most ${MOST_POINTS} are read`);
  return drawing;
}

function trembling(stroke: Stroke, random: RandomStream): Stroke {
  return stroke.map(({ x, y }) => ({ x: x + TREMBLED * random.normal(), y: y + TREMBLED * random.normal() }));
}

/** Through every point (Catmull & Rom 1974), from the first to the last. */
export function spline(points: readonly Point[]): Stroke {
  const result: Point[] = [];
  for (const [index, to] of points.slice(1).entries()) {
    const from = points[index] ?? to;
    const before = points[index - 1] ?? from;
    const after = points[index + 2] ?? to;
    for (let part = 0; part < PARTS_OF_CURVE; part++) {
      const share = part / PARTS_OF_CURVE;
      const along = (axis: 'x' | 'y') => {
        const [a, b, c, d] = [before[axis], from[axis], to[axis], after[axis]];
        const bend = 2 * a - 5 * b + 4 * c - d + (3 * b - a - 3 * c + d) * share;
        return b + 0.5 * share * (c - a + share * bend);
      };
      result.push({ x: along('x'), y: along('y') });
    }
  }
  const last = points.at(-1);
  return last === undefined ? [] : [...result, last];
}
