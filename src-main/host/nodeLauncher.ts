/** Launches engine processes as Node children, with structured clone over their IPC channel. */
import { fork, type ChildProcess } from 'node:child_process';
import { StudioError } from '../../shared/errors.ts';
import { entryPath } from '../engine/entryPath.ts';
import { MEMORY_FLAGS } from '../engine/memoryFlags.ts';
import { portOfChild } from '../engine/port.ts';
import {
  CRASH_CODES,
  type EngineExit,
  type EngineKind,
  type EngineProcess,
  type ProcessLauncher,
} from './processLauncher.ts';

const ERROR_TAIL_BYTES = 8192;
const LAST_WORDS_MILLISECONDS = 1000;

export interface NodeLauncherOptions {
  /** Other entries than the project's own, for tests. */
  readonly entries?: Partial<Readonly<Record<EngineKind, string>>>;
}

export function nodeLauncher(options: NodeLauncherOptions = {}): ProcessLauncher {
  return {
    launch: async (kind, launchOptions = {}) => {
      const entry = options.entries?.[kind] ?? entryPath(import.meta.url, `../engine/${kind}.ts`);
      const child = fork(entry, [], {
        serialization: 'advanced',
        // Nothing of a person's own Node flags (an inspector port, a loader) belongs to the engine.
        execArgv: [...MEMORY_FLAGS],
        env: { ...process.env, ...launchOptions.environment },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      let errorOutput = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        errorOutput = (errorOutput + text).slice(-ERROR_TAIL_BYTES);
      });
      let exit: EngineExit | null = null;
      const listeners: ((exit: EngineExit) => void)[] = [];
      void drained(child).then(({ code, signal }) => {
        exit = { code, signal, errorOutput };
        for (const listener of listeners.splice(0)) listener(exit);
      });
      const port = portOfChild(child);
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', (cause) => {
          reject(new StudioError(CRASH_CODES[kind], { reason: cause.message }, { cause }));
        });
      });
      // Failures after the start show as an exit.
      child.on('error', () => undefined);
      return {
        processId: child.pid,
        port,
        kill: () => {
          child.kill('SIGKILL');
        },
        onExit: (callback) => {
          if (exit === null) listeners.push(callback);
          else callback(exit);
        },
      } satisfies EngineProcess;
    },
  };
}

/**
 * Gone, with everything it sent delivered. Not the event `close`: Node leaves it out where this side had disconnected.
 */
async function drained(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  const silent = new Promise<void>((resolve) => {
    if (child.stderr === null) resolve();
    else child.stderr.once('close', resolve);
  });
  const disconnected = new Promise<void>((resolve) => child.once('disconnect', resolve));
  const exit = await new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  // What it started itself may hold its stderr open for longer than anyone wants to wait.
  const limit = new Promise<void>((resolve) => setTimeout(resolve, LAST_WORDS_MILLISECONDS).unref());
  await Promise.race([Promise.all([silent, disconnected]), limit]);
  return exit;
}
