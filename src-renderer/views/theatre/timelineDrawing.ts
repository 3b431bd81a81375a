/** Draws the theatre's curves, one row each on one clock, with the closed spans, the clock's hand and its ghost. */
import type { TheatreScalars } from '../../../shared/theatre.ts';
import { themeColour } from '../../components/chartOptions.ts';
import { drawTicks } from './timelineAxis.ts';
import { elementLook } from './elementLook.ts';
import { xOf } from './timelineView.ts';
import { HeatStrip, type HeatScale } from './heatStrip.ts';
import type { SummedCurve, TimelineStore } from './timelineStore.ts';

export interface Colours {
  readonly real: string;
  readonly seen: string;
  readonly dreamt: string;
  readonly error: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly inset: string;
  readonly page: string;
}

export type Row =
  | {
      readonly kind: 'curves';
      readonly height: number;
      readonly curves: readonly {
        readonly name: keyof TheatreScalars | SummedCurve;
        readonly colour: keyof Colours;
        readonly style: 'solid' | 'thin' | 'dashed' | 'area';
      }[];
      /** Why there is nothing to draw; null where there is. */
      readonly absent: string | null;
    }
  | { readonly kind: 'actions'; readonly height: number; readonly low: number; readonly high: number }
  /** Steps and seconds, with what was marked. */
  | { readonly kind: 'axis'; readonly height: number }
  | {
      readonly kind: 'heat';
      readonly height: number;
      readonly of: 'latents' | 'insights';
      readonly scale: HeatScale;
    };

export interface Plot {
  readonly width: number;
  /** The first step at the left edge, and how many steps the width shows. */
  readonly from: number;
  readonly span: number;
  readonly rows: readonly Row[];
  readonly colours: Colours;
  readonly step: number;
  readonly ghost: number | null;
  /** A section that is played again and again. */
  readonly loop: readonly [number, number] | null;
  readonly bookmarks: readonly number[];
  /** Seconds of the game that a step takes. */
  readonly stepSeconds: number;
  readonly secondsText: (seconds: number) => string;
  readonly eyesClosedLabel: string;
  /** Steps for which this model's dreams are better than a still picture; null where nobody measured. */
  readonly driftSteps: number | null;
  readonly driftLabel: string;
}

export const ROW_GAP = 6;

/** Longer episodes than this are shown as far as they have come. */
const LONGEST_WHOLE = 2500;

/**
 * Steps that are shown unless somebody looks closer: the whole episode from its first step on, so that no curve moves while it
 * plays. @param maximum steps that an episode or a recording has at most
 */
export function spanOf(lastStep: number, maximum: number): number {
  if (maximum <= LONGEST_WHOLE && lastStep <= maximum) return Math.max(maximum, 1);
  let span = LONGEST_WHOLE;
  while (span < lastStep) span *= 2;
  return span;
}

export function plotHeight(rows: readonly Row[]): number {
  return rows.reduce((sum, { height }) => sum + height + ROW_GAP, -ROW_GAP);
}

const LABEL_FONT = '500 10px "Inter Variable", "Pretendard Variable", sans-serif';
/** Pixels between two lines of a zone. */
const HATCH_GAP = 6;

export class TimelineDrawing {
  readonly #strips = { latents: new HeatStrip(), insights: new HeatStrip() };

  draw(context: CanvasRenderingContext2D, store: TimelineStore, plot: Plot): void {
    const height = plotHeight(plot.rows);
    context.clearRect(0, 0, plot.width, height);
    this.#closedSpans(context, store, plot, height);
    this.#driftZones(context, store, plot, height);
    if (plot.loop !== null) loopSpan(context, plot, plot.loop, height);
    let top = 0;
    for (const row of plot.rows) {
      context.save();
      context.translate(0, top);
      context.beginPath();
      context.rect(0, 0, plot.width, row.height + 1);
      context.clip();
      context.fillStyle = plot.colours.line;
      context.fillRect(0, row.height, plot.width, 1);
      if (row.kind === 'curves') this.#curves(context, store, plot, row);
      else if (row.kind === 'axis') drawTicks(context, plot, row.height);
      else if (row.kind === 'actions') this.#actions(context, store, plot, row);
      else this.#heat(context, store, plot, row);
      context.restore();
      top += row.height + ROW_GAP;
    }
    this.#closings(context, store, plot, height);
    if (plot.ghost !== null) hand(context, plot, plot.ghost, height, plot.colours.muted, 1);
    hand(context, plot, plot.step, height, plot.colours.text, 1.5);
  }

