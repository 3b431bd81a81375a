/** What a checkpoint of an A3C run holds beside its arrays, written as plain JSON and read back checked. */
import { z } from 'zod';
import type { CheckpointArray, Json } from '../../../shared/checkpoint.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import { headerJson, parsedHeader } from '../../training/checkpointHeader.ts';
import type { ActorState } from './actorLearner.ts';

const HEADER_SCHEMA = z.object({
  counters: z.object({ environmentSteps: z.number(), gradientSteps: z.number() }),
  state: z.object({
    /** Null before the first. */
    phase: z.enum(['train', 'evaluate']).nullable(),
    /** Environment steps at which the next evaluation is due. */
    evaluateAt: z.number(),
    /** Of the evaluations so far. */
    bestScore: z.number().nullable(),
    /** The last phase has said its word. */
    reported: z.boolean(),
    /** Frames of the real environment that evaluations took, where it learns in a dream. */
    realSteps: z.number().default(0),
  }),
  /** Losses since they were last told. */
  figures: z.object({ steps: z.number(), sums: z.record(z.string(), z.number()) }),
  workers: z.array(
    z.object({
      rollouts: z.number().int().min(0),
      episode: z.number().int().min(0),
      episodeReturn: z.number(),
      /** Names of the LSTMs' states. */
      recurrent: z.array(z.string()),
    }),
  ),
  /** Records that were made, but not yet pulled. */
  outbox: z.array(z.custom<TrainingUpdate>((value) => typeof value === 'object' && value !== null)),
});
export type A3cHeader = z.infer<typeof HEADER_SCHEMA>;

export function writeHeader(header: A3cHeader): Record<string, Json> {
  return headerJson(header);
}

/** @throws StudioError `checkpoint.damaged` where it is not one. */
export function readHeader(value: unknown): A3cHeader {
  return parsedHeader(HEADER_SCHEMA, value);
}

const place = (worker: number, name: string) => `worker/${worker}/${name}`;

/** The workers' states as a checkpoint has them. */
export function storedActors(actors: readonly ActorState[]): {
  readonly workers: A3cHeader['workers'];
  readonly arrays: Record<string, CheckpointArray>;
} {
  const arrays: Record<string, CheckpointArray> = {};
  const workers = actors.map(({ rollouts, episode, episodeReturn, actions, recurrent }, worker) => {
    arrays[place(worker, 'actions')] = { shape: [actions.length], data: actions };
    for (const [name, values] of Object.entries(recurrent))
      arrays[place(worker, name)] = { shape: [values.length], data: values };
    return { rollouts, episode, episodeReturn, recurrent: Object.keys(recurrent) };
  });
  return { workers, arrays };
}

/** The inverse. @throws StudioError `checkpoint.mismatch` where an array is missing. */
export function actorStates(
  workers: A3cHeader['workers'],
  arrays: Readonly<Record<string, CheckpointArray>>,
): ActorState[] {
  const numbers = (worker: number, name: string): Float32Array => {
    const data = arrays[place(worker, name)]?.data;
    if (data instanceof Float32Array) return data;
    throw new StudioError('checkpoint.mismatch', {
      array: place(worker, name),
      expected: 'numbers',
      found: 'nothing',
    });
  };
  return workers.map(({ recurrent, ...rest }, worker) => ({
    ...rest,
    actions: numbers(worker, 'actions'),
    recurrent: Object.fromEntries(recurrent.map((name) => [name, numbers(worker, name)])),
  }));
}
