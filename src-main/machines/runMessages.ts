/**
 * What workers and hosts tell each other over the broker, as bytes. Both are of one build, but a worker is another machine: what
 * comes from one is checked before it touches the store (checkedMessage).
 */
import { z } from 'zod';
import { decodeMessage, encodeMessage } from '../../shared/codec.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { AXIS_SCHEMA, CHECKPOINT_REASONS, type ComputeFingerprint } from '../../shared/run.ts';
import type { LiveUpdate, NumberedRecord, TrainerStart } from '../engine/messages.ts';
import { COMPUTE_SCHEMA } from '../host/archiveSchema.ts';
import type { Shared, TrainingOutcome } from '../host/runPlace.ts';

/** A checkpoint that lies in the object store as `<run>/<fileName>`. */
export interface CheckpointAway {
  readonly id: string;
  readonly fileName: string;
}

/** A run that is to be trained somewhere. */
export interface WorkOrder {
  /** Names the run's stay with the workers, from here until its end. */
  readonly placement: string;
  readonly start: Omit<
    TrainerStart,
    'sitting' | 'folder' | 'resumeFrom' | 'beginFrom' | 'workers' | 'wallSecondsBefore'
  >;
  readonly shared: Shared | null;
  /** Objects, where there are any: the sibling's checkpoint, and the copy of the model in whose dream it learns. */
  readonly beginFrom: string | null;
  readonly keptModel: string | null;
}

export type Told =
  /** A host has placed the run: the first word of its stay, with the checkpoint that it goes on from. */
  | { readonly type: 'placed' }
  /** A worker has the run from here on: nobody else's records are taken any more. */
  | { readonly type: 'taken' }
  | {
      readonly type: 'started';
      readonly compute: ComputeFingerprint;
      readonly restored: boolean;
      readonly shared: Shared | null;
    }
  | { readonly type: 'records'; readonly records: readonly NumberedRecord[] }
  | { readonly type: 'waiting'; readonly error: ErrorReport | null }
  | { readonly type: 'ended'; readonly outcome: TrainingOutcome }
  /** Too large for a message: in the object store. */
  | { readonly type: 'stored'; readonly object: string };

/** One message of a run's records. The last one tells whoever takes the run over all that it needs. */
export interface RunMessage {
  readonly placement: string;
  readonly sitting: string;
  /** Name of the machine. */
  readonly worker: string;
  readonly wallSeconds: number;
  /** The newest checkpoint, this message's own counted. */
  readonly head: CheckpointAway | null;
  /** Null until its trainer has said. */
  readonly compute: ComputeFingerprint | null;
  readonly told: Told;
}

export interface LiveMessage {
  readonly placement: string;
  readonly update: LiveUpdate;
}

/** What a person wants of a run that is elsewhere. */
export interface Wish {
  readonly placement: string;
  readonly wish: 'pause' | 'stop';
}

export const encode = (message: WorkOrder | RunMessage | LiveMessage | Wish | Told): Uint8Array =>
  encodeMessage(message);

/** Of what a host wrote. */
export const decodeOrder = (bytes: Uint8Array) => decodeMessage(bytes) as WorkOrder;
export const decodeWish = (bytes: Uint8Array) => decodeMessage(bytes) as Wish;

const name = z.string().max(200);
const identifier = z.string().regex(/^[\w-]{1,120}$/);
const count = z.number().int().min(0);
/** A curve may hold what is no number, and an infinity. */
const figure = z.custom<number>((value) => typeof value === 'number');
const checkpointAway = z.object({ id: identifier, fileName: z.string().regex(/^[\w-]{1,120}\.wms$/) });
const error = z.looseObject({ code: name, values: z.record(z.string(), z.union([z.string(), z.number()])) });

/** What the store takes as it is: kinds, names that become paths, and axes that become numbers of rows. */
const RECORD = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('metrics'), axis: AXIS_SCHEMA, values: z.record(name, figure) }),
  z.looseObject({
    kind: z.literal('episode'),
    episode: z.looseObject({ purpose: name, phase: name, axis: AXIS_SCHEMA, length: count }),
  }),
  z.looseObject({ kind: z.literal('result'), result: z.looseObject({ score: figure }) }),
  z.looseObject({ kind: z.literal('log'), entry: z.looseObject({ at: name, key: name, level: name }) }),
  z.looseObject({
    kind: z.literal('checkpoint'),
    checkpoint: checkpointAway.loose().extend({
      sizeBytes: count,
      reason: z.enum(CHECKPOINT_REASONS),
      phase: name,
      score: figure.nullable(),
      axis: AXIS_SCHEMA,
      createdAt: name,
    }),
  }),
]);

const shared = z.object({ name, run: identifier, checkpoint: identifier });

const TOLD = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['placed', 'taken']) }),
  z.object({
    type: z.literal('started'),
    compute: COMPUTE_SCHEMA,
    restored: z.boolean(),
    shared: shared.nullable(),
  }),
  z.object({
    type: z.literal('records'),
    records: z
      .array(z.object({ sequence: count.min(1), wallSeconds: z.number(), record: RECORD }))
      .min(1)
      .max(10_000),
  }),
  z.object({ type: z.literal('waiting'), error: error.nullable() }),
  z.object({
    type: z.literal('ended'),
    outcome: z.discriminatedUnion('kind', [
      z.object({ kind: z.enum(['completed', 'paused', 'stopped']) }),
      z.object({ kind: z.enum(['failed', 'died']), error }),
    ]),
  }),
  z.object({ type: z.literal('stored'), object: z.string().max(300) }),
]);

const MESSAGE = z.object({
  placement: identifier,
  sitting: identifier,
  worker: z.string().max(255),
  wallSeconds: z.number().min(0),
  head: checkpointAway.nullable(),
  compute: COMPUTE_SCHEMA.nullable(),
  told: TOLD,
});

const LIVE = z.object({
  placement: identifier,
  update: z.looseObject({ kind: z.enum(['progress', 'pictures', 'distribution']) }),
});

/** What a worker sent is nothing that it was asked for. */
export class BadMessage extends Error {
  override readonly name = 'BadMessage';
}

/** @throws BadMessage with the first thing that is wrong */
function checked<T>(schema: z.ZodType, bytes: Uint8Array): T {
  let value: unknown;
  try {
    value = decodeMessage(bytes);
  } catch (error) {
    throw new BadMessage(String(error).slice(0, 300), { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return value as T;
  const [issue] = parsed.error.issues;
  throw new BadMessage(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.slice(0, 300));
}

/** Each throws BadMessage where no worker of this build sent it. */
export const checkedMessage = (bytes: Uint8Array): RunMessage => checked(MESSAGE, bytes);
export const checkedTold = (bytes: Uint8Array): Told => checked(TOLD, bytes);
export const checkedLive = (bytes: Uint8Array): LiveMessage => checked(LIVE, bytes);
