/**
 * Drawings as lines of points, and as the sequence of pen movements that a recurrent network reads: Ha & Eck 2017
 * (arXiv:1704.03477) describe each point by its offset from the last and by what the pen does after it.
 */

/** In a box whose sides are 1; y grows downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the pen touches the paper for, at least one point. */
export type Stroke = readonly Point[];
export type Drawing = readonly Stroke[];

/** After a point the pen draws on, is lifted and goes elsewhere, or the drawing is done. */
export const PEN_STATES = ['draw', 'lift', 'end'] as const;
export type PenState = (typeof PEN_STATES)[number];

export interface PenOffset {
  readonly dx: number;
  readonly dy: number;
  readonly pen: PenState;
}

/** How far apart a stroke's points are, in sides of the box: what the model is trained on, and what it is given. */
export const POINT_SPACING = 0.1;
/** More points than the longest figure of the training has, by half. */
export const MOST_POINTS = 96;

/**
 * The same line by points that are `spacing` apart along it, from its first point to its last. A rest shorter than half of that
 * lengthens the last step.
 */
export function resampled(stroke: Stroke, spacing = POINT_SPACING): Stroke {
  const [first] = stroke;
  const last = stroke.at(-1);
  if (first === undefined || last === undefined) return [];
  const points: Point[] = [first];
  let toNext = spacing;
  for (const [index, end] of stroke.slice(1).entries()) {
    const start = stroke[index] ?? end;
    const length = Math.hypot(end.x - start.x, end.y - start.y);
    let along = toNext;
    for (; along <= length; along += spacing) {
      const share = along / length;
      points.push({ x: start.x + share * (end.x - start.x), y: start.y + share * (end.y - start.y) });
    }
    toNext = along - length;
  }
  const rest = spacing - toNext;
  if (rest <= 1e-9) return points;
  if (rest < spacing / 2 && points.length > 1) points.pop();
  return [...points, last];
}

/** The first offset is from the drawing's own first point, so it is 0; the last one ends the drawing. */
export function offsetsOf(drawing: Drawing): readonly PenOffset[] {
  const points = drawing.flatMap((stroke) =>
    stroke.map((point, index) => ({ ...point, last: index === stroke.length - 1 })),
  );
  return points.map(({ x, y, last }, index) => {
    const before = points[index - 1] ?? { x, y };
    const pen = index === points.length - 1 ? 'end' : last ? 'lift' : 'draw';
    return { dx: x - before.x, dy: y - before.y, pen };
  });
}

/** The first half of a drawing's points, in the order in which they were drawn. */
export function firstHalf(drawing: Drawing): readonly PenOffset[] {
  const offsets = offsetsOf(drawing);
  return offsets.slice(0, Math.ceil(offsets.length / 2));
}

/** The strokes that such movements draw, the first of which begins at `origin`. */
export function drawingOf(offsets: readonly PenOffset[], origin: Point = { x: 0, y: 0 }): Drawing {
  const strokes: Point[][] = [];
  let { x, y } = origin;
  let stroke: Point[] | null = null;
  for (const { dx, dy, pen } of offsets) {
    x += dx;
    y += dy;
    if (stroke === null) strokes.push((stroke = []));
    stroke.push({ x, y });
    if (pen === 'lift') stroke = null;
    if (pen === 'end') break;
  }
  return strokes;
}
