/** The host's end of its line to the shell: `process.parentPort` in a utility process, a pipe in a plain Node child. */
import net from 'node:net';
import { portOfElectron, type ElectronPort, type MessagePortLike } from '../engine/port.ts';
import { PortMultiplexer } from './portMultiplexer.ts';
import { SHELL_PIPE, type FromHost, type ToHost } from './shellMessages.ts';
import { portOfStream } from './streamPort.ts';

export interface ShellLink {
  send(message: FromHost): void;
  onMessage(listener: (message: ToHost, port: MessagePortLike | undefined) => void): void;
  /** The shell has gone. */
  onClose(listener: () => void): void;
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly ElectronPort[] }) => void,
  ): unknown;
}

export function openShellLink(): ShellLink {
  const parent = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;
  if (parent !== undefined) {
    return {
      send: (message) => {
        parent.postMessage(message);
      },
      onMessage: (listener) => {
        parent.on('message', ({ data, ports: [port] }) => {
          listener(data as ToHost, port === undefined ? undefined : portOfElectron(port));
        });
      },
      // Electron ends its utility processes when the shell goes.
      onClose: () => undefined,
    };
  }
  if (process.env[SHELL_PIPE.variable] === undefined) {
    throw new Error('the desktop host must be started by the shell');
  }
  const multiplexer = new PortMultiplexer(portOfStream(new net.Socket({ fd: SHELL_PIPE.descriptor })));
  return {
    send: (message) => {
      multiplexer.control(message);
    },
    onMessage: (listener) => {
      multiplexer.onControl((message, port) => {
        listener(message as ToHost, port);
      });
    },
    onClose: (listener) => {
      multiplexer.onClose(listener);
    },
  };
}