  #closedSpans(context: CanvasRenderingContext2D, store: TimelineStore, plot: Plot, height: number): void {
    context.fillStyle = plot.colours.dreamt;
    context.globalAlpha = 0.1;
    for (const [from, to] of spans(store)) {
      const x = xOf(plot, from);
      context.fillRect(x, 0, Math.max(1, xOf(plot, to) - x), height);
    }
    context.globalAlpha = 1;
  }

  /** Where a dream has gone on for longer than it can be believed: hatched, so that what lies below stays to be read. */
  #driftZones(context: CanvasRenderingContext2D, store: TimelineStore, plot: Plot, height: number): void {
    for (const [from, to] of driftZones(store, plot.driftSteps)) {
      const [left, right] = [xOf(plot, from), xOf(plot, to)];
      if (right - left < 1) continue;
      context.save();
      context.beginPath();
      context.rect(left, 0, right - left, height);
      context.clip();
      context.strokeStyle = plot.colours.error;
      context.lineWidth = 1;
      context.globalAlpha = 0.35;
      context.beginPath();
      for (let x = left - height; x < right; x += HATCH_GAP) {
        context.moveTo(x, height);
        context.lineTo(x + height, 0);
      }
      context.stroke();
      context.globalAlpha = 1;
      context.font = LABEL_FONT;
      context.textBaseline = 'top';
      const width = context.measureText(plot.driftLabel).width;
      if (width + 8 < right - left) {
        // Curves run below it.
        context.fillStyle = plot.colours.page;
        context.globalAlpha = 0.8;
        context.fillRect(left + 1, 0, width + 6, 14);
        context.globalAlpha = 1;
        context.fillStyle = plot.colours.error;
        context.fillText(plot.driftLabel, left + 4, 1);
      }
      context.restore();
    }
  }

  /** The moments at which the model let go: the dashed line that is the studio's signature. */
  #closings(context: CanvasRenderingContext2D, store: TimelineStore, plot: Plot, height: number): void {
    // The axis below has words of its own.
    const last = plot.rows.at(-1);
    const foot = last?.kind === 'axis' ? height - last.height - ROW_GAP : height;
    context.font = LABEL_FONT;
    context.textBaseline = 'bottom';
    let free = -1;
    for (const [from] of spans(store)) {
      const x = Math.round(xOf(plot, from)) + 0.5;
      context.strokeStyle = plot.colours.dreamt;
      context.lineWidth = 1.5;
      context.setLineDash([4, 3]);
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, height);
      context.stroke();
      context.setLineDash([]);
      const width = context.measureText(plot.eyesClosedLabel).width;
      if (x < 0 || x < free || x + width + 8 > plot.width) continue;
      context.fillStyle = plot.colours.page;
      context.globalAlpha = 0.8;
      context.fillRect(x + 2, foot - 14, width + 6, 14);
      context.globalAlpha = 1;
      context.fillStyle = plot.colours.dreamt;
      context.fillText(plot.eyesClosedLabel, x + 5, foot - 1);
      free = x + width + 16;
    }
  }

  #curves(
    context: CanvasRenderingContext2D,
    store: TimelineStore,
    plot: Plot,
    row: Extract<Row, { kind: 'curves' }>,
  ): void {
    if (row.absent !== null) return;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const { name } of row.curves) {
      const range = rangeOf(store, name);
      if (range === null) continue;
      low = Math.min(low, range[0]);
      high = Math.max(high, range[1]);
    }
    if (low > high) return;
    if (row.curves.every(({ style }) => style === 'area')) low = Math.min(0, low);
    if (high - low < 1e-9) high = low + 1;
    const y = (value: number) => row.height - 1 - ((value - low) / (high - low)) * (row.height - 3);
    for (const { name, colour, style } of row.curves) {
      trace(context, plot, store.steps, (step) => valueOf(store, name, step), y);
      if (style === 'area') {
        context.fillStyle = plot.colours[colour];
        context.globalAlpha = 0.28;
        area(context, plot, store.steps, (step) => valueOf(store, name, step), y, y(Math.max(low, 0)));
        context.globalAlpha = 1;
        trace(context, plot, store.steps, (step) => valueOf(store, name, step), y);
      }
      context.strokeStyle = plot.colours[colour];
      context.lineWidth = style === 'thin' || style === 'area' ? 1 : 1.5;
      context.setLineDash(style === 'dashed' ? [4, 3] : []);
      context.stroke();
    }
    context.setLineDash([]);
  }

  #actions(
    context: CanvasRenderingContext2D,
    store: TimelineStore,
    plot: Plot,
    row: Extract<Row, { kind: 'actions' }>,
  ): void {
    const y = (value: number) =>
      row.height - 1 - ((value - row.low) / Math.max(1e-9, row.high - row.low)) * (row.height - 3);
    context.lineWidth = 1;
    for (let element = 0; element < store.actionSize; element++) {
      const { colour, dash } = elementLook(element);
      context.strokeStyle = themeColour(colour);
      trace(context, plot, store.steps, (step) => store.action(element, step), y);
      context.setLineDash([...(dash ?? [])]);
      context.stroke();
    }
    context.setLineDash([]);
  }

  #heat(
    context: CanvasRenderingContext2D,
    store: TimelineStore,
    plot: Plot,
    { of, height, scale }: Extract<Row, { kind: 'heat' }>,
  ): void {
    const { steps } = store;
    const { inset, text } = plot.colours;
    this.#strips[of].draw(context, store[of], steps, { dark: inset, light: text }, scale, {
      x: xOf(plot, -0.5),
      width: xOf(plot, steps) - xOf(plot, 0),
      height,
    });
  }
}

