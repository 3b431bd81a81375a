/** Sends messages to a served host over sockets with a session, and says what was wrong with any answer. */
import { once } from 'node:events';
import WebSocket from 'ws';
import { decodeMessage } from '../../../shared/codec.ts';
import type { HostMessage } from '../../../shared/protocol.ts';
import { fuzzedMessage, type FuzzedMessage } from './messages.ts';
import { leaksIn, type ServedHost } from './served.ts';

const IN_FLIGHT = 32;
/** Then a new socket is taken, as a window that was loaded anew does. */
const MESSAGES_A_SOCKET = 2000;
const MOST_KNOWN = 30;
/** What the bare `id`s in the answers to a group of commands are of. */
const KINDS: Readonly<Record<string, string>> = {
  runs: 'run',
  studies: 'study',
  checkpoints: 'checkpoint',
  evaluations: 'evaluation',
};

export interface MessageFindings {
  readonly results: number;
  /** How many were refused, by code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** `id: what was wrong` */
  readonly faults: readonly string[];
}

export async function fuzzMessages(host: ServedHost, count: number, seed: number): Promise<MessageFindings> {
  const line = new FuzzedLine(host);
  for (let id = 0; id < count && host.child.exitCode === null; id++) {
    if (id % MESSAGES_A_SOCKET === 0) await line.renew();
    const { bytes, answered } = fuzzedMessage(seed, id, line.known);
    await line.send(bytes, answered);
  }
  await line.settle();
  line.close();
  return { results: line.results, refusals: line.refusals, faults: line.faults };
}

class FuzzedLine {
  readonly #host: ServedHost;
  #socket: WebSocket | null = null;
  /** Calls that wait for their answer. */
  readonly #waiting = new Map<number, string>();
  #progress: () => void = () => undefined;
  readonly known: Record<string, string[]> = {};
  readonly refusals: Record<string, number> = {};
  readonly faults: string[] = [];
  results = 0;

  constructor(host: ServedHost) {
    this.#host = host;
  }

  async renew(): Promise<void> {
    await this.settle();
    this.close();
    const { origin, token } = this.#host;
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`, {
      headers: { authorization: `Bearer ${token}` },
    });
    socket.on('message', (data: Buffer) => {
      this.#receive(data);
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      if (socket !== this.#socket) return;
      this.faults.push(
        `the socket was closed (${code}) while ${[...this.#waiting.values()].join(' ')} waited`,
      );
      // What comes next goes over another one; the fault stands.
      this.#socket = null;
      this.#waiting.clear();
      this.#progress();
    });
    this.#socket = socket;
    await once(socket, 'open');
  }

  async send(bytes: Uint8Array, answered: FuzzedMessage['answered']): Promise<void> {
    await this.#until(() => this.#waiting.size < IN_FLIGHT);
    if (this.#socket === null) await this.renew();
    if (answered !== null) this.#waiting.set(answered.id, answered.command);
    this.#socket?.send(bytes);
  }

  /** Every call is answered. */
  settle(): Promise<void> {
    return this.#until(() => this.#waiting.size === 0);
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.terminate();
  }

  async #until(fits: () => boolean): Promise<void> {
    while (!fits() && this.#host.child.exitCode === null) {
      await new Promise<void>((resolve) => {
        this.#progress = resolve;
        this.#host.child.once('exit', resolve);
      });
      this.#host.child.removeAllListeners('exit');
    }
  }

  #receive(data: Buffer): void {
    for (const fault of leaksIn(data.toString('latin1'), this.#host)) {
      this.faults.push(`${fault}: ${data.toString('latin1').slice(0, 2000)}`);
    }
    const message = decodeMessage(data) as HostMessage;
    if (message.type === 'result') {
      this.results += 1;
      this.#remember(message.value, KINDS[(this.#waiting.get(message.id) ?? '').split('.')[0] ?? ''] ?? '');
    } else if (message.type === 'error') {
      const { code } = message.error;
      this.refusals[code] = (this.refusals[code] ?? 0) + 1;
      // Every wrong message has an error of its own.
      if (code === 'internal' || code === 'host.failed') this.faults.push(`${message.id}: ${code}`);
    }
    if (message.type !== 'event' && this.#waiting.delete(message.id)) this.#progress();
  }

  /** Ids in what the host told, so that later messages speak of what exists. */
  #remember(value: unknown, kind: string): void {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
    for (const [key, item] of Object.entries(value as Readonly<Record<string, unknown>>)) {
      if (typeof item !== 'string') this.#remember(item, kind);
      else if (/^(id|.+Id)$/.test(key)) this.#learn(key === 'id' ? kind : key.slice(0, -2), item);
    }
  }

  #learn(kind: string, id: string): void {
    const ids = (this.known[kind] ??= []);
    if (!ids.includes(id)) ids.push(id);
    if (ids.length > MOST_KNOWN) ids.splice(0, 1);
  }
}
