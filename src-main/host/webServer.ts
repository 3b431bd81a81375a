/**
 * Serves the renderer to a browser and the protocol over a WebSocket: `studio serve`.
 *
 * Whoever knows the token may do everything, so: loopback only unless told otherwise; the token is in the URL and
 * compared in constant time; the Host header must name this server (no DNS rebinding) and a browser's Origin must be
 * this server's own (no other site's page may connect). Static files hold nothing secret and need no token.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { MessagePortLike } from '../engine/port.ts';
import { CONTENT_SECURITY_POLICY, CONTENT_TYPES } from './rendererContent.ts';
import { portOfWebSocket } from './transportWebSocket.ts';

export const SOCKET_PATH = '/socket';
/** A run to import comes in one message. */
const MOST_MESSAGE_BYTES = 1024 * 1024 * 1024;

export interface WebServerOptions {
  /** Where the built renderer lies. */
  readonly rendererFolder: string;
  /** Address to listen on. */
  readonly address: string;
  /** 0: any free one. */
  readonly port: number;
  /** Made up where it is not given. */
  readonly token?: string;
  /** Names besides its own addresses under which a browser may reach it, such as the machine's name. */
  readonly names?: readonly string[];
  readonly connect: (port: MessagePortLike) => void;
}

export interface WebServer {
  /** With the token: whoever has it has the studio. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const SECURITY_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

const isLoopback = (address: string) =>
  address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);

/** Equal length first, by hashing, so that time tells nothing of either. */
function sameToken(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** The name without the port; null where the header is no host. */
function hostName(header: string | undefined): string | null {
  if (header === undefined) return null;
  try {
    return new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return null;
  }
}

/** @throws Error with the system's code (`EADDRINUSE`, `EACCES`) where it cannot listen. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const token = options.token ?? randomBytes(24).toString('base64url');
  const names = new Set([options.address, ...(options.names ?? [])].map((name) => name.toLowerCase()));

  /** A page of another site can make a browser ask us, but not with our own name and Origin. */
  const isOwnHost = (request: IncomingMessage): boolean => {
    const name = hostName(request.headers.host)?.toLowerCase() ?? null;
    if (name === null) return false;
    if (isLoopback(name) || names.has(name)) return true;
    // Listening on every address: any bare address is ours (rebinding needs a name).
    return !isLoopback(options.address) && isIP(name) !== 0;
  };
  const isOwnOrigin = (request: IncomingMessage): boolean => {
    const { origin } = request.headers;
    // A script, or the desktop app, whose pages come from no web site.
    if (origin === undefined) return true;
    if (!URL.canParse(origin)) return false;
    const { protocol, host } = new URL(origin);
    return protocol === 'http:' || protocol === 'https:' ? host === request.headers.host : true;
  };

  const server = createServer((request, response) => {
    if (!isOwnHost(request)) {
      refuse(response, 403, 'This studio is not reached under that name.');
      return;
    }
    serveFile(options.rendererFolder, request, response);
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES });
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://studio');
    const given = url.searchParams.get('token') ?? '';
    if (url.pathname !== SOCKET_PATH) refuseUpgrade(socket, '404 Not Found');
    else if (!isOwnHost(request) || !isOwnOrigin(request)) refuseUpgrade(socket, '403 Forbidden');
    else if (!sameToken(given, token)) refuseUpgrade(socket, '401 Unauthorized');
    else {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        options.connect(portOfWebSocket(webSocket));
      });
    }
  });
  await listening(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${urlHost(options.address)}:${port}/?token=${encodeURIComponent(token)}`,
    port,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

/** Every address is not one that a browser can open. */
function urlHost(address: string): string {
  if (address === '0.0.0.0' || address === '::') return 'localhost';
  return address.includes(':') ? `[${address}]` : address;
}

function listening(server: Server, { port, address }: WebServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...SECURITY_HEADERS }).end(text);
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function serveFile(root: string, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, 'Only GET.');
    return;
  }
  const found = fileOf(root, request.url ?? '/');
  if (found === null) {
    refuse(response, 404, 'Not found. Where the renderer was never built, run `npm run build` first.');
    return;
  }
  const isPage = found.file.endsWith('.html');
  response.writeHead(200, {
    'Content-Type': CONTENT_TYPES[path.extname(found.file)] ?? 'application/octet-stream',
    'Content-Length': found.sizeBytes,
    // Built files carry a hash in their names; the page that names them does not.
    'Cache-Control':
      /assets\//.test(found.file) && !isPage ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...SECURITY_HEADERS,
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(found.file).pipe(response);
}

/** The file of a URL inside the folder; a path without an extension is a place inside the app. */
function fileOf(root: string, url: string): { file: string; sizeBytes: number } | null {
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(url, 'http://studio').pathname);
  } catch {
    return null;
  }
  if (pathname.includes('\0')) return null;
  const wanted = path.join(root, path.normalize(pathname));
  if (wanted !== root && !wanted.startsWith(path.resolve(root) + path.sep)) return null;
  const candidates = path.extname(pathname) === '' ? [path.join(root, 'index.html')] : [wanted];
  for (const file of candidates) {
    const facts = statSync(file, { throwIfNoEntry: false });
    if (facts?.isFile() === true) return { file, sizeBytes: facts.size };
  }
  return null;
}
