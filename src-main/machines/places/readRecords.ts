/** A run's records after a position, in their order and each once, as they come: by an ordered consumer, which nobody acknowledges. */
import { DeliverPolicy, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { onReconnection } from '../reconnections.ts';
import { recordsSubject, RUNS_STREAM } from '../subjects.ts';

const BATCH = 64;

export interface ReadMessage {
  /** In the stream. */
  readonly sequence: number;
  readonly data: Uint8Array;
}

/** Ends with its signal and when the broker was away; whoever reads goes on after the last one where it ends or throws otherwise. */
export async function* readRecords(
  connection: NatsConnection,
  runId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<ReadMessage> {
  const consumer = await jetstream(connection).consumers.get(RUNS_STREAM, {
    filter_subjects: recordsSubject(runId),
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: after + 1,
  });
  const messages = await consumer.consume({ max_messages: BATCH });
  const stop = () => {
    messages.stop();
  };
  signal.addEventListener('abort', stop);
  const stopListening = onReconnection(connection, stop);
  try {
    for await (const { seq, data } of messages) yield { sequence: seq, data };
  } finally {
    signal.removeEventListener('abort', stop);
    stopListening();
    messages.stop();
  }
}
