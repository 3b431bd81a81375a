/** The host's connection to the broker, which may be away: whoever needs it waits for it, and may ask why it is not there. */
import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { reportError, StudioError, type ErrorReport } from '../../../shared/errors.ts';
import { createStreams } from '../streams.ts';

const AGAIN_MILLISECONDS = 3000;

export class Broker {
  readonly #connect: () => Promise<NatsConnection>;
  readonly #closing = new AbortController();
  #connection: NatsConnection | null = null;
  #problem: ErrorReport | null = null;
  #waiting: ((connection: NatsConnection) => void)[] = [];

  /** @param connect a connection that finds its server again by itself for as long as it takes */
  constructor(connect: () => Promise<NatsConnection>) {
    this.#connect = connect;
  }

  /** Aborted when the host closes. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Why there is no connection for the moment. */
  get problem(): ErrorReport | null {
    return this.#problem;
  }

  get isConnected(): boolean {
    return this.#connection !== null && !this.#connection.isClosed();
  }

  /** @param follow called with each connection; another one is made when it ends */
  begin(follow: (connection: NatsConnection) => Promise<void>): void {
    void this.#keepConnected(follow);
  }

  /** @throws the signal's reason */
  connected(signal: AbortSignal): Promise<NatsConnection> {
    const connection = this.#connection;
    if (connection !== null && !connection.isClosed()) return Promise.resolve(connection);
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
      this.#waiting.push(resolve);
    });
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the host closes'));
    await this.#connection?.close();
  }

  async #keepConnected(follow: (connection: NatsConnection) => Promise<void>): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        const connection = await this.#connect();
        if (signal.aborted) await connection.close();
        else await this.#use(connection, follow);
      } catch (error) {
        this.#problem = unreachable(error);
      }
      this.#connection = null;
      await delay(AGAIN_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #use(
    connection: NatsConnection,
    follow: (connection: NatsConnection) => Promise<void>,
  ): Promise<void> {
    void this.#watch(connection);
    await createStreams(connection);
    this.#connection = connection;
    this.#problem = null;
    for (const resolve of this.#waiting.splice(0)) resolve(connection);
    await Promise.race([follow(connection), connection.closed()]);
    await connection.close();
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') this.#problem = unreachable(new Error('disconnected'));
      else if (type === 'reconnect') this.#problem = null;
    }
  }
}

function unreachable(error: unknown): ErrorReport {
  if (error instanceof StudioError) return reportError(error);
  const reason = error instanceof Error ? error.message : String(error);
  return reportError(new StudioError('machines.unreachable', { reason }));
}
