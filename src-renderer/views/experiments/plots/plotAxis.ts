/** One field of all runs that a plot draws: its values, its scale, and how both are told. */
import type { ColumnValue } from '../../../../shared/query/columnKey.ts';
import { positions, scaleTicks, type PlotScale } from './plotScale.ts';

export interface PlotAxis {
  /** As the query language calls it. */
  readonly name: string;
  readonly title: string;
  readonly values: readonly ColumnValue[];
  readonly scale: PlotScale;
  /** A value in full, with its unit. */
  readonly text: (value: ColumnValue) => string;
  /** In short, for a tick. */
  readonly tick: (value: ColumnValue) => string;
}

/** From 0 to 1, in the order of the runs; NaN where there is no value. */
export function axisPlaces({ scale, values }: PlotAxis): Float64Array {
  const at = positions(scale);
  return Float64Array.from(values, (value) => at(value) ?? Number.NaN);
}

/** Ticks with their places and texts; of many, as many as are `room` apart. @param length pixels @param room pixels */
export function axisTicks(
  { scale, tick }: PlotAxis,
  length: number,
  room: number,
): readonly { readonly place: number; readonly text: string }[] {
  const at = positions(scale);
  const all = scaleTicks(scale).map((value) => ({ place: at(value) ?? 0, text: tick(value) }));
  const every = Math.max(1, Math.ceil((all.length * room) / Math.max(room, length)));
  return all.filter((_, index) => index % every === 0);
}

/** Korean letters are as wide as they are high, others about half. @param pixels at 11 pixels a letter */
export function shortened(text: string, pixels: number): string {
  let used = 0;
  for (const [index, letter] of [...text].entries()) {
    used += /[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af]/u.test(letter) ? 11 : 6.2;
    if (used > pixels) return `${[...text].slice(0, Math.max(1, index - 1)).join('')}…`;
  }
  return text;
}

/** Growing by `places`, those without one first. */
export function inOrder(indices: readonly number[], places: Float64Array): readonly number[] {
  const key = (index: number) => {
    const place = places[index] ?? Number.NaN;
    return Number.isNaN(place) ? -1 : place;
  };
  return [...indices].sort((a, b) => key(a) - key(b) || a - b);
}
