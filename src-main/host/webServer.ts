/**
 * Serves the renderer to a browser and the protocol over a WebSocket: `studio serve`.
 *
 * Whoever has a session may do everything, so: the Host header must name this server (no DNS rebinding) and a browser's
 * Origin must be this server's own or the app's (no other site's page may ask), for every request and before anything else
 * is looked at. The renderer's files need nothing more; everything else needs a session (webSessions.ts). Beyond loopback
 * only over TLS, or where a person insists. Nothing that a client sends or breaks off reaches the top of the process.
 */
import { randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIP, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { RunSummary } from '../../shared/run.ts';
import { StudioError } from '../../shared/errors.ts';
import type { MessagePortLike } from '../engine/port.ts';
import { reportToClient } from './clientErrors.ts';
import { APP_ORIGIN, contentSecurityPolicy } from './rendererContent.ts';
import { portOfWebSocket } from './transportWebSocket.ts';
import { serveFile } from './webFiles.ts';
import { LEAST_TOKEN_LETTERS, SOCKET_PROTOCOL, WebSessions } from './webSessions.ts';
import { withUpload } from './webImport.ts';

export const SOCKET_PATH = '/socket';

export const WEB_LIMITS = {
  connections: 256,
  headersMilliseconds: 10_000,
  /** An import may take as long as it goes on arriving. */
  idleMilliseconds: 60_000,
  requestsASecond: 200,
  messageBytes: 16 * 1024 * 1024,
  bodyBytes: 4096,
  /** A socket whose other end answers no ping for so long is gone, though nobody said so. */
  silentMilliseconds: 30_000,
} as const;

export interface WebServerOptions {
  /** Where the built renderer lies. */
  readonly rendererFolder: string;
  /** Address to listen on. */
  readonly address: string;
  /** 0: any free one. */
  readonly port: number;
  /** At least 32 letters; made up where it is not given. */
  readonly token?: string;
  /** Names besides its own addresses under which a browser may reach it, such as the machine's name. */
  readonly names?: readonly string[];
  /** PEM. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Beyond loopback without TLS: everybody on the way can read and change everything. */
  readonly insecure?: boolean;
  readonly connect: (port: MessagePortLike) => void;
  /** Takes in a run's file. */
  readonly importRun?: (file: string) => Promise<RunSummary>;
  /** Where an upload lies until it is taken in. */
  readonly uploadFolder?: string;
  readonly silentMilliseconds?: number;
}

export interface WebServer {
  /** Without a secret. */
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  /** An address that opens the studio once, within ten minutes. */
  newAddress(): string;
  close(): Promise<void>;
}

export const isLoopback = (address: string) =>
  address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);

/** The name without the port; null where the header is no host. */
function hostName(header: string | undefined): string | null {
  if (header === undefined || !/^[\w.:[\]-]+$/.test(header)) return null;
  try {
    return new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  } catch {
    return null;
  }
}

