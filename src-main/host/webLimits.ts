/** How much a client may ask of the web server at a time, and how long it may take to ask. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { CLIENT_MESSAGE_BYTES } from '../../shared/codec.ts';
import { MOST_IMPORT_BYTES } from '../../shared/protocol.ts';

export const WEB_LIMITS = {
  connections: 256,
  headersMilliseconds: 10_000,
  /** Everything but an import, which may take as long as it goes on arriving. */
  bodyMilliseconds: 10_000,
  handshakeMilliseconds: 10_000,
  /** How often connections are looked over for those that have taken too long. */
  lookMilliseconds: 2000,
  idleMilliseconds: 60_000,
  requestsASecond: 200,
  /** Answers under way on one connection. Browsers ask for one at a time; each holds a file open. */
  answersAtOnce: 8,
  messageBytes: CLIENT_MESSAGE_BYTES,
  /** Pieces that a message may come in. */
  messagePieces: 1024,
  bodyBytes: 4096,
  importBytes: MOST_IMPORT_BYTES,
  /** A socket whose other end answers no ping for so long is gone, though nobody said so. */
  silentMilliseconds: 30_000,
};
export type WebLimits = Readonly<typeof WEB_LIMITS>;

interface Load {
  second: number;
  requests: number;
  answers: number;
}

/** Counts what each connection asks for. */
export class ConnectionLoads {
  readonly #limits: WebLimits;
  readonly #loads = new WeakMap<Socket, Load>();

  constructor(limits: WebLimits) {
    this.#limits = limits;
  }

  /** @returns whether this request is within the limits. */
  admit(socket: Socket, response: ServerResponse): boolean {
    const second = Math.floor(performance.now() / 1000);
    const load = this.#loads.get(socket) ?? { second, requests: 0, answers: 0 };
    this.#loads.set(socket, load);
    if (load.second !== second) {
      load.second = second;
      load.requests = 0;
    }
    load.requests += 1;
    load.answers += 1;
    response.once('close', () => {
      load.answers -= 1;
    });
    return load.requests <= this.#limits.requestsASecond && load.answers <= this.#limits.answersAtOnce;
  }
}
