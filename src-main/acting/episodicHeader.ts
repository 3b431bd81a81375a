/** What a checkpoint of an episodic run holds beside its arrays, written as plain JSON and read back checked. */
import { z } from 'zod';
import type { Json } from '../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../shared/run.ts';
import { headerJson, parsedHeader } from '../training/checkpointHeader.ts';

const NUMBERS = z.record(z.string(), z.number());
const HEADER_SCHEMA = z.object({
  counters: z.object({ environmentSteps: z.number(), gradientSteps: z.number() }),
  state: z.object({
    /** Null before the first. */
    phase: z.enum(['seed', 'train', 'evaluate']).nullable(),
    /** Training steps to make before anything is played again. */
    owed: z.number().int().min(0),
    /** Environment steps at which the next evaluation is due. */
    evaluateAt: z.number(),
    /** Of the evaluations so far. */
    bestScore: z.number().nullable(),
    /** The last phase has said its word. */
    reported: z.boolean(),
    /** Frames of the real environment that evaluations took, where it learns in a dream. */
    realSteps: z.number().default(0),
  }),
  /** Losses since they were last told: of how many steps, and their sums. */
  figures: z.object({ steps: z.number(), sums: NUMBERS }),
  optimizers: NUMBERS,
  watermark: z.object({
    episodes: z
      .array(
        z.object({
          seed: z.number(),
          first: z.number(),
          length: z.number(),
          terminated: z.boolean(),
          episodeReturn: z.number(),
        }),
      )
      .readonly(),
  }),
  /** Records that were made, but not yet pulled. */
  outbox: z.array(z.custom<TrainingUpdate>((value) => typeof value === 'object' && value !== null)),
});
export type EpisodicHeader = z.infer<typeof HEADER_SCHEMA>;

export function writeHeader(header: EpisodicHeader): Record<string, Json> {
  return headerJson(header);
}

/** @throws StudioError `checkpoint.damaged` where it is not one. */
export function readHeader(value: unknown): EpisodicHeader {
  return parsedHeader(HEADER_SCHEMA, value);
}
