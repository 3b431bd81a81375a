/** The workers that there are, as a host hears their beats: silence is measured by its own clock. */
import type { NatsConnection } from '@nats-io/transport-node';
import { setTimeout as delay } from 'node:timers/promises';
import { onReconnection } from '../reconnections.ts';
import { GONE_MILLISECONDS, openWorkersBucket, readPresence, type WorkerPresence } from '../presence.ts';

const LOOK_MILLISECONDS = 1000;

interface Heard {
  readonly presence: WorkerPresence;
  readonly at: number;
}

/** What the queue goes by: a beat that says nothing else than the one before is no news. */
const news = ({ places, running, draining }: WorkerPresence) => JSON.stringify([places, running, draining]);

export class WorkersSeen {
  readonly #heard = new Map<string, Heard>();
  readonly #changed: () => void;

  /** @param changed a worker has come or gone, or does something else than before */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get all(): readonly WorkerPresence[] {
    return [...this.#heard.values()].map(({ presence }) => presence);
  }

  /** Until the signal is aborted or the connection is closed. @throws where the bucket cannot be read */
  async follow(connection: NatsConnection, signal: AbortSignal): Promise<void> {
    const bucket = await openWorkersBucket(connection);
    void this.#forgetSilent(signal);
    while (!signal.aborted && !connection.isClosed()) {
      const watch = await bucket.watch();
      const stop = () => {
        watch.stop();
      };
      signal.addEventListener('abort', stop);
      const stopListening = onReconnection(connection, stop);
      for await (const { key, operation, value } of watch) this.#hear(key, operation, value);
      signal.removeEventListener('abort', stop);
      stopListening();
    }
  }

  #hear(id: string, operation: string, value: Uint8Array): void {
    const presence = operation === 'PUT' ? readPresence(id, value) : undefined;
    const before = this.#heard.get(id);
    if (presence === undefined) this.#heard.delete(id);
    else this.#heard.set(id, { presence, at: performance.now() });
    const same =
      presence === undefined
        ? before === undefined
        : before !== undefined && news(before.presence) === news(presence);
    if (!same) this.#changed();
  }

  async #forgetSilent(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(LOOK_MILLISECONDS, undefined, { signal }).catch(() => undefined);
      const silent = [...this.#heard].filter(([, { at }]) => performance.now() - at > GONE_MILLISECONDS);
      for (const [id] of silent) this.#heard.delete(id);
      if (silent.length > 0) this.#changed();
    }
  }
}
