/** What the web server's answers are made of, and how it reads the little that is asked of it. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { APP_ORIGIN, contentSecurityPolicy } from './rendererContent.ts';
import type { WebLimits } from './webLimits.ts';

/** What a client is refused with: a status and a sentence. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

export type AnswerHeaders = Readonly<Record<string, string>>;

/** Of every answer, a refusal too: other sites may neither read it nor show it, but for the desktop app's pages. */
export function answerHeaders({ host = '', origin }: IncomingHttpHeaders, encrypted: boolean): AnswerHeaders {
  return {
    'Content-Security-Policy': contentSecurityPolicy([`${encrypted ? 'wss' : 'ws'}://${host}`]),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    ...(origin === APP_ORIGIN
      ? {
          'Access-Control-Allow-Origin': APP_ORIGIN,
          'Access-Control-Allow-Headers': 'authorization, content-type',
          'Access-Control-Allow-Methods': 'GET, POST',
          'Access-Control-Expose-Headers': 'content-disposition, studio-left-out',
          'Cross-Origin-Resource-Policy': 'cross-origin',
          Vary: 'Origin',
        }
      : { 'Cross-Origin-Resource-Policy': 'same-origin' }),
  };
}

export function sendText(
  response: ServerResponse,
  headers: AnswerHeaders,
  status: number,
  text: string,
): void {
  send(response, headers, status, 'text/plain; charset=utf-8', text);
}

export function sendJson(
  response: ServerResponse,
  headers: AnswerHeaders,
  status: number,
  value: object,
): void {
  send(response, headers, status, 'application/json', JSON.stringify(value));
}

function send(
  response: ServerResponse,
  headers: AnswerHeaders,
  status: number,
  type: string,
  text: string,
): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', ...headers }).end(text);
}

/** Tells a client that waits for it to send its body. */
export function goOn(request: IncomingMessage, response: ServerResponse): void {
  if (/^100-continue$/i.test(request.headers.expect ?? '')) response.writeContinue();
}

/** @throws Refusal where it is longer than a secret can be; Error where it took longer to come, and the line was cut. */
export async function bodyText(
  request: IncomingMessage,
  response: ServerResponse,
  limits: WebLimits,
): Promise<string> {
  goOn(request, response);
  const pieces: Buffer[] = [];
  let size = 0;
  const late = setTimeout(() => {
    request.destroy();
  }, limits.bodyMilliseconds);
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > limits.bodyBytes) throw new Refusal(413, 'Too long.');
      pieces.push(piece);
    }
  } finally {
    clearTimeout(late);
  }
  return Buffer.concat(pieces).toString('utf8').trim();
}
