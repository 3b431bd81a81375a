/** What a host does with a run's stay at the broker: places it, wishes something of it, takes it back, clears it away. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { dreamOf } from '../../../shared/dreamSettings.ts';
import type { ComputeFingerprint } from '../../../shared/run.ts';
import type { TrainingOrder, TrainingOutcome } from '../../host/runPlace.ts';
import { KEPT_MODEL_FILE } from '../../store/keptModel.ts';
import { Fenced, FencedSubject, lastMessage } from '../fence.ts';
import { dropObject, sendFile } from '../files.ts';
import { lastWord } from '../lastWord.ts';
import { untilAnswered } from '../patience.ts';
import { encode, type RunMessage, type Told, type WorkOrder } from '../runMessages.ts';
import { openFiles } from '../streams.ts';
import {
  recordsSubject,
  RUNS_STREAM,
  WISHES_BUCKET,
  workOfRun,
  workSubject,
  WORK_STREAM,
  type WorkPool,
} from '../subjects.ts';

/** The name under which a host speaks in a run's records. */
const HOST = 'host';

export const newPlacement = () => randomBytes(8).toString('hex');

interface Stay {
  readonly runId: string;
  readonly placement: string;
}

/** Files first, then the first word, then the work: whoever gets that finds the rest. */
export async function placeRun(
  connection: NatsConnection,
  {
    placement,
    order,
    pool,
    compute,
    signal,
  }: {
    readonly placement: string;
    readonly order: TrainingOrder;
    readonly pool: WorkPool;
    /** What it was computed with so far. */
    readonly compute: ComputeFingerprint | null;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { folder, resumeFrom, beginFrom, wallSecondsBefore, workers: _, ...start } = order.start;
  const { runId } = start;
  await clearAway(connection, runId);
  const transfer = { files: await openFiles(connection), signal };
  const send = async (file: string | null, name: string) => {
    if (file === null) return null;
    await sendFile(transfer, `${runId}/${name}`, file);
    return `${runId}/${name}`;
  };
  const work: WorkOrder = {
    placement,
    start,
    shared: order.shared,
    beginFrom: await send(beginFrom, 'begin.wms'),
    keptModel: await send(
      dreamOf(start.config) === null ? null : path.join(folder, KEPT_MODEL_FILE),
      KEPT_MODEL_FILE,
    ),
  };
  await send(resumeFrom, resumeFrom === null ? '' : path.basename(resumeFrom));
  const head =
    resumeFrom === null || order.resumedFrom === null
      ? null
      : { id: order.resumedFrom, fileName: path.basename(resumeFrom) };
  const before = await lastMessage(connection, recordsSubject(runId));
  await speak(connection, { runId, placement }, before?.seq ?? 0, signal, {
    wallSeconds: wallSecondsBefore,
    head,
    compute: head === null ? null : compute,
    told: { type: 'placed' },
  });
  await untilAnswered(
    () => jetstream(connection).publish(workSubject(pool, runId), encode(work), { msgID: placement }),
    signal,
  );
}

async function speak(
  connection: NatsConnection,
  { runId, placement }: Stay,
  after: number,
  signal: AbortSignal,
  word: Pick<RunMessage, 'wallSeconds' | 'head' | 'compute' | 'told'>,
): Promise<void> {
  const name = `${runId}/${HOST}-${randomBytes(4).toString('hex')}`;
  const fence = new FencedSubject({ connection, subject: recordsSubject(runId), after, name, signal });
  await fence.publish(encode({ placement, sitting: HOST, worker: '', ...word }));
}

/** Heard by whichever worker has the run, also when it takes it only later. */
export async function wishFor(
  connection: NatsConnection,
  { runId, placement }: Stay,
  wish: 'pause' | 'stop',
): Promise<void> {
  const bucket = await new Kvm(connection).open(WISHES_BUCKET);
  await bucket.put(runId, encode({ placement, wish }));
}

/**
 * Takes the run over from whoever has it, or has it no more, and ends its stay: the end is the last word of its records.
 * @returns false where somebody was just speaking in it, or it has ended
 */
export async function takeBack(
  connection: NatsConnection,
  stay: Stay,
  outcome: TrainingOutcome,
  signal: AbortSignal,
): Promise<boolean> {
  const { sequence, message } = await lastWord(connection, stay.runId, stay.placement);
  if (message === null || message.told.type === 'ended') return false;
  const { wallSeconds, head, compute } = message;
  const told: Told = { type: 'ended', outcome };
  try {
    await speak(connection, stay, sequence, signal, { wallSeconds, head, compute, told });
    return true;
  } catch (error) {
    if (error instanceof Fenced) return false;
    throw error;
  }
}

/** Whether its work waits, is under way, or has come to an end that was not read yet. */
export async function isThere(connection: NatsConnection, { runId, placement }: Stay): Promise<boolean> {
  if ((await queuedAt(connection, runId)) !== null) return true;
  const { message } = await lastWord(connection, runId, placement);
  return message?.told.type === 'ended';
}

/** The subject that its work waits or is held under. */
export async function queuedAt(connection: NatsConnection, runId: string): Promise<string | null> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  const info = await streams.info(WORK_STREAM, { subjects_filter: workOfRun(runId) });
  return Object.keys(info.state.subjects ?? {})[0] ?? null;
}

/** To another pool: for those of its own it would wait in vain. */
export async function moveWork(connection: NatsConnection, runId: string, pool: WorkPool): Promise<void> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  const work = await streams.getMessage(WORK_STREAM, { last_by_subj: workOfRun(runId) });
  if (work === null) return;
  await jetstream(connection).publish(workSubject(pool, runId), work.data);
  await streams.deleteMessage(WORK_STREAM, work.seq);
}

/** Nothing of the run is left at the broker. */
export async function clearAway(connection: NatsConnection, runId: string): Promise<void> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  await streams.purge(WORK_STREAM, { filter: workOfRun(runId) });
  await streams.purge(RUNS_STREAM, { filter: recordsSubject(runId) });
  await (await new Kvm(connection).open(WISHES_BUCKET)).purge(runId);
  const files = await openFiles(connection);
  for (const { name } of await files.list()) {
    if (name.startsWith(`${runId}/`)) await dropObject(connection, files, name);
  }
}

/** What the store has for good need not lie there any longer: messages before that position, and these objects. */
export async function trim(
  connection: NatsConnection,
  runId: string,
  position: number,
  objects: readonly string[],
): Promise<void> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  // The message at that position stays: whoever takes the run over reads the last one.
  await streams.purge(RUNS_STREAM, { filter: recordsSubject(runId), seq: position });
  const files = await openFiles(connection);
  for (const name of objects) await dropObject(connection, files, name);
}
