/** Trains the drawing model on figures that are drawn anew for every batch, so that none is seen twice. */
import { DRAWING_STEPS } from '../../shared/drawing/continuation.ts';
import { FIGURE_NAMES } from '../../shared/drawing/figures.ts';
import { handwritten } from '../../shared/drawing/handwriting.ts';
import { offsetsOf } from '../../shared/drawing/penOffsets.ts';
import { Adam } from '../numerics/optimizers.ts';
import { RandomStream } from '../numerics/random.ts';
import { disposeAll } from '../numerics/tidy.ts';
import { drawingBatch, DRAWING_MODEL, DrawingModel, type DrawingModelConfig } from './drawingModel.ts';

export interface DrawingTraining {
  readonly seed: number;
  readonly steps: number;
  readonly batchSize: number;
  /** Of Adam: falls from the first to the last by a constant factor a step. */
  readonly learningRates: readonly [number, number];
  /** Largest joint norm of the gradients. */
  readonly gradientNorm: number;
  readonly model: DrawingModelConfig;
}

export const DRAWING_TRAINING: DrawingTraining = {
  seed: 1,
  steps: DRAWING_STEPS,
  batchSize: 64,
  learningRates: [3e-3, 1e-4],
  gradientNorm: 1,
  model: DRAWING_MODEL,
};

export interface DrawingProgress {
  /** Batches done. */
  readonly step: number;
  /** Nats a step: of where the pen goes, and of what it does there. */
  readonly offset: number;
  readonly pen: number;
}

/** Tells of every batch; the last value is the model, which is the caller's. Ended early, it gives up what it has. */
export function* trainDrawing({
  seed,
  steps,
  batchSize,
  learningRates: [first, last],
  gradientNorm,
  model: config,
}: DrawingTraining): Generator<DrawingProgress, DrawingModel, undefined> {
  const model = new DrawingModel(config, RandomStream.named(seed, 'drawing/parameters'));
  const optimizer = new Adam(model.parameters);
  let kept = false;
  try {
    for (let step = 1; step <= steps; step++) {
      const random = RandomStream.named(seed, `drawing/batch/${step}`);
      const drawings = Array.from({ length: batchSize }, () => {
        const name = FIGURE_NAMES[random.integer(FIGURE_NAMES.length)];
        if (name === undefined) throw new Error('there is no figure to draw');
        return offsetsOf(handwritten(name, random));
      });
      const batch = drawingBatch(drawings);
      const { offset, pen, gradients } = model.loss(batch);
      const norm = optimizer.apply(gradients, first * (last / first) ** (step / steps), {
        kind: 'globalNorm',
        limit: gradientNorm,
      });
      const figures = { offset: offset.dataSync()[0] ?? Number.NaN, pen: pen.dataSync()[0] ?? Number.NaN };
      disposeAll([offset, pen, gradients, norm, batch]);
      yield { step, ...figures };
    }
    kept = true;
    return model;
  } finally {
    optimizer.dispose();
    if (!kept) model.dispose();
  }
}
