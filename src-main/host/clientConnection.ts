/** One client of the host over any port: checks what it sends, answers its calls, feeds its listeners. */
import type { z } from 'zod';
import { StudioError } from '../../shared/errors.ts';
import {
  CLIENT_MESSAGE_SCHEMA,
  COMMANDS,
  TOPICS,
  type ClientMessage,
  type CommandName,
  type CommandResults,
  type HostMessage,
  type TopicName,
} from '../../shared/protocol.ts';
import type { MessagePortLike } from '../engine/port.ts';
import type { Log } from '../store/log.ts';
import { reportToClient, withoutMachine } from './clientErrors.ts';
import type { ListenHandle, Listener } from './liveFeed.ts';

/** Past this the client no longer reads: it is cut off before the host's memory fills. It may connect again. */
const MOST_BUFFERED_BYTES = 128 * 1024 * 1024;
/** Far more than a window asks for at once. */
const MOST_CALLS = 1000;
const MOST_LISTENERS = 1000;
/** Letters of what is said of a malformed message: it may hold the message itself. */
const MOST_REASON_LETTERS = 300;

/** Arguments as a handler gets them: checked, defaults filled in. */
export type CheckedArguments<Name extends CommandName> = z.output<(typeof COMMANDS)[Name]>;

/** What a command may know of who called it. */
export interface Caller {
  /** Runs when the client goes. Returns what takes it back. */
  onGone(callback: () => void): () => void;
}

export type CommandHandlers = {
  readonly [Name in CommandName]: (
    args: CheckedArguments<Name>,
    caller: Caller,
  ) => CommandResults[Name] | Promise<CommandResults[Name]>;
};

export type TopicHandlers = {
  readonly [Name in TopicName]: (args: z.output<(typeof TOPICS)[Name]>, listener: Listener) => ListenHandle;
};

/** @throws StudioError `protocol.malformed` with the first field that is wrong. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(parsed.error);
}

function malformed({ issues: [issue] }: z.ZodError): StudioError {
  return new StudioError('protocol.malformed', {
    field: (issue?.path.join('.') ?? '').slice(0, MOST_REASON_LETTERS),
    reason: (issue?.message ?? '').slice(0, MOST_REASON_LETTERS),
  });
}

/** @throws StudioError `protocol.unknownCommand`, `protocol.malformed`, or whatever the command throws. */
export async function callCommand(
  handlers: CommandHandlers,
  name: string,
  args: unknown,
  caller: Caller,
): Promise<unknown> {
  if (!Object.hasOwn(COMMANDS, name)) throw new StudioError('protocol.unknownCommand', { command: name });
  const command = name as CommandName;
  // Each handler takes exactly what its own schema gives; TypeScript cannot follow that through the union.
  const handler = handlers[command] as (args: unknown, caller: Caller) => unknown;
  return handler(checked(COMMANDS[command], args), caller);
}

export class ClientConnection implements Caller {
  readonly #port: MessagePortLike;
  readonly #commands: CommandHandlers;
  readonly #topics: TopicHandlers;
  readonly #log: Log;
  readonly #listening = new Map<number, ListenHandle>();
  readonly #goneCallbacks = new Set<() => void>();
  #calls = 0;
  #gone = false;

  /** @param log of what went wrong and what its client is not told */
  constructor(port: MessagePortLike, commands: CommandHandlers, topics: TopicHandlers, log: Log) {
    this.#port = port;
    this.#log = log;
    this.#commands = commands;
    this.#topics = topics;
    port.onClose(() => {
      this.#end();
    });
    port.onMessage((message) => {
      this.#receive(message);
    });
  }

  onGone(callback: () => void): () => void {
    if (this.#gone) callback();
    else this.#goneCallbacks.add(callback);
    return () => this.#goneCallbacks.delete(callback);
  }

  close(): void {
    this.#port.close();
  }

  #send(message: HostMessage): void {
    if (this.#gone) return;
    if ((this.#port.bufferedBytes?.() ?? 0) > MOST_BUFFERED_BYTES) this.#port.close();
    else this.#port.postMessage(withoutMachine(message));
  }

  #receive(message: unknown): void {
    const parsed = CLIENT_MESSAGE_SCHEMA.safeParse(message);
    if (!parsed.success) {
      this.#send({
        type: 'error',
        id: idOf(message),
        error: reportToClient(malformed(parsed.error), this.#log),
      });
      return;
    }
    this.#handle(parsed.data).catch((error: unknown) => {
      this.#send({ type: 'error', id: parsed.data.id, error: reportToClient(error, this.#log) });
    });
  }

  async #handle(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case 'call': {
        if (this.#calls >= MOST_CALLS) throw new StudioError('protocol.tooMany', { limit: MOST_CALLS });
        this.#calls += 1;
        try {
          const value = await callCommand(this.#commands, message.command, message.args, this);
          this.#send({ type: 'result', id: message.id, value });
        } finally {
          this.#calls -= 1;
        }
        return;
      }
      case 'listen':
        this.#listen(message.id, message.topic, message.args);
        return;
      case 'unlisten':
        this.#listening.get(message.id)?.close();
        this.#listening.delete(message.id);
        return;
      case 'acknowledge':
        this.#listening.get(message.id)?.acknowledge();
    }
  }

  #listen(id: number, name: string, args: unknown): void {
    if (!Object.hasOwn(TOPICS, name)) throw new StudioError('protocol.unknownCommand', { command: name });
    if (this.#listening.has(id)) {
      throw new StudioError('protocol.malformed', { field: 'id', reason: 'already listening under this id' });
    }
    if (this.#listening.size >= MOST_LISTENERS) {
      throw new StudioError('protocol.tooMany', { limit: MOST_LISTENERS });
    }
    const topic = name as TopicName;
    const handler = this.#topics[topic] as (args: unknown, listener: Listener) => ListenHandle;
    const handle = handler(checked(TOPICS[topic], args), {
      send: (event, lossy) => {
        this.#send({ type: 'event', id, event, lossy });
      },
      ended: () => {
        this.#listening.get(id)?.close();
        this.#listening.delete(id);
        this.#send({ type: 'ended', id });
      },
    });
    this.#listening.set(id, handle);
  }

  #end(): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const handle of this.#listening.values()) handle.close();
    this.#listening.clear();
    for (const callback of [...this.#goneCallbacks]) callback();
    this.#goneCallbacks.clear();
  }
}

/** The id that a malformed message at least has, so that its sender can match the answer; else -1. */
function idOf(message: unknown): number {
  if (typeof message !== 'object' || message === null || !('id' in message)) return -1;
  return typeof message.id === 'number' && Number.isSafeInteger(message.id) ? message.id : -1;
}
