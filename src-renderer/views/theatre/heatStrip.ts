/** A strip of heat: one column a step, one row a number. Drawn once into a picture of its own, and from there each frame. */
import type { HeatTable } from './heatTable.ts';

/**
 * What dark and light mean: two numbers, the same at every step; `share` from zero to the step's greatest; `preference` from
 * the step's least to its greatest.
 */
export type HeatScale = readonly [number, number] | 'share' | 'preference';

export interface HeatColours {
  readonly dark: string;
  readonly light: string;
}

export class HeatStrip {
  readonly #picture = document.createElement('canvas');
  #look = '';

  /** Draws steps 0 to `steps` into the box. */
  draw(
    context: CanvasRenderingContext2D,
    table: HeatTable,
    steps: number,
    { dark, light }: HeatColours,
    scale: HeatScale,
    box: { readonly x: number; readonly width: number; readonly height: number },
  ): void {
    const { rows } = table;
    if (steps === 0 || rows === 0) return;
    const heat = this.#picture.getContext('2d', { willReadFrequently: true });
    if (heat === null) return;
    const look = `${dark} ${light} ${String(scale)}`;
    let first = Math.min(table.takeChange(steps), steps);
    if (this.#picture.width < steps || this.#picture.height !== rows || look !== this.#look) {
      // Grown, or in other colours: all of it anew.
      this.#picture.width = Math.max(512, 2 * steps);
      this.#picture.height = rows;
      this.#look = look;
      first = 0;
    }
    if (first < steps) {
      const image = heat.createImageData(steps - first, rows);
      paint(image, table, first, [rgb(dark), rgb(light)], scale);
      heat.putImageData(image, first, 0);
    }
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#picture, 0, 0, steps, rows, box.x, 0, box.width, box.height);
  }
}

function paint(
  image: ImageData,
  table: HeatTable,
  first: number,
  [dark, light]: readonly [readonly number[], readonly number[]],
  scale: HeatScale,
): void {
  for (let column = 0; column < image.width; column++) {
    const [low, high] = rangeOf(table, first + column, scale);
    for (let row = 0; row < table.rows; row++) {
      const value = table.at(row, first + column);
      if (Number.isNaN(value)) continue;
      const share = high > low ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0;
      const at = (row * image.width + column) * 4;
      for (let channel = 0; channel < 3; channel++) {
        const from = dark[channel] ?? 0;
        image.data[at + channel] = from + ((light[channel] ?? 0) - from) * share;
      }
      image.data[at + 3] = 255;
    }
  }
}

/** What is dark and what is light at a step. */
export function rangeOf(table: HeatTable, step: number, scale: HeatScale): readonly [number, number] {
  if (typeof scale !== 'string') return scale;
  let low = scale === 'share' ? 0 : Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < table.rows; row++) {
    const value = table.at(row, step);
    if (Number.isNaN(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** `#rrggbb` to numbers. */
function rgb(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
