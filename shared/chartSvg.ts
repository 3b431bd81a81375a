/** Curves as a drawing that scales, for files that leave the studio. Pure. */
import { escapedMarkup } from './escapedMarkup.ts';

export interface DrawnCurve {
  readonly label: string;
  /** What `colourOf` makes a colour of. */
  readonly colour: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Range of what one drawn point stands for. */
  readonly minimum?: ArrayLike<number>;
  readonly maximum?: ArrayLike<number>;
  readonly dash?: readonly number[];
}

export interface DrawnChart {
  readonly title: string;
  readonly xLabel: string;
  readonly curves: readonly DrawnCurve[];
  readonly logarithmic: boolean;
}

/** CSS colours. */
export interface ChartInks {
  readonly paper: string;
  readonly text: string;
  readonly line: string;
}

/** A file of its own knows no theme: dark on white, as on paper. */
const ON_PAPER: ChartInks = { paper: '#ffffff', text: '#1a1f27', line: '#dfe3e8' };

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 64;
const TOP = 40;
const BOTTOM = 44;
const LEGEND_ROW = 18;

/** Four to nine round numbers between two. */
export function roundTicks(low: number, high: number): readonly number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const every = [1, 2, 5, 10].map((times) => times * power).find((step) => span / step <= 8) ?? 10 * power;
  const ticks: number[] = [];
  // Decimal steps are no whole numbers in binary: an edge counts as reached from a hair away.
  const hair = every * 1e-9;
  for (let tick = Math.ceil((low - hair) / every); tick * every <= high + hair; tick++) {
    ticks.push(Number((tick * every).toPrecision(12)));
  }
  return ticks;
}

/** @param colourOf a curve's colour as CSS @param inks of everything else */
export function chartSvg(
  chart: DrawnChart,
  colourOf: (colour: string) => string,
  inks: ChartInks = ON_PAPER,
): string {
  const { title, xLabel, curves, logarithmic } = chart;
  const scaled = (value: number) => (logarithmic ? Math.log10(value) : value);
  const ys = curves.flatMap(({ y, minimum, maximum }) =>
    [y, minimum, maximum].flatMap((values) => (values === undefined ? [] : Array.from(values, scaled))),
  );
  const [xLow, xHigh] = rangeOf(curves.flatMap(({ x }) => Array.from(x)));
  const [yLow, yHigh] = rangeOf(ys);
  const right = WIDTH - 16;
  const bottom = HEIGHT - BOTTOM;
  const at = (x: number, y: number) =>
    `${round(LEFT + ((x - xLow) / (xHigh - xLow || 1)) * (right - LEFT))},${round(
      bottom - ((scaled(y) - yLow) / (yHigh - yLow || 1)) * (bottom - TOP),
    )}`;
  const tall = HEIGHT + LEGEND_ROW * curves.length;
  const axes = [
    ...roundTicks(xLow, xHigh).map((tick) => {
      const [x] = at(tick, 1).split(',');
      return `<text x="${x}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`;
    }),
    ...roundTicks(yLow, yHigh).map((tick) => {
      const value = logarithmic ? 10 ** tick : tick;
      const [, y] = at(xLow, value).split(',');
      // The only value of a chart is its only tick, however many digits it has.
      const text = Number(value.toPrecision(logarithmic ? 3 : 6));
      return `<line x1="${LEFT}" x2="${right}" y1="${y}" y2="${y}" stroke="${inks.line}"/><text x="${LEFT - 6}" y="${y}" dy="4" text-anchor="end">${text}</text>`;
    }),
  ];
  const drawn = curves.map((curve, index) => {
    const colour = escapedMarkup(colourOf(curve.colour));
    const dash = curve.dash === undefined ? '' : ` stroke-dasharray="${curve.dash.join(' ')}"`;
    const line = (points: string) =>
      `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.5"${dash}/>`;
    const legend = HEIGHT + LEGEND_ROW * index + 4;
    return [
      bandOf(curve, at, colour),
      ...piecesOf(curve, scaled, at).map((points) => line(points.join(' ')) + dotOf(points, colour)),
      `<line x1="${LEFT}" x2="${LEFT + 24}" y1="${legend - 4}" y2="${legend - 4}" stroke="${colour}" stroke-width="2"${dash}/>`,
      `<text x="${LEFT + 32}" y="${legend}">${escapedMarkup(curve.label)}</text>`,
    ].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${tall}" viewBox="0 0 ${WIDTH} ${tall}" font-family="sans-serif" font-size="12" fill="${inks.text}">
<rect width="${WIDTH}" height="${tall}" fill="${inks.paper}"/>
<text x="${LEFT}" y="24" font-size="14" font-weight="600">${escapedMarkup(title)}</text>
${axes.join('\n')}
<text x="${right}" y="${HEIGHT - 8}" text-anchor="end">${escapedMarkup(xLabel)}</text>
${drawn.join('\n')}
</svg>
`;
}

const round = (value: number) => Number(value.toFixed(2));

function rangeOf(values: readonly number[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

type At = (x: number, y: number) => string;

/** Holes stay holes. */
function piecesOf(
  { x, y }: DrawnCurve,
  scaled: (value: number) => number,
  at: At,
): readonly (readonly string[])[] {
  const pieces: string[][] = [];
  let drawing = false;
  for (let index = 0; index < x.length; index++) {
    const value = y[index] ?? Number.NaN;
    const place = x[index] ?? Number.NaN;
    if (!Number.isFinite(scaled(value)) || !Number.isFinite(place)) {
      drawing = false;
      continue;
    }
    if (!drawing) pieces.push([]);
    drawing = true;
    pieces.at(-1)?.push(at(place, value));
  }
  return pieces;
}

/** A point between holes has no line that would show it. */
function dotOf(points: readonly string[], colour: string): string {
  const [only, next] = points;
  if (only === undefined || next !== undefined) return '';
  const [x, y] = only.split(',');
  return `<circle cx="${x}" cy="${y}" r="2.5" fill="${colour}"/>`;
}

function bandOf({ x, minimum, maximum }: DrawnCurve, at: At, colour: string): string {
  if (minimum === undefined || maximum === undefined) return '';
  const kept = Array.from(x, (_, index) => index).filter(
    (index) => Number.isFinite(minimum[index]) && Number.isFinite(maximum[index]),
  );
  const above = kept.map((index) => at(x[index] ?? 0, maximum[index] ?? 0));
  const below = kept.map((index) => at(x[index] ?? 0, minimum[index] ?? 0)).reverse();
  return `<polygon points="${[...above, ...below].join(' ')}" fill="${colour}" fill-opacity="0.18"/>`;
}
