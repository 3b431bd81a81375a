/** What claims about drawings are measured by: how far apart two are, and whose figure one looks most like. */
import type { Drawing, PenOffset, Point } from '../../shared/drawing/penOffsets.ts';

/** Places at which two drawings are compared. */
const PLACES = 32;

/** As many places along the pen's whole way, whether it was down or lifted. */
export function placesAlong(points: readonly Point[], count = PLACES): readonly Point[] {
  const ends = [0];
  for (const [index, to] of points.slice(1).entries()) {
    const from = points[index] ?? to;
    ends.push((ends.at(-1) ?? 0) + Math.hypot(to.x - from.x, to.y - from.y));
  }
  const whole = ends.at(-1) ?? 0;
  let after = 1;
  return Array.from({ length: count }, (_, place) => {
    const way = (whole * place) / (count - 1);
    while (after < points.length - 1 && (ends[after] ?? 0) < way) after++;
    const [from, to] = [points[after - 1] ?? { x: 0, y: 0 }, points[after] ?? points[0] ?? { x: 0, y: 0 }];
    const [begin, end] = [ends[after - 1] ?? 0, ends[after] ?? 0];
    const share = end > begin ? Math.min(1, (way - begin) / (end - begin)) : 0;
    return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
  });
}

/** Mean distance of corresponding places. */
export function meanDistance(one: readonly Point[], other: readonly Point[]): number {
  return (
    one.reduce(
      (sum, { x, y }, index) => sum + Math.hypot(x - (other[index]?.x ?? 0), y - (other[index]?.y ?? 0)),
      0,
    ) / one.length
  );
}

/** Of all pairs. */
export function meanPairwiseDistance(ways: readonly (readonly Point[])[]): number {
  const distances = ways.flatMap((one, index) =>
    ways.slice(index + 1).map((other) => meanDistance(one, other)),
  );
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

/** Wherever it was drawn and however large: around its centre, of mean square distance 1 from it. */
export function likeness(drawing: Drawing): readonly Point[] {
  const places = placesAlong(drawing.flat());
  const centre = { x: mean(places.map(({ x }) => x)), y: mean(places.map(({ y }) => y)) };
  const size = Math.sqrt(mean(places.map(({ x, y }) => (x - centre.x) ** 2 + (y - centre.y) ** 2)));
  return places.map(({ x, y }) => ({ x: (x - centre.x) / size, y: (y - centre.y) / size }));
}

export interface Known {
  readonly name: string;
  readonly likeness: readonly Point[];
}

/** The name of the known drawing that is nearest. */
export function nearestName(drawing: Drawing, known: readonly Known[]): string {
  const own = likeness(drawing);
  let best = { name: '', distance: Infinity };
  for (const { name, likeness: other } of known) {
    const distance = meanDistance(own, other);
    if (distance < best.distance) best = { name, distance };
  }
  return best.name;
}

/** The places of what follows `begun` points, from where the pen was then. */
export function restOf(offsets: readonly PenOffset[], begun: number): readonly Point[] {
  let [x, y] = [0, 0];
  const points = offsets.slice(begun).map(({ dx, dy }) => {
    x += dx;
    y += dy;
    return { x, y };
  });
  return placesAlong([{ x: 0, y: 0 }, ...points]);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
