/**
 * Open-loop prediction as a live panel: rows truth, model and error. Pixels as pictures at even distances; vectors as one
 * strip a row, for there is nothing to see.
 */
import type { Picture, PicturePanel } from '../../../shared/run.ts';
import type { ObservationShape } from '../../models/observationCoder.ts';
import { pictureOf } from '../../training/pictures.ts';
import { CONTEXT, type OpenLoop } from './openLoop.ts';

/** Pictures a row. */
const COLUMNS = 10;

/** Pixels begin with the last of the context. @param inverted whether the model sees 255 - x */
export function openLoopPanel(shape: ObservationShape, result: OpenLoop, inverted: boolean): PicturePanel {
  const rows = shape.kind !== 'vector' ? pixelRows(result) : stripRows(result);
  const [truth = [], predicted = [], error = []] = rows;
  return {
    title: 'panel.openLoop',
    ...(inverted ? { inverted } : {}),
    rows: [
      { label: 'panel.row.truth', pictures: truth },
      { label: 'panel.row.model', pictures: predicted },
      { label: 'panel.row.error', pictures: error },
    ],
  };
}

function pixelRows({ truth, predicted, size }: OpenLoop): Picture[][] {
  const count = truth.length / size;
  const moments = Array.from({ length: COLUMNS }, (_, k) =>
    Math.round(CONTEXT - 1 + (k * (count - CONTEXT)) / (COLUMNS - 1)),
  );
  const drawn = (value: (at: number) => number, meaning: (moment: number) => Picture['meaning']) =>
    moments.map((moment) => {
      const pixels = Uint8Array.from({ length: size }, (_, k) => Math.round(255 * value(moment * size + k)));
      return pictureOf(pixels, meaning(moment));
    });
  const shown = (values: Float32Array) => (at: number) => Math.min(1, Math.max(0, values[at] ?? 0));
  const [real, model] = [shown(truth), shown(predicted)];
  return [
    drawn(real, () => 'real'),
    drawn(model, (moment) => (moment < CONTEXT ? 'seen' : 'dreamt')),
    // As in the paper: grey is no difference.
    drawn(
      (at) => (model(at) - real(at) + 1) / 2,
      () => 'error',
    ),
  ];
}

/** Pixels a number and a moment take in a strip. */
const CELL_HEIGHT = 8;
const CELL_WIDTH = 4;

/** One strip a row: time to the right, a line an element, grey by its place in the range that was really seen. */
function stripRows({ truth, predicted, size }: OpenLoop): Picture[][] {
  const count = truth.length / size;
  const ranges = Array.from({ length: size }, (_, k) => {
    const values = Array.from({ length: count }, (_row, t) => truth[t * size + k] ?? 0);
    const low = Math.min(...values);
    return { low, span: Math.max(1e-6, Math.max(...values) - low) };
  });
  const place = (values: Float32Array, t: number, k: number) => {
    const { low = 0, span = 1 } = ranges[k] ?? {};
    return ((values[t * size + k] ?? 0) - low) / span;
  };
  const strip = (value: (t: number, k: number) => number, meaning: Picture['meaning']): Picture[] => {
    const [width, height] = [count * CELL_WIDTH, size * CELL_HEIGHT];
    const pixels = new Uint8ClampedArray(width * height * 3);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const grey = 255 * value(Math.floor(x / CELL_WIDTH), Math.floor(y / CELL_HEIGHT));
        pixels.fill(Math.min(255, Math.max(0, grey)), 3 * (y * width + x), 3 * (y * width + x) + 3);
      }
    }
    return [{ width, height, pixels: new Uint8Array(pixels.buffer), meaning }];
  };
  return [
    strip((t, k) => place(truth, t, k), 'real'),
    strip((t, k) => place(predicted, t, k), 'dreamt'),
    strip((t, k) => (place(predicted, t, k) - place(truth, t, k) + 1) / 2, 'error'),
  ];
}
