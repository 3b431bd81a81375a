/** The web server's sockets, which carry the protocol: who may open one, and when one is taken for gone. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { MessagePortLike } from '../engine/port.ts';
import { portOfWebSocket } from './transportWebSocket.ts';
import type { Log } from '../store/log.ts';
import type { WebLimits } from './webLimits.ts';
import { SOCKET_PROTOCOL } from './webSessions.ts';

export const SOCKET_PATH = '/socket';

/** Unsent bytes past which a client is taken for one that reads nothing any more. */
const MOST_UNSENT_BYTES = 256 * 1024 * 1024;

export interface WebSocketsOptions {
  readonly isOwn: (request: IncomingMessage) => boolean;
  readonly hasSession: (request: IncomingMessage) => boolean;
  readonly connect: (port: MessagePortLike) => void;
  readonly log: Log;
  readonly limits: WebLimits;
}

export class WebSockets {
  readonly #options: WebSocketsOptions;
  readonly #server: WebSocketServer;
  readonly #heard = new WeakMap<WebSocket, number>();
  readonly #pings: NodeJS.Timeout;

  constructor(options: WebSocketsOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: options.limits.messageBytes,
      maxFragments: options.limits.messagePieces,
      // One message a turn: a client that sends as fast as it can leaves the others their turns.
      allowSynchronousEvents: false,
      handleProtocols: (offered) => (offered.has(SOCKET_PROTOCOL) ? SOCKET_PROTOCOL : false),
    });
    this.#pings = setInterval(() => {
      this.#ping();
    }, options.limits.silentMilliseconds / 3);
    this.#pings.unref();
  }

  /** Never throws. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    const { isOwn, hasSession } = this.#options;
    try {
      if (!isOwn(request)) this.#refuse(socket, '403 Forbidden');
      else if ((request.url ?? '').split('?')[0] !== SOCKET_PATH) refuseSocket(socket, '404 Not Found');
      else if (!hasSession(request)) this.#refuse(socket, '401 Unauthorized');
      else {
        this.#server.handleUpgrade(request, socket, head, (webSocket) => {
          this.#connected(webSocket);
        });
      }
    } catch {
      refuseSocket(socket, '400 Bad Request');
    }
  }

  close(): void {
    clearInterval(this.#pings);
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }

  #refuse(socket: Duplex, status: string): void {
    this.#options.log.write('warning', 'socket.refused', { status });
    refuseSocket(socket, status);
  }

  #connected(socket: WebSocket): void {
    this.#options.log.write('info', 'socket.opened', { open: this.#server.clients.size });
    const heard = () => {
      this.#heard.set(socket, performance.now());
    };
    heard();
    socket.on('pong', heard).on('message', heard);
    this.#options.connect(portOfWebSocket(socket));
  }

  #ping(): void {
    for (const socket of this.#server.clients) {
      const silent = performance.now() - (this.#heard.get(socket) ?? 0);
      if (silent > this.#options.limits.silentMilliseconds || socket.bufferedAmount > MOST_UNSENT_BYTES) {
        this.#options.log.write('info', 'socket.silent', { seconds: Math.round(silent / 1000) });
        socket.terminate();
      } else socket.ping();
    }
  }
}

/** Answers with a status and ends the connection, whatever state it is in. */
export function refuseSocket(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => {
    socket.destroy();
  });
}
