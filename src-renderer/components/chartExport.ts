/** A chart's curves as files that leave the studio: a table for other programs, a drawing that scales. Pure. */
import type { Curve } from './chartData.ts';

export interface ExportedChart {
  readonly title: string;
  readonly xLabel: string;
  readonly curves: readonly Curve[];
  readonly logarithmic: boolean;
}

/** A cell of a table, as RFC 4180 wants it. */
export const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** RFC 4180: one line a point, as it was measured; a range where points were thinned. */
export function chartCsv({ xLabel, curves }: ExportedChart): string {
  const lines = [['curve', xLabel, 'value', 'minimum', 'maximum'].map(quoted).join(',')];
  for (const { label, x, y, minimum, maximum } of curves) {
    for (let index = 0; index < x.length; index++) {
      const numbers = [x[index], y[index], minimum?.[index], maximum?.[index]];
      const cells = numbers.map((value) => (value === undefined || Number.isNaN(value) ? '' : String(value)));
      lines.push([quoted(label), ...cells].join(','));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 64;
const TOP = 40;
const BOTTOM = 44;
const LEGEND_ROW = 18;

/** Text and attributes of a drawing. */
export const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

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

/** @param colourOf a curve's colour as CSS; the page's variables mean nothing in a file */
export function chartSvg(chart: ExportedChart, colourOf: (colour: string) => string): string {
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
      const text = logarithmic ? Number(value.toPrecision(3)) : tick;
      return `<line x1="${LEFT}" x2="${right}" y1="${y}" y2="${y}" stroke="#dfe3e8"/><text x="${LEFT - 6}" y="${y}" dy="4" text-anchor="end">${text}</text>`;
    }),
  ];
  const drawn = curves.map((curve, index) => {
    const colour = escaped(colourOf(curve.colour));
    const dash = curve.dash === undefined ? '' : ` stroke-dasharray="${curve.dash.join(' ')}"`;
    const line = (points: string) =>
      `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.5"${dash}/>`;
    const legend = HEIGHT + LEGEND_ROW * index + 4;
    return [
      bandOf(curve, at, colour),
      ...piecesOf(curve, scaled, at).map(line),
      `<line x1="${LEFT}" x2="${LEFT + 24}" y1="${legend - 4}" y2="${legend - 4}" stroke="${colour}" stroke-width="2"${dash}/>`,
      `<text x="${LEFT + 32}" y="${legend}">${escaped(curve.label)}</text>`,
    ].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${tall}" viewBox="0 0 ${WIDTH} ${tall}" font-family="sans-serif" font-size="12" fill="#1a1f27">
<rect width="${WIDTH}" height="${tall}" fill="#ffffff"/>
<text x="${LEFT}" y="24" font-size="14" font-weight="600">${escaped(title)}</text>
${axes.join('\n')}
<text x="${right}" y="${HEIGHT - 8}" text-anchor="end">${escaped(xLabel)}</text>
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
function piecesOf({ x, y }: Curve, scaled: (value: number) => number, at: At): readonly string[] {
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
  return pieces.map((points) => points.join(' '));
}

function bandOf({ x, minimum, maximum }: Curve, at: At, colour: string): string {
  if (minimum === undefined || maximum === undefined) return '';
  const kept = Array.from(x, (_, index) => index).filter(
    (index) => Number.isFinite(minimum[index]) && Number.isFinite(maximum[index]),
  );
  const above = kept.map((index) => at(x[index] ?? 0, maximum[index] ?? 0));
  const below = kept.map((index) => at(x[index] ?? 0, minimum[index] ?? 0)).reverse();
  return `<polygon points="${[...above, ...below].join(' ')}" fill="${colour}" fill-opacity="0.18"/>`;
}
