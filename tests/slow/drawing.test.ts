/**
 * The course's drawing model goes on with half-drawn figures in ways that differ and that finish the figure, as it ships and as it
 * is trained anew: `npm run test:slow -- drawing`. The figures stand in docs/results.md.
 */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FIGURE_NAMES } from '../../shared/drawing/figures.ts';
import { handwritten } from '../../shared/drawing/handwriting.ts';
import { drawingOf, firstHalf, offsetsOf } from '../../shared/drawing/penOffsets.ts';
import { continuations } from '../../src-main/drawing/continuations.ts';
import { DRAWING_MODEL, DrawingModel } from '../../src-main/drawing/drawingModel.ts';
import { DRAWING_TRAINING } from '../../src-main/drawing/training.ts';
import { SHIPPED_DRAWING, trainOwnDrawing } from '../../src-main/engine/drawing.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { readCheckpoint } from '../../src-main/store/checkpoints.ts';
import { likeness, meanPairwiseDistance, nearestName, restOf } from '../support/drawings.ts';

/** Drawings that the classifier knows of each figure, those it is tried on, and those of which halves are gone on with. */
const [KNOWN, HELD_OUT, BEGUN] = [40, 20, 5];
const WAYS = 10;
/** The page's. */
const TEMPERATURE = 0.6;
/** On two cores. */
const MOST_CPU_SECONDS = 2 * 300;

const write = (name: (typeof FIGURE_NAMES)[number], what: string, seed: number) =>
  handwritten(name, RandomStream.named(seed, `${what}/${name}`));
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const known = FIGURE_NAMES.flatMap((name) =>
  numbers(KNOWN).map((seed) => ({ name, likeness: likeness(write(name, 'known', seed)) })),
);

/** Nobody tells the model whether the pen is still down, as the page does not. */
function quality(model: DrawingModel) {
  const perFigure = FIGURE_NAMES.map((name) => {
    const measured = numbers(BEGUN).map((seed) => {
      const begun = firstHalf(write(name, 'begun', seed));
      const made = continuations(
        model,
        { begun, penDown: null, count: WAYS, temperature: TEMPERATURE },
        RandomStream.named(seed, `continued/${name}`),
      );
      const samples = numbers(WAYS).map((index) => write(name, `sample/${seed}`, index));
      const finished = made.filter((drawing) => nearestName(drawingOf(drawing), known) === name);
      const differ = (drawings: typeof made) =>
        meanPairwiseDistance(drawings.map((drawing) => restOf(drawing, begun.length)));
      const training = meanPairwiseDistance(
        samples.map((sample) => restOf(offsetsOf(sample), firstHalf(sample).length)),
      );
      return {
        finished: finished.length / WAYS,
        spread: differ(made) / training,
        // Those that became another figure differ for that alone.
        spreadOfFinished: finished.length < 2 ? [] : [differ(finished) / training],
      };
    });
    return {
      name,
      finished: mean(measured.map(({ finished }) => finished)),
      spread: mean(measured.map(({ spread }) => spread)),
      spreadOfFinished: mean(measured.flatMap(({ spreadOfFinished }) => spreadOfFinished)),
    };
  });
  return {
    perFigure,
    finished: mean(perFigure.map(({ finished }) => finished)),
    spread: mean(perFigure.map(({ spread }) => spread)),
    spreadOfFinished: mean(perFigure.map(({ spreadOfFinished }) => spreadOfFinished)),
  };
}

function expectGood(model: DrawingModel): void {
  const found = quality(model);
  process.stdout.write(`${JSON.stringify(found)}\n`);
  expect(found.finished).toBeGreaterThanOrEqual(0.8);
  expect(found.spread).toBeGreaterThanOrEqual(0.5);
  expect(found.spreadOfFinished).toBeGreaterThanOrEqual(0.5);
}

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

describe('the drawing model', () => {
  it('is judged by a classifier that knows held-out drawings', () => {
    const right = FIGURE_NAMES.flatMap((name) =>
      numbers(HELD_OUT).map((seed) => Number(nearestName(write(name, 'held-out', seed), known) === name)),
    );
    process.stdout.write(`the classifier is right about ${mean(right)} of ${right.length}\n`);
    expect(mean(right)).toBeGreaterThanOrEqual(0.95);
  });

  it('as it ships finishes half-drawn figures in ways that differ', async () => {
    const { checkpoint } = await readCheckpoint(path.join(import.meta.dirname, '../..', SHIPPED_DRAWING));
    const model = new DrawingModel(DRAWING_MODEL, { arrays: checkpoint.arrays, prefix: '' });
    expectGood(model);
    model.dispose();
  });

  it('does so trained anew, in less than five minutes of two cores', async () => {
    const before = process.cpuUsage();
    const arrays = await trainOwnDrawing(DRAWING_TRAINING.steps, 2, () => undefined);
    const { user, system } = process.cpuUsage(before);
    const cpuSeconds = (user + system) / 1e6;
    process.stdout.write(`trained in ${cpuSeconds} CPU seconds\n`);
    expect(cpuSeconds).toBeLessThan(MOST_CPU_SECONDS);
    const model = new DrawingModel(DRAWING_MODEL, { arrays, prefix: '' });
    expectGood(model);
    model.dispose();
  });
});
