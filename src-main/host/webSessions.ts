/**
 * Who may talk to `studio serve`. The token is the secret that everything rests on and never stands in an address: an
 * address holds a code that works once and for a few minutes, and the page exchanges it for a session. A session is
 * signed with the token, so that it stays good for as long as the token stays the same, over restarts too. Who may read
 * the launch file (launchFile.ts) finds the opener there, which is good for codes alone and for one start of the studio.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { keepSecret } from '../store/redaction.ts';

export const LEAST_TOKEN_LETTERS = 32;
/** A browser's socket can send no header of its own: the session comes as the second protocol that it offers. */
export const SOCKET_PROTOCOL = 'world-model-studio';
const SESSION_PROTOCOL = 'session.';
const CODE_MILLISECONDS = 10 * 60 * 1000;
/** An address asked for again and again leaves no more open codes than this: the oldest go. */
const MOST_CODES = 32;

/** Equal length first, by hashing, so that time tells nothing of either. */
function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

const bearerOf = (headers: IncomingHttpHeaders) => /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];

export class WebSessions {
  readonly #token: string;
  readonly opener = randomBytes(32).toString('base64url');
  readonly #now: () => number;
  /** When each open code runs out. */
  readonly #codes = new Map<string, number>();

  constructor(token: string = randomBytes(32).toString('base64url'), now: () => number = Date.now) {
    this.#token = token;
    this.#now = now;
    keepSecret(this.opener);
  }

  /** For an address: works once, for ten minutes. */
  newCode(): string {
    const code = randomBytes(24).toString('base64url');
    keepSecret(code);
    this.#codes.set(code, this.#now() + CODE_MILLISECONDS);
    for (const old of [...this.#codes.keys()].slice(0, Math.max(0, this.#codes.size - MOST_CODES))) {
      this.#codes.delete(old);
    }
    return code;
  }

  /** @returns a session for a code that is still good, and for the token itself; else null. */
  exchange(secret: string): string | null {
    const until = this.#codes.get(secret);
    this.#codes.delete(secret);
    const good = until === undefined ? same(secret, this.#token) : this.#now() < until;
    return good ? this.#newSession() : null;
  }

  /** Whether a request brings the opener, and so may have a code. */
  opens(headers: IncomingHttpHeaders): boolean {
    const given = bearerOf(headers);
    return given !== undefined && same(given, this.opener);
  }

  /** Whether a request brings the token (a script's `Authorization: Bearer`) or a session of ours, in any of its places. */
  allows(headers: IncomingHttpHeaders, cookieName: string): boolean {
    const bearer = bearerOf(headers);
    if (bearer !== undefined) return same(bearer, this.#token) || this.#isSession(bearer);
    const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    const session = offered.find((name) => name.startsWith(SESSION_PROTOCOL));
    if (session !== undefined) return this.#isSession(session.slice(SESSION_PROTOCOL.length));
    const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
    // A page of another port of this machine can set a cookie of the same name beside ours.
    return cookies.some(
      (text) => text.startsWith(`${cookieName}=`) && this.#isSession(text.slice(cookieName.length + 1)),
    );
  }

  #newSession(): string {
    const id = randomBytes(18).toString('base64url');
    const session = `${id}.${this.#sign(id)}`;
    keepSecret(session);
    return session;
  }

  #isSession(text: string): boolean {
    const [id = '', signature = '', ...more] = text.split('.');
    return more.length === 0 && id !== '' && same(signature, this.#sign(id));
  }

  #sign(id: string): string {
    return createHmac('sha256', this.#token).update(`session ${id}`).digest('base64url');
  }
}
