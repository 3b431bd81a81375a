/**
 * A data set: episodes that somebody recorded, brought in from another program's files and kept in the data folder as the studio's
 * own. It is an environment that knows nothing but what was recorded: a world model can learn in it, and no behaviour can.
 */
import { z } from 'zod';

/** The environment whose episodes are a data set's. */
export const DATA_SET = 'data-set';

/** The side of the pictures that are kept: what the studio's models read. */
export const DATA_SET_PICTURE_SIDE = 64;

export const DATA_SET_SOURCES = ['npz', 'record', 'minari', 'lerobot'] as const;
export type DataSetSource = (typeof DATA_SET_SOURCES)[number];

export const MOST_DATA_SET_EPISODES = 200_000;
export const MOST_ACTION_NUMBERS = 1024;
export const MOST_OBSERVED_NUMBERS = 65_536;

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const ACTIONS_SCHEMA = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('box'),
    /** What the recorded actions reach where the source says nothing finite. */
    low: z.array(z.number()).min(1).max(MOST_ACTION_NUMBERS),
    high: z.array(z.number()).min(1).max(MOST_ACTION_NUMBERS),
  }),
  z.object({ kind: z.literal('discrete'), count: z.number().int().min(1).max(MOST_ACTION_NUMBERS) }),
]);

export const DATA_SET_SCHEMA = z.object({
  format: z.literal(1),
  /** Its folder's name; ends with the beginning of the checksum, so that another content is another data set. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,80}$/),
  name: z.string().min(1).max(200),
  source: z.enum(DATA_SET_SOURCES),
  importedAt: z.string(),
  /** SHA-256 of all that is kept, in hexadecimal. */
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
  /** Whether there is a picture of every moment. */
  pictures: z.boolean(),
  /** What else was observed, single precision, side by side in this order. */
  numbers: z.array(
    z.object({ name: z.string().min(1).max(200), size: count.min(1).max(MOST_OBSERVED_NUMBERS) }),
  ),
  actions: ACTIONS_SCHEMA,
  /** False: nothing was earned in the recording, or nothing is known of it, and every reward is 0. */
  rewards: z.boolean(),
  stepSeconds: z.number().positive().max(1e6),
  episodes: z
    .array(z.object({ length: count.min(1), terminated: z.boolean(), episodeReturn: z.number() }))
    .min(1)
    .max(MOST_DATA_SET_EPISODES),
});
export type DataSet = z.infer<typeof DATA_SET_SCHEMA>;

/** What a list shows of one. */
export interface DataSetSummary extends Omit<DataSet, 'episodes' | 'format'> {
  readonly episodes: number;
  readonly steps: number;
  readonly sizeBytes: number;
}
