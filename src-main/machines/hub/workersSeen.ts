/** Which members are there: their last beats, by this computer's own clock. */
import type { KV } from '@nats-io/kv';
import { GONE_MILLISECONDS, readPresence, type WorkerPresence } from '../presence.ts';

interface Seen {
  readonly presence: WorkerPresence;
  readonly at: number;
}

export class WorkersSeen {
  readonly #seen = new Map<string, Seen>();
  readonly #now: () => number;
  #stop: () => void = () => undefined;

  /** @param now milliseconds that never go backwards */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Goes on until the connection closes or `stop`. */
  async watch(bucket: KV): Promise<void> {
    const entries = await bucket.watch();
    this.#stop = () => {
      entries.stop();
    };
    for await (const entry of entries) {
      if (entry.operation !== 'PUT') {
        this.#seen.delete(entry.key);
        continue;
      }
      const presence = readPresence(entry.key, entry.value);
      if (presence === undefined) continue;
      // What was there before this hub began lies back as long as the server says, whose clock is this computer's.
      const ago = Math.max(0, Date.now() - entry.created.getTime());
      this.#seen.set(entry.key, { presence, at: this.#now() - ago });
    }
  }

  /** Milliseconds since the last beat, and what it said; undefined where none was heard. */
  last(
    id: string,
  ): { readonly presence: WorkerPresence; readonly ago: number; readonly gone: boolean } | undefined {
    const seen = this.#seen.get(id);
    if (seen === undefined) return undefined;
    const ago = Math.round(this.#now() - seen.at);
    return { presence: seen.presence, ago, gone: ago > GONE_MILLISECONDS };
  }

  stop(): void {
    this.#stop();
  }
}
