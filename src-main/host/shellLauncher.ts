/** The desktop's launcher: asks the shell to fork a utility process and takes the port that it hands over. */
import { StudioError } from '../../shared/errors.ts';
import type { MessagePortLike } from '../engine/port.ts';
import {
  CRASH_CODES,
  type EngineExit,
  type EngineKind,
  type EngineProcess,
  type ProcessLauncher,
} from './processLauncher.ts';
import type { FromHost, ToHost } from './shellMessages.ts';

/** An exit is told after all messages have come; a port whose close never shows is not waited for longer. */
const DRAIN_MILLISECONDS = 1000;

interface Waiting {
  readonly kind: EngineKind;
  readonly resolve: (process: EngineProcess) => void;
  readonly reject: (error: StudioError) => void;
}

interface Running {
  readonly drained: Promise<void>;
  exit: EngineExit | null;
  readonly listeners: ((exit: EngineExit) => void)[];
}

export interface ShellLauncher extends ProcessLauncher {
  /** Gets every message of the shell; acts on those about engine processes. */
  receive(message: ToHost, port: MessagePortLike | undefined): void;
  /** Nobody will tell of its processes any more: all count as gone, and none can be launched. */
  shellGone(): void;
}

export function shellLauncher(send: (message: FromHost) => void): ShellLauncher {
  let lastId = 0;
  const waiting = new Map<number, Waiting>();
  const running = new Map<number, Running>();
  let gone = false;
  const refusal = (kind: EngineKind) =>
    new StudioError(CRASH_CODES[kind], { reason: 'the desktop has ended' });

  const launched = (id: number, processId: number | undefined, port: MessagePortLike): EngineProcess => {
    const state: Running = {
      drained: new Promise((resolve) => {
        port.onClose(resolve);
      }),
      exit: null,
      listeners: [],
    };
    running.set(id, state);
    return {
      processId,
      port,
      kill: () => {
        send({ type: 'kill', id });
      },
      onExit: (callback) => {
        if (state.exit === null) state.listeners.push(callback);
        else callback(state.exit);
      },
    };
  };

  const exited = async (id: number, exit: EngineExit) => {
    const state = running.get(id);
    if (state === undefined) return;
    running.delete(id);
    await Promise.race([
      state.drained,
      new Promise((resolve) => setTimeout(resolve, DRAIN_MILLISECONDS).unref()),
    ]);
    state.exit = exit;
    for (const listener of state.listeners.splice(0)) listener(exit);
  };

  return {
    launch: (kind, options = {}) =>
      new Promise((resolve, reject) => {
        if (gone) {
          reject(refusal(kind));
          return;
        }
        const id = ++lastId;
        waiting.set(id, { kind, resolve, reject });
        send({ type: 'launch', id, kind, environment: options.environment ?? {} });
      }),
    receive: (message, port) => {
      if (message.type === 'exited') {
        void exited(message.id, message.exit);
        return;
      }
      if (message.type !== 'launched' && message.type !== 'notLaunched') return;
      const request = waiting.get(message.id);
      waiting.delete(message.id);
      if (request === undefined) return;
      if (message.type === 'launched' && port !== undefined) {
        request.resolve(launched(message.id, message.processId, port));
        return;
      }
      const reason = message.type === 'notLaunched' ? message.reason : 'no port came with it';
      request.reject(new StudioError(CRASH_CODES[request.kind], { reason }));
    },
    shellGone: () => {
      gone = true;
      for (const { kind, reject } of waiting.values()) reject(refusal(kind));
      waiting.clear();
      for (const id of [...running.keys()]) void exited(id, { code: null, signal: null, errorOutput: '' });
    },
  };
}
