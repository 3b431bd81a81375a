/** Where the runs of a scatter stand in pixels, what is drawn of them, and who is near whom. Pure. */
import { thinned } from '../../../../shared/thinned.ts';
import type { Drawing, Marks, Rule, Words } from './drawing.ts';
import { axisPlaces, axisTicks, inOrder, shortened, type PlotAxis } from './plotAxis.ts';
import type { PlotColours } from './plotColours.ts';
import type { ColumnValue } from '../../../../shared/query/columnKey.ts';

/** A canvas draws them within a frame or two; more lie on each other. */
export const MOST_POINTS = 20_000;

export interface Scatter {
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly ids: readonly string[];
}

export interface Room {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface PlacedRuns {
  readonly room: Room;
  /** Which runs have both values, in their order. */
  readonly indices: readonly number[];
  /** Pixels, of every run; NaN where it has no place. */
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** Runs that lack a value of either axis. */
  readonly missing: number;
}

const TOP = 28;
const BOTTOM = 44;
const RIGHT = 16;
const NUMBERS_WIDTH = 60;
const KINDS_WIDTH = 140;

export function placeRuns({ x, y, ids }: Scatter, width: number, height: number): PlacedRuns {
  const room = {
    left: y.scale.kind === 'kinds' ? KINDS_WIDTH : NUMBERS_WIDTH,
    top: TOP,
    right: width - RIGHT,
    bottom: height - BOTTOM,
  };
  const across = axisPlaces(x);
  const up = axisPlaces(y);
  const xs = new Float64Array(ids.length);
  const ys = new Float64Array(ids.length);
  const indices: number[] = [];
  ids.forEach((id, index) => {
    const right = spread(across[index] ?? Number.NaN, x, id, 7);
    const above = spread(up[index] ?? Number.NaN, y, id, 13);
    xs[index] = room.left + right * (room.right - room.left);
    ys[index] = room.bottom - above * (room.bottom - room.top);
    if (!Number.isNaN(right) && !Number.isNaN(above)) indices.push(index);
  });
  return { room, indices, xs, ys, missing: ids.length - indices.length };
}

/** Runs of one kind would lie on each other: each is moved within the kind's band, always to the same place. */
function spread(place: number, { scale }: PlotAxis, id: string, salt: number): number {
  if (scale.kind !== 'kinds') return place;
  let hash = salt;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return place + (((hash >>> 8) % 1000) / 1000 - 0.5) * (0.7 / scale.values.length);
}

export interface ScatterColour {
  readonly values: readonly ColumnValue[];
  readonly colours: PlotColours;
}

/** @returns what is drawn, and how many placed runs are left out of it */
export function scatterDrawing(
  { x, y }: Scatter,
  placed: PlacedRuns,
  { values, colours }: ScatterColour,
  size: { readonly width: number; readonly height: number },
): { readonly drawing: Drawing; readonly leftOut: number } {
  const { room, indices, xs, ys } = placed;
  const drawn = thinned(indices.length > MOST_POINTS ? inOrder(indices, ys) : indices, MOST_POINTS);
  const groups = colours.looks.map((): number[] => []);
  for (const index of drawn) {
    groups[colours.of(values[index] ?? null)]?.push(xs[index] ?? 0, ys[index] ?? 0);
  }
  const marks = colours.looks.flatMap(({ colour, shape }, look): Marks[] => {
    const at = groups[look] ?? [];
    return at.length === 0 ? [] : [{ kind: 'points', colour, shape, at: Float32Array.from(at) }];
  });
  const { rules, words } = frame(x, y, room);
  return {
    drawing: { ...size, rules, words, marks },
    leftOut: indices.length - drawn.length,
  };
}

function frame(x: PlotAxis, y: PlotAxis, { left, top, right, bottom }: Room) {
  const rules: Rule[] = [];
  const words: Words[] = [];
  const across = axisTicks(x, right - left, x.scale.kind === 'kinds' ? 64 : 72);
  for (const { place, text } of across) {
    const at = left + place * (right - left);
    rules.push({ from: [at, top], to: [at, bottom] });
    const short = shortened(text, Math.max(56, (right - left) / across.length - 8));
    // The last ones would reach over the edge.
    const anchor = at > right - 24 ? 'end' : at < left + 24 ? 'start' : 'middle';
    words.push({ text: short, x: anchor === 'end' ? right : at, y: bottom + 14, anchor });
  }
  for (const { place, text } of axisTicks(y, bottom - top, 18)) {
    const at = bottom - place * (bottom - top);
    rules.push({ from: [left, at], to: [right, at] });
    words.push({ text: shortened(text, left - 16), x: left - 8, y: at, anchor: 'end' });
  }
  words.push({ text: y.title, x: 8, y: 12, anchor: 'start', strong: true });
  words.push({ text: x.title, x: right, y: bottom + 34, anchor: 'end', strong: true });
  return { rules, words };
}

/** The run nearest to a place, at most so far; -1: there is none. */
export function nearestRun({ indices, xs, ys }: PlacedRuns, x: number, y: number, far = 12): number {
  let best = -1;
  let least = far;
  for (const index of indices) {
    const distance = Math.hypot((xs[index] ?? 0) - x, (ys[index] ?? 0) - y);
    if (distance <= least) {
      least = distance;
      best = index;
    }
  }
  return best;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The next run along an axis, whatever it is on the other one: going on in one direction passes every run once. From none, the
 * first of that direction. -1: there is no further one.
 */
export function nextRun({ indices, xs, ys }: PlacedRuns, from: number, direction: Direction): number {
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  const [first, second] = direction === 'left' || direction === 'right' ? [xs, ys] : [ys, xs];
  const compare = (a: number, b: number) =>
    sign * ((first[a] ?? 0) - (first[b] ?? 0) || (second[a] ?? 0) - (second[b] ?? 0) || a - b);
  let next = -1;
  for (const index of indices) {
    if (from >= 0 && compare(index, from) <= 0) continue;
    if (next < 0 || compare(index, next) < 0) next = index;
  }
  return next;
}
