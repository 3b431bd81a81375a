/**
 * The host's process: a utility process, or a child of another Node where `STUDIO_HOST_NODE` names one (the test runtime's
 * own Node is too old for better-sqlite3). Both are used through the same few calls.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { Duplex } from 'node:stream';
import { utilityProcess } from 'electron';
import type { MessagePortMain } from 'electron';
import { entryPath } from '../engine/entryPath.ts';
import { MEMORY_FLAGS } from '../engine/memoryFlags.ts';
import { portOfElectron } from '../engine/port.ts';
import { PortMultiplexer } from '../host/portMultiplexer.ts';
import { SHELL_PIPE, type FromHost, type ToHost } from '../host/shellMessages.ts';
import { portOfStream } from '../host/streamPort.ts';

export interface HostProcess {
  send(message: ToHost, port?: MessagePortMain): void;
  onMessage(listener: (message: FromHost) => void): void;
  /** Called once, with the end of what it wrote to stderr. */
  onExit(listener: (code: number | null, errorOutput: string) => void): void;
  kill(): void;
}

const ERROR_TAIL_BYTES = 8192;

/** Keeps the end of a stream and passes all of it on to ours, where a terminal may show it. */
function tailOf(stream: NodeJS.ReadableStream | null): () => string {
  let tail = '';
  stream?.on('data', (piece: Buffer | string) => {
    const text = piece.toString();
    tail = (tail + text).slice(-ERROR_TAIL_BYTES);
    process.stderr.write(text);
  });
  return () => tail;
}

export function launchHostProcess(
  hostNode: string | undefined,
  environment: Readonly<Record<string, string>>,
): HostProcess {
  const entry = entryPath(import.meta.url, './desktopHost.ts');
  return hostNode === undefined ? utilityHost(entry, environment) : nodeHost(entry, hostNode, environment);
}

function utilityHost(entry: string, environment: Readonly<Record<string, string>>): HostProcess {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'World Model Studio host',
    execArgv: [...MEMORY_FLAGS],
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...(process.env as Record<string, string>), ...environment },
  });
  const tail = tailOf(child.stderr);
  return {
    send: (message, port) => {
      child.postMessage(message, port === undefined ? [] : [port]);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', (code) => {
        listener(code, tail());
      });
    },
    kill: () => {
      child.kill();
    },
  };
}

function nodeHost(
  entry: string,
  hostNode: string,
  environment: Readonly<Record<string, string>>,
): HostProcess {
  // A plain Node reads no archive: builds for the test runtime have all of theirs unpacked beside it.
  const outside = entry.replace(`${path.sep}app.asar${path.sep}`, `${path.sep}app.asar.unpacked${path.sep}`);
  const child = spawn(hostNode, [outside], {
    // The fourth is the line; the array's index is the descriptor in the child.
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, [SHELL_PIPE.variable]: '1' },
  });
  const line = child.stdio[SHELL_PIPE.descriptor];
  if (!(line instanceof Duplex)) throw new Error('the host has no pipe');
  const tail = tailOf(child.stderr);
  child.on('error', () => undefined);
  const multiplexer = new PortMultiplexer(portOfStream(line));
  return {
    send: (message, port) => {
      multiplexer.control(message, port === undefined ? undefined : portOfElectron(port));
    },
    onMessage: (listener) => {
      multiplexer.onControl((message) => {
        listener(message as FromHost);
      });
    },
    onExit: (listener) => {
      child.once('close', (code) => {
        listener(code, tail());
      });
    },
    kill: () => {
      child.kill();
    },
  };
}
