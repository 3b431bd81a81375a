/** The timeline's own axis: steps, the seconds of the game beneath them, and bookmarks. */
import { formatCompact, formatNumber } from '../../state/format.ts';
import type { Plot } from './timelineDrawing.ts';
import { xOf } from './timelineView.ts';

/** Pixels between two numbers at least. */
const ROOM = 72;

/** Round distances: 1, 2 or 5 times a power of ten. @returns steps between two ticks */
export function tickEvery(span: number, width: number): number {
  const least = (span * ROOM) / Math.max(1, width);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const found = [1, 2, 5, 10].map((times) => times * power).find((every) => every >= least) ?? 10 * power;
  return Math.max(1, found);
}

export function drawTicks(context: CanvasRenderingContext2D, plot: Plot, height: number): void {
  const every = tickEvery(plot.span, plot.width);
  context.font = '10px "Inter Variable", "Pretendard Variable", sans-serif';
  context.textBaseline = 'middle';
  const first = Math.ceil(plot.from / every) * every;
  for (let step = first; step <= plot.from + plot.span; step += every) {
    const x = xOf(plot, step);
    context.fillStyle = plot.colours.line;
    context.fillRect(x, 0, 1, 4);
    const text = step >= 100_000 ? formatCompact(step) : formatNumber(step);
    const seconds = plot.secondsText(step * plot.stepSeconds);
    const width = context.measureText(`${text}  ${seconds}`).width;
    // The last one leans to the left, where it would be cut off.
    const left = Math.min(plot.width - width, Math.max(0, x - (step === 0 ? 0 : width / 2)));
    context.fillStyle = plot.colours.text;
    context.fillText(text, left, height / 2 + 2);
    context.fillStyle = plot.colours.muted;
    context.fillText(seconds, left + context.measureText(`${text}  `).width, height / 2 + 2);
  }
  context.fillStyle = plot.colours.error;
  for (const step of plot.bookmarks) {
    const x = xOf(plot, step);
    context.beginPath();
    context.moveTo(x - 4, 0);
    context.lineTo(x + 4, 0);
    context.lineTo(x, 7);
    context.fill();
  }
}
