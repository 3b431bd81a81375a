/** A landscape as shades with steps between them, like the heights on a map: the lower the lighter of blue. */
import type { Point } from '../../../learn/symmetricAxes.ts';

const SHADES = 12;
const STRONGEST = 0.55;

/** @param pixels of the canvas, each way @param reach from the middle to an edge */
export function drawLandscape(
  canvas: HTMLCanvasElement,
  pixels: number,
  reach: number,
  loss: (point: Point) => number,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const losses = new Float64Array(pixels * pixels);
  for (let row = 0; row < pixels; row++) {
    for (let column = 0; column < pixels; column++) {
      const place = (at: number) => ((at + 0.5) / pixels) * 2 * reach - reach;
      losses[row * pixels + column] = Math.log1p(loss([place(column), -place(row)]));
    }
  }
  const highest = losses.reduce((most, value) => Math.max(most, value), 1e-9);
  const colour = getComputedStyle(canvas).getPropertyValue('--real').trim();
  context.clearRect(0, 0, pixels, pixels);
  context.fillStyle = colour;
  losses.forEach((value, at) => {
    const shade = Math.floor((1 - value / highest) * SHADES) / SHADES;
    context.globalAlpha = shade * STRONGEST;
    context.fillRect(at % pixels, Math.floor(at / pixels), 1, 1);
  });
  context.globalAlpha = 1;
}
