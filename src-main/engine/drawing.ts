/** The drawing model in engine processes: the one that ships is read once, one that was trained from the page comes with each question. */
import type { CheckpointArray } from '../../shared/checkpoint.ts';
import type { Continuation, Continued } from '../../shared/drawing/continuation.ts';
import { continuations } from '../drawing/continuations.ts';
import { DRAWING_MODEL, DrawingModel } from '../drawing/drawingModel.ts';
import { DRAWING_TRAINING, type DrawingProgress, trainDrawing } from '../drawing/training.ts';
import { initialiseBackend } from '../numerics/backend.ts';
import { RandomStream } from '../numerics/random.ts';
import { readCheckpoint } from '../store/checkpoints.ts';
import { shippedFile } from './entryPath.ts';

export type DrawingWeights = Readonly<Record<string, CheckpointArray>>;

/** Written by scripts/trainDrawing.ts. */
export const SHIPPED_DRAWING = 'assets/drawing/strokes.wms';

let shipped: Promise<DrawingModel> | null = null;

async function shippedModel(): Promise<DrawingModel> {
  const { checkpoint } = await readCheckpoint(shippedFile(import.meta.url, SHIPPED_DRAWING));
  return new DrawingModel(DRAWING_MODEL, { arrays: checkpoint.arrays, prefix: '' });
}

/** @param own the weights that were trained from the page, where those are asked for */
export async function continueDrawing(
  { seed, ...request }: Continuation,
  own: DrawingWeights | null,
): Promise<Continued> {
  await initialiseBackend();
  const random = RandomStream.named(seed, 'drawing/continuations');
  if (own === null) {
    shipped ??= shippedModel().catch((error: unknown) => {
      shipped = null;
      throw error;
    });
    return { drawings: continuations(await shipped, request, random) };
  }
  const model = new DrawingModel(DRAWING_MODEL, { arrays: own, prefix: '' });
  try {
    return { drawings: continuations(model, request, random) };
  } finally {
    model.dispose();
  }
}

/** As the model that ships was trained, on `steps` batches. Blocks its thread but for a moment after each. */
export async function trainOwnDrawing(
  steps: number,
  seed: number,
  onProgress: (progress: DrawingProgress) => void,
): Promise<DrawingWeights> {
  await initialiseBackend();
  const batches = trainDrawing({ ...DRAWING_TRAINING, steps, seed });
  for (;;) {
    const next = batches.next();
    if (next.done === true) {
      const weights = next.value.parameters.export();
      next.value.dispose();
      return weights;
    }
    onProgress(next.value);
    // What was sent leaves, and a host that is gone is noticed.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
