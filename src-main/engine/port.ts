/**
 * One shape for every channel between two processes: a child process's IPC, an Electron MessagePort, a worker's port, a
 * WebSocket. Messages are what structured clone can carry; they arrive in order.
 */
import type { ChildProcess } from 'node:child_process';
import type { MessagePort } from 'node:worker_threads';

export interface MessagePortLike {
  /** Does nothing once the port is closed. */
  postMessage(message: unknown): void;
  /** One listener; messages that come before it is set wait for it. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also when the port was closed before the listener was set, and also by this side's own `close`. */
  onClose(listener: () => void): void;
  close(): void;
  /** Bytes that wait to be sent, where the channel can tell. */
  readonly bufferedBytes?: () => number;
}

/** Keeps what arrives before somebody listens, and tells of closing exactly once. */
export class PortInbox {
  #waiting: unknown[] = [];
  #listener: ((message: unknown) => void) | null = null;
  #closeListeners: (() => void)[] = [];
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  deliver(message: unknown): void {
    if (this.#listener === null) this.#waiting.push(message);
    else this.#listener(message);
  }

  listen(listener: (message: unknown) => void): void {
    this.#listener = listener;
    for (const message of this.#waiting.splice(0)) listener(message);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#closeListeners.splice(0)) listener();
  }

  onClose(listener: () => void): void {
    if (this.#closed) queueMicrotask(listener);
    else this.#closeListeners.push(listener);
  }

  /** The port whose inbox this is. @param end closes its channel, where that is not closed */
  port(postMessage: (message: unknown) => void, end: () => void): MessagePortLike {
    return {
      postMessage,
      onMessage: (listener) => {
        this.listen(listener);
      },
      onClose: (listener) => {
        this.onClose(listener);
      },
      close: () => {
        end();
        this.close();
      },
    };
  }
}

/** The parent's end of a forked child's IPC channel (`serialization: 'advanced'`). */
export function portOfChild(child: ChildProcess): MessagePortLike {
  const inbox = new PortInbox();
  child.on('message', (message) => {
    inbox.deliver(message);
  });
  child.on('disconnect', () => {
    inbox.close();
  });
  return inbox.port(
    (message) => {
      // A child that just died reports the failed write through `exit`; the callback keeps it from being thrown.
      if (child.connected) child.send(message as object, () => undefined);
    },
    () => {
      if (child.connected) child.disconnect();
    },
  );
}

/** The child's end of the same. */
export function portOfParent(): MessagePortLike {
  const inbox = new PortInbox();
  process.on('message', (message) => {
    inbox.deliver(message);
  });
  process.on('disconnect', () => {
    inbox.close();
  });
  return inbox.port(
    (message) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    () => {
      if (process.connected) process.disconnect();
    },
  );
}

/** What Electron's MessagePortMain has; the same methods, so that nothing here imports Electron. */
export interface ElectronPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

export function portOfElectron(port: ElectronPort): MessagePortLike {
  const inbox = new PortInbox();
  port.on('message', (event) => {
    inbox.deliver(event.data);
  });
  port.on('close', () => {
    inbox.close();
  });
  port.start();
  return inbox.port(
    (message) => {
      if (!inbox.closed) port.postMessage(message);
    },
    () => {
      if (!inbox.closed) port.close();
    },
  );
}

/** A Node MessagePort (worker threads, MessageChannel): host and client in one process. */
export function portOfWorker(port: MessagePort): MessagePortLike {
  const inbox = new PortInbox();
  port.on('message', (message: unknown) => {
    inbox.deliver(message);
  });
  port.on('close', () => {
    inbox.close();
  });
  return inbox.port(
    (message) => {
      if (!inbox.closed) port.postMessage(message);
    },
    () => {
      port.close();
    },
  );
}

interface ParentPort {
  once(event: 'message', listener: (event: { readonly ports: readonly ElectronPort[] }) => void): unknown;
}

/**
 * The port to whoever launched this process: in an Electron utility process the first message carries it, in a forked
 * child it is the IPC channel itself.
 */
export function launcherPort(): Promise<MessagePortLike> {
  const parent = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;
  if (parent === undefined) {
    if (process.send === undefined) throw new Error('this process must be started by the studio');
    return Promise.resolve(portOfParent());
  }
  return new Promise((resolve, reject) => {
    parent.once('message', ({ ports: [port] }) => {
      if (port === undefined) reject(new Error('the first message must carry a MessagePort'));
      else resolve(portOfElectron(port));
    });
  });
}
