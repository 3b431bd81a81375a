/**
 * Who follows something at the broker begins anew when the connection is there again: a server that was started again knows no
 * consumer without a name, and the client only notices after missed heartbeats.
 */
import type { NatsConnection } from '@nats-io/transport-node';

const listeners = new WeakMap<NatsConnection, Set<() => void>>();

/** @returns ends the listening */
export function onReconnection(connection: NatsConnection, listener: () => void): () => void {
  let known = listeners.get(connection);
  if (known === undefined) {
    listeners.set(connection, (known = new Set()));
    void tell(connection, known);
  }
  known.add(listener);
  return () => {
    known.delete(listener);
  };
}

async function tell(connection: NatsConnection, known: ReadonlySet<() => void>): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'reconnect') for (const listener of [...known]) listener();
  }
}
