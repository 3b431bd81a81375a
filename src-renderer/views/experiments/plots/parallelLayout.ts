/** Runs as lines over axes side by side: where axes and lines stand in pixels, and which lines a brush leaves. Pure. */
import { isBrushed, type Brush } from '../../../../shared/query/brush.ts';
import { thinned } from '../../../../shared/thinned.ts';
import type { Drawing, Marks, Rule, Words } from './drawing.ts';
import { axisPlaces, axisTicks, inOrder, shortened, type PlotAxis } from './plotAxis.ts';
import type { PlotColours } from './plotColours.ts';

/** More lines cover each other, and take longer than a person waits while brushing. */
export const MOST_LINES = 2000;
/** Above the axes, for their titles, and below them, for runs without a value. */
export const TOP = 52;
export const BOTTOM = 36;
const LEFT = 64;
const RIGHT = 112;

export interface BrushedAxis {
  readonly axis: PlotAxis;
  readonly brush: Brush | null;
}

export interface ParallelFrame {
  /** Of each axis, pixels. */
  readonly xs: readonly number[];
  readonly top: number;
  readonly bottom: number;
  /** Where lines of runs pass that have no value. */
  readonly without: number;
}

export function parallelFrame(axes: number, width: number, height: number): ParallelFrame {
  const step = axes < 2 ? 0 : (width - LEFT - RIGHT) / (axes - 1);
  return {
    xs: Array.from({ length: axes }, (_, index) => LEFT + step * index),
    top: TOP,
    bottom: height - BOTTOM,
    without: height - BOTTOM + 20,
  };
}

/** Which runs are within every brush. @param count of all runs */
export function brushedRuns(axes: readonly BrushedAxis[], count: number): readonly number[] {
  const brushes = axes.flatMap(({ axis: { values }, brush }) => (brush === null ? [] : [{ values, brush }]));
  return Array.from({ length: count }, (_, index) => index).filter((index) =>
    brushes.every(({ values, brush }) => isBrushed(brush, values[index] ?? null)),
  );
}

export interface ParallelLines {
  readonly drawing: Drawing;
  /** Runs whose lines are drawn, each with its line. */
  readonly drawn: readonly { readonly index: number; readonly line: Float32Array }[];
  /** Runs that are within the brushes and whose lines are not drawn. */
  readonly leftOut: number;
}

export interface ParallelColour {
  readonly axis: PlotAxis;
  readonly colours: PlotColours;
}

/** @param runs which are drawn @param look `titles`: with the axes' names, for a file */
export function parallelDrawing(
  axes: readonly PlotAxis[],
  runs: readonly number[],
  { axis, colours }: ParallelColour,
  look: {
    readonly width: number;
    readonly height: number;
    readonly withoutText: string;
    readonly titles: boolean;
  },
): ParallelLines {
  const frame = parallelFrame(axes.length, look.width, look.height);
  const places = axes.map(axisPlaces);
  // In the order of their results, so that neither the best nor the worst is left out; the strongest are drawn last.
  const shown = thinned(inOrder(runs, axisPlaces(axis)), MOST_LINES);
  const groups = colours.looks.map((): Float32Array[] => []);
  const drawn = shown.map((index) => {
    const line = new Float32Array(2 * axes.length);
    places.forEach((axisPlace, at) => {
      const place = axisPlace[index] ?? Number.NaN;
      line[2 * at] = frame.xs[at] ?? 0;
      line[2 * at + 1] = Number.isNaN(place)
        ? frame.without
        : frame.bottom - place * (frame.bottom - frame.top);
    });
    groups[colours.of(axis.values[index] ?? null)]?.push(line);
    return { index, line };
  });
  const opacity = opacityFor(shown.length);
  const marks = colours.looks.flatMap(({ colour, dash }, at): Marks[] => {
    const lines = groups[at] ?? [];
    return lines.length === 0 ? [] : [{ kind: 'lines', colour, opacity, dash, lines }];
  });
  const { rules, words } = axesOf(axes, frame, look, places);
  return {
    drawing: { width: look.width, height: look.height, rules, words, marks },
    drawn,
    leftOut: runs.length - shown.length,
  };
}

/** Few lines are told one by one, of many where they lie close. */
export function opacityFor(lines: number): number {
  if (lines <= 50) return 0.9;
  return lines <= 500 ? 0.55 : 0.35;
}

function axesOf(
  axes: readonly PlotAxis[],
  { xs, top, bottom, without }: ParallelFrame,
  { withoutText, titles }: { readonly withoutText: string; readonly titles: boolean },
  places: readonly Float64Array[],
) {
  const rules: Rule[] = [];
  const words: Words[] = [];
  const step = (xs[1] ?? Number.POSITIVE_INFINITY) - (xs[0] ?? 0);
  axes.forEach((axis, index) => {
    const x = xs[index] ?? 0;
    rules.push({ from: [x, top], to: [x, bottom], strong: true });
    for (const { place, text } of axisTicks(axis, bottom - top, 18)) {
      const y = bottom - place * (bottom - top);
      rules.push({ from: [x, y], to: [x + 4, y], strong: true });
      words.push({ text: shortened(text, Math.min(RIGHT, step) - 20), x: x + 8, y, anchor: 'start' });
    }
    if (places[index]?.some(Number.isNaN) === true) {
      words.push({ text: withoutText, x: x + 14, y: without, anchor: 'start' });
    }
    if (titles) {
      words.push({ text: shortened(axis.title, step - 8), x, y: 24, anchor: 'middle', strong: true });
    }
  });
  return { rules, words };
}

/** Whose line passes nearest to a place; -1: none is that near. */
export function nearestLine(drawn: ParallelLines['drawn'], x: number, y: number, far = 8): number {
  let best = -1;
  let least = far;
  for (const { index, line } of drawn) {
    for (let at = 0; at + 3 < line.length; at += 2) {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = line.subarray(at, at + 4);
      if (x < x0 - 2 || x > x1 + 2) continue;
      const share = x1 === x0 ? 0 : Math.min(1, Math.max(0, (x - x0) / (x1 - x0)));
      const distance = Math.abs(y0 + share * (y1 - y0) - y);
      if (distance < least) {
        least = distance;
        best = index;
      }
    }
  }
  return best;
}
