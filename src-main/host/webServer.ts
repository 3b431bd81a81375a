/**
 * Serves the renderer to a browser and the protocol over a WebSocket: `studio serve`.
 *
 * Whoever has a session may do everything, so whose request it is (webIdentity.ts) is looked at for every request and
 * before anything else. The renderer's files need nothing more; everything else needs a session (webSessions.ts). Beyond
 * loopback only over TLS, or where a person insists. Nothing that a client sends or breaks off reaches the top of the
 * process.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { Socket, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext } from 'node:tls';
import { StudioError } from '../../shared/errors.ts';
import type { MessagePortLike } from '../engine/port.ts';
import { NO_LOG, wholeError, type Log } from '../store/log.ts';
import { keepSecret } from '../store/redaction.ts';
import { APP_ORIGIN } from './rendererContent.ts';
import { answerHeaders, bodyText, Refusal, sendJson, sendText, type AnswerHeaders } from './webAnswers.ts';
import { serveFile } from './webFiles.ts';
import { isLoopback, WebIdentity } from './webIdentity.ts';
import { sweepUploads } from './webImport.ts';
import { ConnectionLoads, WEB_LIMITS, type WebLimits } from './webLimits.ts';
import { LEAST_TOKEN_LETTERS, WebSessions } from './webSessions.ts';
import { WebTransfers, type TransferOptions } from './webTransfers.ts';
import { refuseSocket, WebSockets } from './webSockets.ts';

export interface WebServerOptions extends TransferOptions {
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
  readonly limits?: Partial<WebLimits>;
}

export interface WebServer {
  /** Without a secret. */
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  /** Good for new addresses of this server, for as long as it runs, and for nothing else. */
  readonly opener: string;
  /** An address that opens the studio once, within ten minutes. */
  newAddress(): string;
  close(): Promise<void>;
}

/**
 * Whether it may be served so, asked before anything is opened for it.
 * @param options.encrypted by a certificate of one's own, or by one that will be made
 * @throws StudioError `serve.shortToken`, `serve.needsTls`, `serve.badCertificate`.
 */
export function checkServable(options: {
  readonly token: string | undefined;
  readonly address: string;
  readonly encrypted: boolean;
  readonly insecure: boolean;
  readonly tls: WebServerOptions['tls'];
}): void {
  const { token, address, encrypted, insecure, tls } = options;
  if (token !== undefined && token.length < LEAST_TOKEN_LETTERS) {
    throw new StudioError('serve.shortToken', { letters: LEAST_TOKEN_LETTERS });
  }
  if (!isLoopback(address) && !encrypted && !insecure) throw new StudioError('serve.needsTls', { address });
  if (tls === undefined) return;
  try {
    createSecureContext({ cert: tls.certificate, key: tls.key });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StudioError('serve.badCertificate', { reason }, { cause });
  }
}

/**
 * @throws StudioError `serve.shortToken`, `serve.needsTls`, `serve.badCertificate`.
 * @throws Error with the system's code (`EADDRINUSE`, `EACCES`) where it cannot listen.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { token = randomBytes(32).toString('base64url'), address, tls, insecure = false } = options;
  checkServable({ token, address, encrypted: tls !== undefined, insecure, tls });
  keepSecret(token);
  const sessions = new WebSessions(token);
  const server = new StudioWebServer(options, sessions);
  if (options.uploadFolder !== undefined) await sweepUploads(options.uploadFolder);
  await server.listen();
  return {
    origin: server.origin,
    port: server.port,
    token,
    opener: sessions.opener,
    newAddress: () => `${server.origin}/#code=${sessions.newCode()}`,
    close: () => server.close(),
  };
}

/** Of a path that somebody sent. */
const SHOWN_PATH_LETTERS = 100;

class StudioWebServer {
  readonly #options: WebServerOptions;
  readonly #sessions: WebSessions;
  readonly #identity: WebIdentity;
  readonly #server: Server;
  readonly #sockets: WebSockets;
  readonly #limits: WebLimits;
  readonly #loads: ConnectionLoads;
  readonly #transfers: WebTransfers;
  readonly #log: Log;

