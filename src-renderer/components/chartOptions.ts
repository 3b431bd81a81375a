/** How the studio's charts look: thin lines, few ticks, the theme's colours read when they are drawn. */
import uPlot from 'uplot';
import { formatCompact, formatTickSeconds, formatValue } from '../state/format.ts';
import type { Curve, JoinedCurves, Reference } from './chartData.ts';

export type XKind = 'count' | 'seconds' | 'number';

export interface ChartLook {
  readonly width: number;
  readonly height: number;
  readonly xKind: XKind;
  readonly xLogarithmic: boolean;
  readonly logarithmic: boolean;
  readonly references: readonly Reference[];
  /** Charts of one key share their cursor. */
  readonly syncKey: string | undefined;
  readonly onHover: (index: number | null) => void;
  readonly onClickX: ((x: number) => void) | undefined;
}

/** Round times. */
const SECOND_STEPS = [
  1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400, 172_800, 604_800,
];
const AXIS_FONT = "11px 'Inter Variable', 'Pretendard Variable', sans-serif";

/** A colour of the theme by its variable's name, or a CSS colour as it is. */
export function themeColour(name: string): string {
  if (!/^[a-z-]+$/.test(name)) return name;
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The same colour, see-through. Understands `#rrggbb` and `rgb(...)`. */
export function translucent(colour: string, opacity: number): string {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (hex === null) return colour;
  const [red, green, blue] = hex.slice(1).map((part) => Number.parseInt(part, 16));
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`;
}

export function chartOptions(
  curves: readonly Curve[],
  columns: JoinedCurves['columns'],
  look: ChartLook,
): uPlot.Options {
  const series: uPlot.Series[] = [{}];
  const bands: uPlot.Band[] = [];
  curves.forEach((curve, index) => {
    const stroke = () => themeColour(curve.colour);
    series.push({
      label: curve.label,
      stroke,
      width: curve.width ?? 1.5,
      spanGaps: true,
      points: { show: curve.marks === true || curve.y.length < 3, size: 5, fill: stroke },
      ...(curve.dash === undefined ? {} : { dash: [...curve.dash] }),
    });
    const band = columns[index]?.band ?? null;
    if (band !== null) {
      const hidden: uPlot.Series = {
        stroke: 'transparent',
        width: 0,
        spanGaps: true,
        points: { show: false },
      };
      series.push(hidden, hidden);
      bands.push({ series: [...band], fill: () => translucent(themeColour(curve.colour), 0.18) });
    }
  });
  return {
    width: look.width,
    height: look.height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: true, y: false },
      ...(look.syncKey === undefined ? {} : { sync: { key: look.syncKey } }),
    },
    scales: {
      x: { time: false, distr: look.xLogarithmic ? 3 : 1 },
      y: {
        distr: look.logarithmic ? 3 : 1,
        range: (_plot, low, high) => yRange(low, high, look),
      },
    },
    axes: [xAxis(look.xKind), yAxis()],
    series,
    bands,
    hooks: {
      setCursor: [
        (plot) => {
          look.onHover(plot.cursor.idx ?? null);
        },
      ],
      draw: [
        (plot) => {
          drawReferences(plot, look.references);
        },
      ],
      ready: [
        (plot) => {
          clicks(plot, look.onClickX);
        },
      ],
    },
  };
}

function yRange(low: number | null, high: number | null, look: ChartLook): [number, number] {
  if (low === null || high === null) return look.logarithmic ? [0.1, 1] : [0, 1];
  if (look.logarithmic) {
    const [bottom, top] = uPlot.rangeLog(low, high, 10, false);
    return [bottom ?? 0.1, top ?? 1];
  }
  // A reference near the data is worth seeing; a far one must not press the curve flat.
  const near = look.references
    .map(({ value }) => value)
    .filter((value) => value <= high + 2 * (high - low) && value >= low - 2 * (high - low));
  const bottom = Math.min(low, ...near);
  const top = Math.max(high, ...near);
  const margin = (top - bottom) * 0.06 || Math.abs(top) * 0.1 || 1;
  return [bottom - margin, top + margin];
}

const xAxis = (kind: XKind): uPlot.Axis => ({
  ...axisLook(),
  size: 20,
  gap: 4,
  space: 72,
  ...(kind === 'seconds' ? { incrs: [...SECOND_STEPS] } : {}),
  values: (_plot, splits) =>
    // On a logarithmic axis uPlot leaves out the ticks between decades.
    splits.map((value: number | null) => (value === null ? '' : TICK_TEXTS[kind](value))),
});

const TICK_TEXTS: Readonly<Record<XKind, (value: number) => string>> = {
  count: formatCompact,
  seconds: formatTickSeconds,
  number: formatValue,
};

const yAxis = (): uPlot.Axis => ({
  ...axisLook(),
  size: 52,
  gap: 6,
  space: 32,
  values: (_plot, splits) =>
    splits.map((value: number | null) => {
      if (value === null) return '';
      return Math.abs(value) >= 10_000 ? formatCompact(value) : formatValue(value);
    }),
});

const axisLook = (): uPlot.Axis => ({
  font: AXIS_FONT,
  stroke: () => themeColour('muted'),
  grid: { stroke: () => themeColour('line'), width: 1 },
  ticks: { show: false },
  border: { show: false },
});

/** Of a reference's name, and between two side by side; CSS pixels. */
const LABEL_HEIGHT = 14;
const LABEL_GAP = 16;

function drawReferences(plot: uPlot, references: readonly Reference[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  const written: { readonly x: number; readonly y: number }[] = [];
  for (const { label, value, deviation } of references) {
    const y = plot.valToPos(value, 'y', true);
    if (!Number.isFinite(y) || y < bbox.top || y > bbox.top + bbox.height) continue;
    const colour = themeColour('muted');
    // A spread that covers half the chart says nothing and hides the curves.
    const { min, max } = plot.scales['y'] ?? {};
    if (deviation !== undefined && deviation < 0.1 * ((max ?? 0) - (min ?? 0))) {
      const top = plot.valToPos(value + deviation, 'y', true);
      const bottom = plot.valToPos(value - deviation, 'y', true);
      ctx.fillStyle = translucent(colour, 0.1);
      ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
    }
    ctx.strokeStyle = colour;
    ctx.lineWidth = ratio;
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillStyle = colour;
    ctx.font = `${11 * ratio}px 'Inter Variable', 'Pretendard Variable', sans-serif`;
    ctx.textAlign = 'right';
    // Below the line where there is no room above it.
    const above = y - bbox.top > 16 * ratio;
    ctx.textBaseline = above ? 'bottom' : 'top';
    // Beside what is written at nearly the same height.
    const beside = written.filter((other) => Math.abs(other.y - y) < LABEL_HEIGHT * ratio);
    const x = Math.min(bbox.left + bbox.width - 4 * ratio, ...beside.map((other) => other.x));
    ctx.fillText(label, x, y + (above ? -2 : 2) * ratio);
    written.push({ x: x - ctx.measureText(label).width - LABEL_GAP * ratio, y });
  }
  ctx.restore();
}

/** A click, not the end of a drag, tells its x. */
function clicks(plot: uPlot, onClickX: ChartLook['onClickX']): void {
  if (onClickX === undefined) return;
  let startedAt = 0;
  plot.over.addEventListener('pointerdown', ({ clientX }) => {
    startedAt = clientX;
  });
  plot.over.addEventListener('click', ({ clientX }) => {
    if (Math.abs(clientX - startedAt) > 3) return;
    onClickX(plot.posToVal(clientX - plot.over.getBoundingClientRect().left, 'x'));
  });
}