/**
 * @throws StudioError `serve.shortToken`, `serve.needsTls`.
 * @throws Error with the system's code (`EADDRINUSE`, `EACCES`) where it cannot listen.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const token = options.token ?? randomBytes(32).toString('base64url');
  if (token.length < LEAST_TOKEN_LETTERS) {
    throw new StudioError('serve.shortToken', { letters: LEAST_TOKEN_LETTERS });
  }
  if (!isLoopback(options.address) && options.tls === undefined && options.insecure !== true) {
    throw new StudioError('serve.needsTls', { address: options.address });
  }
  const sessions = new WebSessions(token);
  const server = new StudioWebServer(options, sessions);
  await server.listen();
  return {
    origin: server.origin,
    port: server.port,
    token,
    newAddress: () => `${server.origin}/#code=${sessions.newCode()}`,
    close: () => server.close(),
  };
}

/** What a client is refused with: a status and a sentence. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

class StudioWebServer {
  readonly #options: WebServerOptions;
  readonly #sessions: WebSessions;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #names: ReadonlySet<string>;
  readonly #requests = new WeakMap<Socket, { second: number; count: number }>();
  readonly #heard = new WeakMap<WebSocket, number>();
  readonly #pings: NodeJS.Timeout;
  #importing = false;

  constructor(options: WebServerOptions, sessions: WebSessions) {
    this.#options = options;
    this.#sessions = sessions;
    this.#names = new Set([options.address, ...(options.names ?? [])].map((name) => name.toLowerCase()));
    const answer: RequestListener = (request, response) => {
      void this.#answer(request, response);
    };
    this.#server =
      options.tls === undefined
        ? createServer(answer)
        : createTlsServer({ cert: options.tls.certificate, key: options.tls.key }, answer);
    this.#server.maxConnections = WEB_LIMITS.connections;
    this.#server.headersTimeout = WEB_LIMITS.headersMilliseconds;
    this.#server.requestTimeout = 0;
    this.#server.timeout = WEB_LIMITS.idleMilliseconds;
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: WEB_LIMITS.messageBytes,
      handleProtocols: (offered) => (offered.has(SOCKET_PROTOCOL) ? SOCKET_PROTOCOL : false),
    });
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(request, socket, head);
    });
    // What cannot be read as HTTP. Without a listener of ours Node answers too, but leaves broken sockets' errors alone.
    this.#server.on('clientError', (_error, socket) => {
      refuseSocket(socket, '400 Bad Request');
    });
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('connection', (socket) => {
      socket.on('error', () => undefined);
    });
    const silent = options.silentMilliseconds ?? WEB_LIMITS.silentMilliseconds;
    this.#pings = setInterval(() => {
      this.#ping(silent);
    }, silent / 3);
    this.#pings.unref();
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    const scheme = this.#options.tls === undefined ? 'http' : 'https';
    return `${scheme}://${urlHost(this.#options.address)}:${this.port}`;
  }

  /** Cookies know no ports: two studios on one machine would overwrite each other's. */
  get #cookie(): string {
    return `studio-session-${this.port}`;
  }

  listen(): Promise<void> {
    const { port, address } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, address, () => {
        this.#server.off('error', reject).on('error', () => undefined);
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#pings);
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  /** A page of another site can make a browser ask us, but not with our own name and Origin. */
  #isOwn(request: IncomingMessage): boolean {
    const name = hostName(request.headers.host);
    if (name === null) return false;
    // Listening on every address: any bare address is ours (rebinding needs a name).
    const everywhere = !isLoopback(this.#options.address) && isIP(name) !== 0;
    if (!isLoopback(name) && !this.#names.has(name) && !everywhere) return false;
    const { origin } = request.headers;
    // A script sends none; neither does a browser that follows a link or loads a page's own file.
    if (origin === undefined || origin === APP_ORIGIN) return true;
    return (
      URL.canParse(origin) &&
      origin === `${this.#options.tls === undefined ? 'http' : 'https'}://${request.headers.host ?? ''}`
    );
  }

  #isTooBusy(socket: Socket): boolean {
    const second = Math.floor(performance.now() / 1000);
    const seen = this.#requests.get(socket);
    const count = seen?.second === second ? seen.count + 1 : 1;
    this.#requests.set(socket, { second, count });
    return count > WEB_LIMITS.requestsASecond;
  }

  /** Never rejects. */
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    try {
      if (this.#isTooBusy(request.socket)) throw new Refusal(429, 'Too many requests on one connection.');
      if (!this.#isOwn(request))
        throw new Refusal(403, 'This studio is not reached under that name or from there.');
      await this.#route(request, response);
    } catch (error) {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const [status, text] =
        error instanceof Refusal ? [error.status, error.message] : [500, 'The studio could not answer.'];
      // What a refused request still sends is not waited for.
      if (!request.complete) response.shouldKeepAlive = false;
      this.#send(request, response, status, 'text/plain; charset=utf-8', text);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const [pathname = '/'] = url.split('?');
    if (method === 'OPTIONS') {
      response.writeHead(204, this.#headers(request)).end();
      return;
    }
    switch (`${method} ${pathname}`) {
      case 'POST /session':
        return this.#openSession(request, response);
      case 'POST /code':
        this.#demandSession(request);
        return this.#json(request, response, 200, { code: this.#sessions.newCode() });
      case 'GET /session':
        this.#demandSession(request);
        return this.#json(request, response, 200, {});
      case 'POST /import':
        this.#demandSession(request);
        return this.#import(request, response);
    }
    if (method !== 'GET' && method !== 'HEAD') throw new Refusal(405, 'Only GET.');
    const served = await serveFile(this.#options.rendererFolder, request, response, this.#headers(request));
    if (!served) {
      throw new Refusal(404, 'Not found. Where the renderer was never built, run `npm run build` first.');
    }
  }

  #demandSession(request: IncomingMessage): void {
    if (!this.#sessions.allows(request.headers, this.#cookie))
      throw new Refusal(401, 'This needs a session.');
  }

  async #openSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = this.#sessions.exchange(await bodyText(request, WEB_LIMITS.bodyBytes));
    if (session === null) throw new Refusal(401, 'The code was used before, has run out, or never was one.');
    // The app's pages are another site to the browser: no cookie of ours reaches us from there, so they keep it themselves.
    if (request.headers.origin === APP_ORIGIN || request.headers.origin === undefined) {
      this.#json(request, response, 200, { session });
      return;
    }
    const secure = this.#options.tls === undefined ? '' : '; Secure';
    response.setHeader(
      'Set-Cookie',
      `${this.#cookie}=${session}; Path=/; HttpOnly; SameSite=Strict${secure}`,
    );
    this.#json(request, response, 200, {});
  }

  async #import(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { importRun, uploadFolder } = this.#options;
    if (importRun === undefined || uploadFolder === undefined)
      throw new Refusal(404, 'Nothing is imported here.');
    if (this.#importing) throw new Refusal(429, 'Another import is under way.');
    this.#importing = true;
    try {
      this.#json(request, response, 200, await withUpload(request, uploadFolder, importRun));
    } catch (error) {
      this.#json(request, response, 422, reportToClient(error));
    } finally {
      this.#importing = false;
    }
  }

  /** Never throws. */
  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    try {
      if (!this.#isOwn(request)) refuseSocket(socket, '403 Forbidden');
      else if ((request.url ?? '').split('?')[0] !== SOCKET_PATH) refuseSocket(socket, '404 Not Found');
      else if (!this.#sessions.allows(request.headers, this.#cookie))
        refuseSocket(socket, '401 Unauthorized');
      else {
        this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
          this.#connected(webSocket);
        });
      }
    } catch {
      refuseSocket(socket, '400 Bad Request');
    }
  }

  #connected(socket: WebSocket): void {
    const heard = () => {
      this.#heard.set(socket, performance.now());
    };
    heard();
    socket.on('pong', heard).on('message', heard);
    this.#options.connect(portOfWebSocket(socket));
  }

  #ping(silentMilliseconds: number): void {
    for (const socket of this.#sockets.clients) {
      if (performance.now() - (this.#heard.get(socket) ?? 0) > silentMilliseconds) socket.terminate();
      else socket.ping();
    }
  }

  #headers(request: IncomingMessage): Record<string, string> {
    const host = request.headers.host ?? '';
    const secure = this.#options.tls !== undefined;
    return {
      'Content-Security-Policy': contentSecurityPolicy([`${secure ? 'wss' : 'ws'}://${host}`]),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'X-Frame-Options': 'DENY',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
      ...(request.headers.origin === APP_ORIGIN
        ? {
            'Access-Control-Allow-Origin': APP_ORIGIN,
            'Access-Control-Allow-Headers': 'authorization, content-type',
            'Access-Control-Allow-Methods': 'GET, POST',
            'Cross-Origin-Resource-Policy': 'cross-origin',
            Vary: 'Origin',
          }
        : { 'Cross-Origin-Resource-Policy': 'same-origin' }),
    };
  }

  #json(request: IncomingMessage, response: ServerResponse, status: number, value: object): void {
    this.#send(request, response, status, 'application/json', JSON.stringify(value));
  }

  #send(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    type: string,
    text: string,
  ): void {
    response.writeHead(status, {
      'Content-Type': type,
      'Cache-Control': 'no-store',
      ...this.#headers(request),
    });
    response.end(text);
  }
}

/** Every address is not one that a browser can open. */
function urlHost(address: string): string {
  if (address === '0.0.0.0' || address === '::') return 'localhost';
  return address.includes(':') ? `[${address}]` : address;
}

/** @throws Refusal where it is longer than a secret can be. */
async function bodyText(request: IncomingMessage, limitBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > limitBytes) throw new Refusal(413, 'Too long.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8').trim();
}

function refuseSocket(socket: Duplex, status: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => {
    socket.destroy();
  });
}
