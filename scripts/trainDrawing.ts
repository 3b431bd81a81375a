/**
 * Trains the course's drawing model and writes it where it ships: `npm run train:drawing`, some four minutes on two cores. The
 * weights are rounded to halves, which halves the file. What it is worth is measured by `npm run test:slow -- drawing`.
 */
import path from 'node:path';
import { DRAWING_STEPS } from '../shared/drawing/continuation.ts';
import { roundToHalves } from '../shared/halfPrecision.ts';
import { DRAWING_TRAINING, type DrawingProgress } from '../src-main/drawing/training.ts';
import { SHIPPED_DRAWING, trainOwnDrawing } from '../src-main/engine/drawing.ts';
import { initialiseBackend } from '../src-main/numerics/backend.ts';
import { writeCheckpoint } from '../src-main/store/checkpoints.ts';

const TELL_EVERY = 100;
/** Runs repeat bit for bit at the same number of threads. */
const THREADS = 2;

const file = path.join(import.meta.dirname, '..', SHIPPED_DRAWING);
const began = performance.now();
const seconds = () => (performance.now() - began) / 1000;
await initialiseBackend({ threads: THREADS });
const tell = ({ step, offset, pen }: DrawingProgress) => {
  if (step % TELL_EVERY !== 0) return;
  process.stdout.write(
    `batch ${step} of ${DRAWING_STEPS}: ${offset.toFixed(3)} + ${pen.toFixed(3)} nats a point, ${seconds().toFixed(0)} s\n`,
  );
};
const arrays = await trainOwnDrawing(DRAWING_STEPS, DRAWING_TRAINING.seed, tell);
for (const { data } of Object.values(arrays)) if (data instanceof Float32Array) roundToHalves(data);
const { model, learningRates, ...training } = DRAWING_TRAINING;
const bytes = await writeCheckpoint(file, {
  format: 1,
  algorithm: 'drawing',
  header: { model: { ...model }, training: { ...training, learningRates: [...learningRates] } },
  arrays,
});
process.stdout.write(`${file}: ${bytes} bytes, ${seconds().toFixed(0)} s\n`);
