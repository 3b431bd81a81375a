/**
 * The renderer's one way to a host: `call` answers once, `listen` streams until it is told to stop. A lost line is
 * opened again with growing pauses; listeners are taken up again by themselves, calls under way fail (whether they
 * were carried out is not known).
 */
import { errorFromReport, reportError, StudioError } from '../../shared/errors.ts';
import {
  MOST_IMPORT_BYTES,
  type ClientMessage,
  type CommandArguments,
  type CommandName,
  type CommandResults,
  type HostMessage,
  type TopicArguments,
  type TopicEvents,
  type TopicName,
} from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { ExportedRun, Transport, TransportFactory } from './transport.ts';

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Tries again by itself at `retryAt` (milliseconds, performance.now). */
  | { readonly kind: 'lost'; readonly reason: string; readonly retryAt: number };

export interface ListenOptions {
  /** The line was lost and is back: whatever happened between was missed, so ask again. */
  readonly onResumed?: () => void;
  /** The topic ended by itself (its session closed, its run was removed). */
  readonly onEnded?: () => void;
}

/** What the client needs from its surroundings; tests pass their own. */
export interface ClientTools {
  /** Runs once what was just handed out has been drawn. */
  readonly afterDraw: (done: () => void) => void;
  readonly setTimeout: (run: () => void, milliseconds: number) => number;
  readonly clearTimeout: (id: number) => void;
  readonly now: () => number;
}

const browserTools: ClientTools = {
  afterDraw: (done) => requestAnimationFrame(done),
  setTimeout: (run, milliseconds) => window.setTimeout(run, milliseconds),
  clearTimeout: (id) => {
    window.clearTimeout(id);
  },
  now: () => performance.now(),
};

/** The reason that a line gives where the host answers but lets nobody in. */
export const REFUSED = 'protocol.unauthorised';
const FIRST_RETRY_MILLISECONDS = 250;
const LAST_RETRY_MILLISECONDS = 8000;
/** A file to import goes in pieces of this size, and is never held whole. */
const IMPORT_PIECE_BYTES = 1024 * 1024;
/** A call made while the line is down waits this long for it to come back. */
const PATIENCE_MILLISECONDS = 5000;

interface PendingCall {
  readonly message: ClientMessage;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: StudioError) => void;
  sent: boolean;
  patience: number;
}

interface Listener {
  readonly message: ClientMessage;
  readonly onEvent: (event: unknown) => unknown;
  readonly options: ListenOptions;
}

export class StudioClient {
  #factory: TransportFactory;
  readonly #tools: ClientTools;
  #transport: Transport | undefined;
  #state: ConnectionState = { kind: 'connecting' };
  #nextId = 1;
  #retries = 0;
  #retryTimer = 0;
  #disposed = false;
  /** The last line was lost because the host lets this window in no more. */
  #refused = false;
  /** Counts lines, so that a late event of an old one is not taken for the present one's. */
  #line = 0;
  readonly #calls = new Map<number, PendingCall>();
  readonly #listeners = new Map<number, Listener>();
  readonly #stateListeners = new Set<(state: ConnectionState) => void>();

