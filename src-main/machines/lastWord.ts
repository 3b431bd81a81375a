/** The newest message of a run's stay with the workers: where whoever takes it over goes on. */
import type { NatsConnection } from '@nats-io/transport-node';
import { lastMessage } from './fence.ts';
import { fingerprintOf } from './fingerprint.ts';
import { checkedMessage, type RunMessage, type WorkOrder } from './runMessages.ts';
import { recordsSubject } from './subjects.ts';

export interface LastWord {
  /** Of the newest message, whichever stay it is of; 0 where there is none. */
  readonly sequence: number;
  /** Null where the stay is over: nothing of it is left, or another has begun. */
  readonly message: RunMessage | null;
}

/** @throws Error where what is there was sent by no worker of this build */
export async function lastWord(
  connection: NatsConnection,
  runId: string,
  placement: string,
): Promise<LastWord> {
  const stored = await lastMessage(connection, recordsSubject(runId));
  if (stored === null) return { sequence: 0, message: null };
  const message = checkedMessage(stored.data);
  return { sequence: stored.seq, message: message.placement === placement ? message : null };
}

/** Fingerprint of what it would go on from; null where it begins. */
export async function begunOn(connection: NatsConnection, order: WorkOrder): Promise<string | null> {
  const { message } = await lastWord(connection, order.start.runId, order.placement);
  if (message === null || message.head === null || message.compute === null) return null;
  return fingerprintOf(message.compute);
}