/** Closed steps as [first, last]. */
export function spans(store: TimelineStore): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  for (let step = 0; step < store.steps; step++) {
    if (!store.closed(step)) continue;
    const from = step;
    while (step + 1 < store.steps && store.closed(step + 1)) step++;
    found.push([from, step]);
  }
  return found;
}

/**
 * Of each span of closed eyes what is no better than a still picture any more, as [first, last]; none where that is not known.
 * Eyes close on a moment that was still seen: the dream's first step is the one after it.
 */
export function driftZones(store: TimelineStore, driftSteps: number | null): (readonly [number, number])[] {
  if (driftSteps === null) return [];
  return spans(store).flatMap(([from, to]) => {
    const first = from + driftSteps + 1;
    return first <= to ? [[first, to] as const] : [];
  });
}

function valueOf(store: TimelineStore, name: keyof TheatreScalars | SummedCurve, step: number): number {
  return name === 'return' || name === 'imaginedReturn' ? store.summed(name, step) : store.value(name, step);
}

function rangeOf(
  store: TimelineStore,
  name: keyof TheatreScalars | SummedCurve,
): readonly [number, number] | null {
  return name === 'return' || name === 'imaginedReturn' ? store.summedRange(name) : store.range(name);
}

function loopSpan(
  context: CanvasRenderingContext2D,
  plot: Plot,
  [from, to]: readonly [number, number],
  height: number,
): void {
  context.fillStyle = plot.colours.muted;
  context.globalAlpha = 0.16;
  context.fillRect(xOf(plot, from), 0, Math.max(1, xOf(plot, to) - xOf(plot, from)), height);
  context.globalAlpha = 1;
}

function hand(
  context: CanvasRenderingContext2D,
  plot: Plot,
  step: number,
  height: number,
  colour: string,
  width: number,
): void {
  const at = xOf(plot, step);
  if (at < -width || at > plot.width + width) return;
  context.fillStyle = colour;
  context.fillRect(Math.min(plot.width - width, Math.max(0, xOf(plot, step) - width / 2)), 0, width, height);
}

/** A path through the values that exist; holes stay holes. */
function trace(
  context: CanvasRenderingContext2D,
  plot: Plot,
  steps: number,
  value: (step: number) => number,
  y: (value: number) => number,
): void {
  context.beginPath();
  let drawing = false;
  for (let step = 0; step < steps; step++) {
    const at = value(step);
    if (Number.isNaN(at)) {
      drawing = false;
      continue;
    }
    if (drawing) context.lineTo(xOf(plot, step), y(at));
    else context.moveTo(xOf(plot, step), y(at));
    drawing = true;
  }
}

function area(
  context: CanvasRenderingContext2D,
  plot: Plot,
  steps: number,
  value: (step: number) => number,
  y: (value: number) => number,
  base: number,
): void {
  context.beginPath();
  let last: number | null = null;
  const close = () => {
    if (last !== null) context.lineTo(xOf(plot, last), base);
    last = null;
  };
  for (let step = 0; step < steps; step++) {
    const at = value(step);
    if (Number.isNaN(at)) {
      close();
      continue;
    }
    if (last === null) context.moveTo(xOf(plot, step), base);
    context.lineTo(xOf(plot, step), y(at));
    last = step;
  }
  close();
  context.fill();
}