  constructor(factory: TransportFactory, tools: ClientTools = browserTools) {
    this.#factory = factory;
    this.#tools = tools;
    this.#open();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** @throws StudioError what the host answered, `host.unreachable`, or `protocol.unauthorised` where it lets nobody in. */
  call<Name extends CommandName>(command: Name, args: CommandArguments<Name>): Promise<CommandResults[Name]> {
    return new Promise<unknown>((resolve, reject) => {
      const id = this.#nextId++;
      const message: ClientMessage = { type: 'call', id, command, args };
      const call: PendingCall = { message, resolve, reject, sent: false, patience: 0 };
      this.#calls.set(id, call);
      if (this.#state.kind === 'open') this.#sendCall(call);
      else {
        call.patience = this.#tools.setTimeout(() => {
          this.#calls.delete(id);
          reject(this.#whyNot());
        }, PATIENCE_MILLISECONDS);
      }
    }) as Promise<CommandResults[Name]>;
  }

  /**
   * @param signal while the file is being sent; `imports.stop` stops what is taken in
   * @throws StudioError what the host answered, `import.stopped`, or `host.unreachable`.
   */
  async importRun(file: Blob, signal?: AbortSignal): Promise<RunSummary> {
    const transport = this.#transport;
    if (transport?.importRun !== undefined) return transport.importRun(file, signal);
    if (file.size > MOST_IMPORT_BYTES) {
      throw new StudioError('import.tooLarge', { megabytes: MOST_IMPORT_BYTES / 1024 / 1024 });
    }
    await this.call('imports.begin', { bytes: file.size });
    try {
      for (let from = 0; from < file.size; from += IMPORT_PIECE_BYTES) {
        if (signal?.aborted === true) throw new StudioError('import.stopped');
        const piece = await file.slice(from, from + IMPORT_PIECE_BYTES).arrayBuffer();
        await this.call('imports.piece', { bytes: new Uint8Array(piece) });
      }
      return await this.call('imports.finish', {});
    } catch (error) {
      // What was sent lies there no longer; the reason is told all the same where this fails too.
      await this.call('imports.stop', {}).catch(() => undefined);
      throw error;
    }
  }

  /** @throws StudioError what the host answered, or `host.unreachable`. */
  async exportRun(args: CommandArguments<'runs.export'>): Promise<ExportedRun> {
    const transport = this.#transport;
    if (transport?.exportRun !== undefined) return transport.exportRun(args);
    const { fileName, file, leftOut } = await this.call('runs.export', args);
    return { fileName, file: new Blob([new Uint8Array(file)]), leftOut };
  }

  /**
   * Lossy events are acknowledged once drawn: after the frame that follows `onEvent`, or once the promise it returns
   * is settled. The next one comes only then.
   * @returns stops listening.
   */
  listen<Name extends TopicName>(
    topic: Name,
    args: TopicArguments<Name>,
    onEvent: (event: TopicEvents[Name]) => unknown,
    options: ListenOptions = {},
  ): () => void {
    const id = this.#nextId++;
    const message: ClientMessage = { type: 'listen', id, topic, args };
    this.#listeners.set(id, { message, onEvent: onEvent as (event: unknown) => unknown, options });
    if (this.#state.kind === 'open') this.#transport?.send(message);
    return () => {
      if (this.#listeners.delete(id) && this.#state.kind === 'open')
        this.#transport?.send({ type: 'unlisten', id });
    };
  }

  /** Now rather than when the pause is over. */
  retry(): void {
    if (this.#state.kind !== 'lost') return;
    this.#tools.clearTimeout(this.#retryTimer);
    this.#open();
  }

  dispose(): void {
    this.#disposed = true;
    this.#line += 1;
    this.#tools.clearTimeout(this.#retryTimer);
    this.#transport?.close();
    this.#failCalls(() => true);
    this.#listeners.clear();
    this.#stateListeners.clear();
  }

  #open(): void {
    const line = ++this.#line;
    const current = () => line === this.#line && !this.#disposed;
    this.#setState({ kind: 'connecting' });
    this.#transport = this.#factory({
      open: () => {
        if (current()) this.#opened();
      },
      message: (message) => {
        if (current()) this.#receive(message);
      },
      closed: (reason) => {
        if (current()) this.#lost(reason);
      },
    });
  }

  #opened(): void {
    const resumed = this.#retries > 0 || this.#line > 1;
    this.#retries = 0;
    this.#refused = false;
    this.#setState({ kind: 'open' });
    for (const listener of this.#listeners.values()) this.#transport?.send(listener.message);
    for (const call of this.#calls.values()) this.#sendCall(call);
    if (resumed) for (const listener of [...this.#listeners.values()]) listener.options.onResumed?.();
  }

  #lost(reason: string): void {
    this.#line += 1;
    this.#refused = reason === REFUSED;
    // A host that lets this window in no more will not do so in a moment either.
    this.#failCalls((call) => call.sent || this.#refused);
    const pause = Math.min(LAST_RETRY_MILLISECONDS, FIRST_RETRY_MILLISECONDS * 2 ** this.#retries);
    this.#retries += 1;
    this.#setState({ kind: 'lost', reason, retryAt: this.#tools.now() + pause });
    this.#retryTimer = this.#tools.setTimeout(() => {
      this.#open();
    }, pause);
  }

  #whyNot(): StudioError {
    return new StudioError(this.#refused ? REFUSED : 'host.unreachable');
  }

  #failCalls(which: (call: PendingCall) => boolean): void {
    for (const [id, call] of this.#calls) {
      if (!which(call)) continue;
      this.#calls.delete(id);
      this.#tools.clearTimeout(call.patience);
      call.reject(this.#whyNot());
    }
  }

  #sendCall(call: PendingCall): void {
    this.#tools.clearTimeout(call.patience);
    call.sent = true;
    try {
      this.#transport?.send(call.message);
    } catch (error) {
      this.#calls.delete(call.message.id);
      call.reject(errorFromReport(reportError(error)));
    }
  }

  #receive(message: HostMessage): void {
    switch (message.type) {
      case 'result':
        this.#settle(message.id)?.resolve(message.value);
        return;
      case 'error':
        // A refused `listen` ends it; a refused call rejects it.
        if (this.#listeners.has(message.id)) this.#end(message.id);
        else this.#settle(message.id)?.reject(errorFromReport(message.error));
        return;
      case 'event':
        this.#deliver(message.id, message.event, message.lossy);
        return;
      case 'ended':
        this.#end(message.id);
        return;
    }
  }

  #settle(id: number): PendingCall | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  #end(id: number): void {
    const listener = this.#listeners.get(id);
    this.#listeners.delete(id);
    listener?.options.onEnded?.();
  }

  #deliver(id: number, event: unknown, lossy: boolean): void {
    const listener = this.#listeners.get(id);
    if (listener === undefined) return;
    const line = this.#line;
    const drawn = listener.onEvent(event);
    if (!lossy) return;
    const acknowledge = () => {
      if (line === this.#line && this.#listeners.has(id)) this.#transport?.send({ type: 'acknowledge', id });
    };
    if (drawn instanceof Promise) void drawn.then(acknowledge, acknowledge);
    else this.#tools.afterDraw(acknowledge);
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    for (const listener of [...this.#stateListeners]) listener(state);
  }
}
