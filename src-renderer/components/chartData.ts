/** Shapes curves for drawing: smoothing, joining curves of different x, nearest points. Pure. */
import uPlot from 'uplot';

export interface Curve {
  readonly label: string;
  /** A CSS variable without its dashes, such as `real`, or any CSS colour. */
  readonly colour: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Range of the points that one drawn point stands for. */
  readonly minimum?: ArrayLike<number>;
  readonly maximum?: ArrayLike<number>;
  readonly dash?: readonly number[];
  readonly width?: number;
  /** Each point is marked: they are few and each counts. */
  readonly marks?: boolean;
  /** Drawn as it is, however the others are smoothed: it is no measurement of this run. */
  readonly given?: boolean;
}

/** A horizontal line to compare with, such as a published score. */
export interface Reference {
  readonly label: string;
  readonly value: number;
  readonly deviation?: number;
}

/** The largest x of any curve; 0 where there is none. */
export function lastStep(curves: readonly Curve[]): number {
  return curves.reduce((last, { x }) => Math.max(last, x[x.length - 1] ?? 0), 0);
}

/**
 * Exponential moving average with the bias of its start taken out, as TensorBoard smooths; gaps (NaN) stay gaps.
 * `weight` in [0, 1): 0 leaves the curve as it is.
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  const smoothed = new Float64Array(values.length);
  let sum = 0;
  let mass = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? NaN;
    if (Number.isFinite(value)) {
      sum = sum * weight + value * (1 - weight);
      mass = mass * weight + (1 - weight);
      smoothed[i] = sum / mass;
    } else smoothed[i] = NaN;
  }
  return smoothed;
}

/** What a logarithmic axis can show. */
const positive = (value: number) => (value > 0 ? value : null);
const finite = (value: number) => (Number.isFinite(value) ? value : null);

export interface JoinedCurves {
  readonly data: uPlot.AlignedData;
  /** Which columns of `data` belong to each curve. */
  readonly columns: readonly { readonly value: number; readonly band: readonly [number, number] | null }[];
}

/** One x column and a column (three, with a band) a curve. Where a curve has no point at an x there is a gap. */
export function joinCurves(curves: readonly Curve[], smoothing: number, logarithmic: boolean): JoinedCurves {
  const take = logarithmic ? positive : finite;
  const tables: uPlot.AlignedData[] = [];
  const columns: { value: number; band: [number, number] | null }[] = [];
  let next = 1;
  for (const curve of curves) {
    // uPlot wants a growing x; points of equal x keep the last.
    const order = increasing(curve.x);
    const column = (values: ArrayLike<number>) => order.map((index) => take(values[index] ?? NaN));
    const table: (number[] | (number | null)[])[] = [
      order.map((index) => curve.x[index] ?? NaN),
      column(smoothing > 0 && curve.given !== true ? smooth(curve.y, smoothing) : curve.y),
    ];
    if (curve.minimum !== undefined && curve.maximum !== undefined) {
      table.push(column(curve.minimum), column(curve.maximum));
      columns.push({ value: next, band: [next + 2, next + 1] });
      next += 3;
    } else {
      columns.push({ value: next, band: null });
      next += 1;
    }
    tables.push(table as uPlot.AlignedData);
  }
  if (tables.length === 0) return { data: [[]], columns };
  const [only] = tables;
  const data = tables.length === 1 && only !== undefined ? only : uPlot.join(tables);
  return { data, columns };
}

/** Indices of a strictly growing x; of equal ones the last, of ones that step back (a resumed run) the later wins. */
function increasing(x: ArrayLike<number>): number[] {
  const kept: number[] = [];
  for (let i = 0; i < x.length; i += 1) {
    const value = x[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    for (let last = kept.at(-1); last !== undefined && (x[last] ?? NaN) >= value; last = kept.at(-1))
      kept.pop();
    kept.push(i);
  }
  return kept;
}

export function hasPoints(curves: readonly Curve[]): boolean {
  return curves.some(({ y }) => Array.prototype.some.call(y, Number.isFinite));
}
