/** What is asked of the drawing model, and how far its training is. */
import { z } from 'zod';
import type { ErrorReport } from '../errors.ts';
import { LARGEST_SEED } from '../seed.ts';
import { type Drawing, MOST_POINTS, offsetsOf, type PenOffset, resampled } from './penOffsets.ts';

/** The one that comes with the studio, or the one that was trained from the page. */
export const DRAWING_MODELS = ['shipped', 'own'] as const;
export type DrawingModelName = (typeof DRAWING_MODELS)[number];

export const DRAWING_TEMPERATURES = { low: 0.05, high: 2 } as const;

/** Batches of a training: those of the model that ships, and the most that may be asked for. */
export const DRAWING_STEPS = 3000;
export const MOST_DRAWING_STEPS = 10_000;

/** In sides of the box: no hand draws as far as that. */
const LARGEST_OFFSET = 20;
const offset = z.number().min(-LARGEST_OFFSET).max(LARGEST_OFFSET);

export const CONTINUATION_SCHEMA = z.strictObject({
  begun: z
    .array(z.strictObject({ dx: offset, dy: offset, pen: z.enum(['draw', 'lift']) }))
    .min(1)
    .max(MOST_POINTS - 1),
  /** Whether the pen stays down after the last point; null: that is for each continuation to say. */
  penDown: z.boolean().nullable(),
  count: z.number().int().min(1).max(20),
  temperature: z.number().min(DRAWING_TEMPERATURES.low).max(DRAWING_TEMPERATURES.high),
  seed: z.number().int().min(0).max(LARGEST_SEED),
  model: z.enum(DRAWING_MODELS),
});
export type Continuation = z.infer<typeof CONTINUATION_SCHEMA>;

export interface Continued {
  /** Each from the first point of what was begun. */
  readonly drawings: readonly (readonly PenOffset[])[];
}

/** A training from the page: one at a time, and never beside what else takes every core. */
export interface DrawingTrainingState {
  readonly training: {
    readonly state: 'waiting' | 'training';
    /** Batches done, and those that there are. */
    readonly step: number;
    readonly steps: number;
    /** Nats a step, of the newest batch: where the pen goes, and what it does there. Null before the first. */
    readonly loss: number | null;
  } | null;
  /** What the last one to end has come to. It is kept until the studio is closed. */
  readonly own: { readonly seconds: number; readonly loss: number } | null;
  /** Why the last one ended without a model. */
  readonly error: ErrorReport | null;
}

/**
 * What a hand has drawn as the model reads it: points one spacing apart, the last of which ends nothing yet.
 * @returns null where there is nothing, or more than the model can read
 */
export function begunBy(drawing: Drawing): Continuation['begun'] | null {
  const offsets = offsetsOf(drawing.map((stroke) => resampled(stroke)).filter(({ length }) => length > 0));
  if (offsets.length === 0 || offsets.length >= MOST_POINTS) return null;
  return offsets.map(({ dx, dy, pen }) => ({ dx, dy, pen: pen === 'lift' ? 'lift' : 'draw' }));
}
