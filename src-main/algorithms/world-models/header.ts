/** What a World Models checkpoint holds beside its arrays, written as plain JSON and read back checked. */
import { z } from 'zod';
import type { Json } from '../../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import type { PhaseState } from './phases/phase.ts';
import type { ReplayWatermark } from '../../acting/episodeSpan.ts';
import type { Counters } from '../../training/runClock.ts';
import type { PartsState } from './parts.ts';
import { headerJson, parsedHeader } from '../../training/checkpointHeader.ts';

export interface WorldModelsHeader {
  /** Position among the run's phases. */
  readonly index: number;
  readonly round: number;
  readonly counters: Counters;
  readonly figures: Readonly<Record<string, number>>;
  readonly watermark: ReplayWatermark;
  /** Steps that V has encoded. */
  readonly latents: number;
  readonly optimizers: PartsState['header'];
  /** Null between two phases. */
  readonly phase: PhaseState['header'] | null;
  /** Records that were made, but not yet pulled. */
  readonly outbox: readonly TrainingUpdate[];
}

const JSON_OBJECT = z.record(z.string(), z.unknown());
const HEADER_SCHEMA = z.object({
  index: z.number().int().min(0),
  round: z.number().int().min(0),
  counters: z.object({ environmentSteps: z.number(), gradientSteps: z.number() }),
  figures: z.record(z.string(), z.number()),
  watermark: z.object({
    episodes: z.array(
      z.object({
        seed: z.number(),
        first: z.number(),
        length: z.number(),
        terminated: z.boolean(),
        episodeReturn: z.number(),
      }),
    ),
  }),
  latents: z.number().int().min(0),
  optimizers: JSON_OBJECT,
  phase: JSON_OBJECT.nullable(),
  outbox: z.array(JSON_OBJECT),
});

export function writeHeader(header: WorldModelsHeader): Record<string, Json> {
  return headerJson(header);
}

/** @throws StudioError `checkpoint.damaged` where it is not one. */
export function readHeader(value: unknown): WorldModelsHeader {
  return parsedHeader(HEADER_SCHEMA, value) as unknown as WorldModelsHeader;
}
