/** Where a value stands on an axis, from 0 (its beginning) to 1; back from there to values; and where its ticks stand. Pure. */
import type { ColumnValue } from '../../../../shared/query/columnKey.ts';
import type { Brush } from '../../../../shared/query/brush.ts';
import { roundTicks } from '../../../../shared/chartSvg.ts';

type Kind = Exclude<ColumnValue, null>;

export interface NumberScale {
  readonly kind: 'number' | 'date';
  readonly low: number;
  readonly high: number;
  readonly logarithmic: boolean;
  /** All values are above 0 and there are several: decades can be had. */
  readonly canBeLogarithmic: boolean;
}
export interface KindScale {
  readonly kind: 'kinds';
  /** In the order in which they stand; each has an equal part of the axis. */
  readonly values: readonly Kind[];
}
export type PlotScale = NumberScale | KindScale;

/** Of the largest to the smallest; beyond it equal steps would press the small ones together. */
const WIDE_RANGE = 30;
const DAY = 86_400_000;
/** Thirds and sevenths are not exact: a band's edge is reached from this far away. */
const HAIR = 1e-6;

/**
 * @param values one that is no number makes kinds of all @param dates numbers are milliseconds since 1970
 * @param logarithmic null: where the values spread far
 */
export function plotScale(
  values: readonly ColumnValue[],
  { dates, logarithmic }: { readonly dates: boolean; readonly logarithmic: boolean | null },
): PlotScale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let kinds = false;
  for (const value of values) {
    if (value === null) continue;
    if (typeof value !== 'number') kinds = true;
    else if (Number.isFinite(value)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (kinds) return { kind: 'kinds', values: kindsOf(values) };
  const canBeLogarithmic = !dates && low > 0 && high > low;
  return {
    kind: dates ? 'date' : 'number',
    low: low <= high ? low : 0,
    high: low <= high ? high : 1,
    canBeLogarithmic,
    logarithmic: canBeLogarithmic && (logarithmic ?? high >= WIDE_RANGE * low),
  };
}

function kindsOf(values: readonly ColumnValue[]): readonly Kind[] {
  const found = new Set<Kind>();
  for (const value of values) if (value !== null) found.add(value);
  return [...found].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
}

/** Made once a scale: looked up for each of ten thousand runs. @returns null: the value has no place on this axis */
export function positions(scale: PlotScale): (value: ColumnValue) => number | null {
  if (scale.kind === 'kinds') {
    const at = new Map(scale.values.map((value, index) => [value, (index + 0.5) / scale.values.length]));
    return (value) => (value === null ? null : (at.get(value) ?? null));
  }
  const { low, high, logarithmic } = scale;
  const along = logarithmic ? Math.log : (value: number) => value;
  const from = along(low);
  const span = along(high) - from;
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return null;
    return span === 0 ? 0.5 : (along(value) - from) / span;
  };
}

/** @param position from 0 to 1 */
export function numberAt({ low, high, logarithmic }: NumberScale, position: number): number {
  // The ends are the ends, whatever rounding makes of them.
  if (position <= 0) return low;
  if (position >= 1) return high;
  return logarithmic ? low * (high / low) ** position : low + (high - low) * position;
}

/** What lies between two places, from 0 to 1. */
export function brushBetween(scale: PlotScale, a: number, b: number): Brush {
  const from = Math.min(a, b);
  const to = Math.max(a, b);
  if (scale.kind !== 'kinds') {
    return { kind: 'range', low: numberAt(scale, from), high: numberAt(scale, to) };
  }
  // Every kind has a band of the axis: those that are touched.
  const bands = scale.values.length;
  const first = Math.min(bands - 1, Math.floor(from * bands + HAIR));
  const last = Math.max(first, Math.ceil(to * bands - HAIR) - 1);
  const values = scale.values.slice(first, last + 1);
  return { kind: 'choices', values };
}

/** Where a brush lies on an axis, from 0 to 1; null: it is of another kind, or nothing of it is left. */
export function brushSpan(scale: PlotScale, brush: Brush): readonly [number, number] | null {
  if (scale.kind !== 'kinds') {
    if (brush.kind !== 'range' || brush.high < scale.low || brush.low > scale.high) return null;
    const at = positions(scale);
    const place = (value: number) => at(Math.min(scale.high, Math.max(scale.low, value))) ?? 0;
    // One value alone has the whole axis.
    return scale.low === scale.high ? [0, 1] : [place(brush.low), place(brush.high)];
  }
  if (brush.kind !== 'choices') return null;
  const chosen = scale.values.flatMap((value, index) => (brush.values.includes(value) ? [index] : []));
  const first = chosen[0];
  const last = chosen.at(-1);
  if (first === undefined || last === undefined) return null;
  return [first / scale.values.length, (last + 1) / scale.values.length];
}

/** Values that get a line and a text: round numbers, decades, round days, every kind. */
export function scaleTicks(scale: PlotScale): readonly Kind[] {
  if (scale.kind === 'kinds') return scale.values;
  const { low, high } = scale;
  if (scale.kind === 'date') {
    // Days begin where the machine's do.
    const offset = new Date(low).getTimezoneOffset() * 60_000;
    return roundTicks((low - offset) / DAY, (high - offset) / DAY).map((day) => day * DAY + offset);
  }
  if (!scale.logarithmic) return roundTicks(low, high);
  const wide = high / low >= 1000;
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const times of wide ? [1] : [1, 2, 5]) {
      const tick = Number(`${times}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks.length > 0 ? ticks : [low, high];
}
