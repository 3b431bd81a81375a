/** Looks, while a run is elsewhere, whether somebody has it: says so where nobody does, and takes it back where that is wished. */
import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { reportError, StudioError, type ErrorReport } from '../../../shared/errors.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { lastWord } from '../lastWord.ts';
import { GONE_MILLISECONDS } from '../presence.ts';
import { workSubject } from '../subjects.ts';
import type { Broker } from './broker.ts';
import { isThere, moveWork, queuedAt, takeBack } from './placement.ts';
import type { WorkersSeen } from './workersSeen.ts';

const LOOK_MILLISECONDS = 1000;
/** Looks at which nobody had it, until a wish takes it back: a worker that has just taken it tells so at once. */
const LOOKS_BEFORE_TAKING = 3;
const LOOKS_BEFORE_TELLING = Math.ceil(GONE_MILLISECONDS / LOOK_MILLISECONDS) + 5;

export interface StayToWatch {
  readonly broker: Broker;
  readonly workers: WorkersSeen;
  readonly runId: string;
  readonly placement: string;
  readonly signal: AbortSignal;
  readonly wish: () => 'pause' | 'stop' | null;
  readonly onTrouble: (error: ErrorReport | null) => void;
  /** Neither its work nor its end is there. */
  readonly onLost: () => void;
}

export async function watchStay(stay: StayToWatch): Promise<void> {
  const { broker, signal, onTrouble } = stay;
  let alone = 0;
  for (; !signal.aborted; await delay(LOOK_MILLISECONDS, undefined, { signal }).catch(() => undefined)) {
    if (broker.problem !== null) {
      onTrouble(broker.problem);
      continue;
    }
    const had = stay.workers.all.some(({ running }) => running.includes(stay.runId));
    alone = had ? 0 : alone + 1;
    try {
      if (alone >= LOOKS_BEFORE_TAKING) await lookCloser(stay, await broker.connected(signal));
      onTrouble(alone > LOOKS_BEFORE_TELLING ? waiting() : null);
    } catch {
      // The broker went away meanwhile; the next look says so.
    }
  }
}

const waiting = () => reportError(new StudioError('machines.waiting'));

async function lookCloser(stay: StayToWatch, connection: NatsConnection): Promise<void> {
  const { runId, placement, signal } = stay;
  const wish = stay.wish();
  if (wish !== null) {
    const kind = wish === 'pause' ? 'paused' : 'stopped';
    await takeBack(connection, { runId, placement }, { kind }, signal);
    return;
  }
  if (!(await isThere(connection, { runId, placement }))) stay.onLost();
  else await toOthers(stay, connection);
}

/** Where no worker of its fingerprint is left, others take it, and it is not exact any more. */
async function toOthers(
  { runId, placement, workers }: StayToWatch,
  connection: NatsConnection,
): Promise<void> {
  const { message } = await lastWord(connection, runId, placement);
  if (message === null || message.compute === null) return;
  const hash = fingerprintOf(message.compute);
  const exactly = workSubject({ kind: 'fingerprint', hash }, runId);
  const others = workers.all.filter(({ draining }) => !draining);
  if (others.length === 0 || others.some(({ compute }) => fingerprintOf(compute) === hash)) return;
  if ((await queuedAt(connection, runId)) === exactly) await moveWork(connection, runId, { kind: 'any' });
}