  constructor(options: WebServerOptions, sessions: WebSessions) {
    this.#options = options;
    this.#log = options.log ?? NO_LOG;
    this.#sessions = sessions;
    this.#limits = { ...WEB_LIMITS, ...options.limits };
    this.#loads = new ConnectionLoads(this.#limits);
    this.#transfers = new WebTransfers(options, this.#limits);
    this.#identity = new WebIdentity({
      address: options.address,
      names: options.names ?? [],
      certificate: options.tls?.certificate ?? null,
    });
    this.#server = plainServer(this.#limits, options.tls);
    this.#sockets = new WebSockets({
      isOwn: (request) => this.#identity.isOwn(request.headers),
      hasSession: (request) => this.#sessions.allows(request.headers, this.#cookie),
      connect: options.connect,
      log: this.#log,
      limits: this.#limits,
    });
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      void this.#answer(request, response);
    };
    this.#server
      .on('request', answer)
      // A client that asks before it sends its body is looked at like any other, before it is told to go on.
      .on('checkContinue', answer)
      .on('checkExpectation', answer)
      .on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        this.#sockets.upgrade(request, socket, head);
      })
      .on('connect', (_request: IncomingMessage, socket: Duplex) => {
        refuseSocket(socket, '405 Method Not Allowed');
      })
      // What cannot be read as HTTP. Without a listener of ours Node answers too, but leaves broken sockets' errors alone.
      .on('clientError', (_error, socket) => {
        // A browser opens connections ahead: the answer to nothing would be read as that of the first thing it asks there.
        if (socket instanceof Socket && socket.bytesRead === 0) socket.destroy();
        else refuseSocket(socket, '400 Bad Request');
      })
      .on('tlsClientError', (_error, socket) => {
        socket.destroy();
      })
      .on('connection', (socket: Duplex) => {
        socket.on('error', () => undefined);
      });
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
        this.#server.off('error', reject).on('error', (error) => {
          this.#log.write('error', 'server.failed', {}, wholeError(error));
        });
        const { tls } = this.#options;
        const reach = isLoopback(address) ? 'this machine' : 'the network';
        this.#log.write('info', 'server.listening', { port: this.port, reach, encrypted: tls !== undefined });
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        this.#log.write('info', 'server.closed');
        resolve();
      });
    });
  }

  /** Never rejects. */
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    request.on('error', () => undefined);
    try {
      if (!this.#identity.isOwn(request.headers))
        throw new Refusal(403, 'This studio is not reached under that name or from there.');
      if (!this.#loads.admit(request.socket, response))
        throw new Refusal(429, 'Too many requests on one connection.');
      await this.#route(request, response);
    } catch (error) {
      this.#tellRefused(request, error);
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const [status, text] =
        error instanceof Refusal ? [error.status, error.message] : [500, 'The studio could not answer.'];
      // What a refused request still sends is not waited for, nor what comes after too many.
      if (!request.complete || status === 403 || status === 429) response.shouldKeepAlive = false;
      sendText(response, this.#headers(request), status, text);
    }
  }

  /** Where a page was missing is no news; of an address only the path is told, since a query may hold anything. */
  #tellRefused({ method, url = '/', socket }: IncomingMessage, error: unknown): void {
    const from = isLoopback(socket.remoteAddress ?? '') ? 'this machine' : 'the network';
    const pathname = (url.split(/[?#]/)[0] ?? '').slice(0, SHOWN_PATH_LETTERS);
    if (!(error instanceof Refusal)) {
      // Who breaks off in the middle of an answer is no fault of the server's.
      if (!socket.destroyed)
        this.#log.write('error', 'request.failed', { method, pathname }, wholeError(error));
    } else if (error.status !== 404) {
      this.#log.write('warning', 'request.refused', { status: error.status, method, pathname, from });
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
        if (!this.#sessions.opens(request.headers)) this.#demandSession(request);
        return sendJson(response, this.#headers(request), 200, { code: this.#sessions.newCode() });
      case 'GET /session':
        this.#demandSession(request);
        return sendJson(response, this.#headers(request), 200, {});
      case 'POST /import':
        this.#demandSession(request);
        return this.#transfers.import(request, response, this.#headers(request));
      case 'GET /export':
        this.#demandSession(request);
        return this.#transfers.export(request, response, this.#headers(request));
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
    const session = this.#sessions.exchange(await bodyText(request, response, this.#limits));
    if (session === null) throw new Refusal(401, 'The code was used before, has run out, or never was one.');
    const how = request.headers.origin === APP_ORIGIN ? 'app' : 'browser';
    this.#log.write('info', 'session.opened', { how });
    // The app's pages are another site to the browser: no cookie of ours reaches us from there, so they keep it themselves.
    if (request.headers.origin === APP_ORIGIN || request.headers.origin === undefined) {
      sendJson(response, this.#headers(request), 200, { session });
      return;
    }
    const secure = this.#options.tls === undefined ? '' : '; Secure';
    response.setHeader(
      'Set-Cookie',
      `${this.#cookie}=${session}; Path=/; HttpOnly; SameSite=Strict${secure}`,
    );
    sendJson(response, this.#headers(request), 200, {});
  }

  #headers(request: IncomingMessage): AnswerHeaders {
    return answerHeaders(request.headers, this.#options.tls !== undefined);
  }
}

function plainServer(limits: WebLimits, tls: WebServerOptions['tls']): Server {
  const options = {
    headersTimeout: limits.headersMilliseconds,
    // A body has its own limits: a secret's, and an import's.
    requestTimeout: 0,
    connectionsCheckingInterval: limits.lookMilliseconds,
  };
  const server =
    tls === undefined
      ? createServer(options)
      : createTlsServer({
          ...options,
          cert: tls.certificate,
          key: tls.key,
          handshakeTimeout: limits.handshakeMilliseconds,
        });
  server.maxConnections = limits.connections;
  server.timeout = limits.idleMilliseconds;
  return server;
}

/** Every address is not one that a browser can open. */
function urlHost(address: string): string {
  if (address === '0.0.0.0' || address === '::') return 'localhost';
  return address.includes(':') ? `[${address}]` : address;
}
