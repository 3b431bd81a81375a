/**
 * Many ports over one. A host that runs as a plain Node child has a single IPC channel to the shell; the ports that a
 * utility process would be handed become numbered channels on it. The side that hands a port over numbers it.
 */
import { PortInbox, type MessagePortLike } from '../engine/port.ts';

type Envelope =
  | { readonly kind: 'control'; readonly message: unknown; readonly channel: number | null }
  | { readonly kind: 'data'; readonly channel: number; readonly message: unknown }
  | { readonly kind: 'closed'; readonly channel: number };

export type ControlListener = (message: unknown, port: MessagePortLike | undefined) => void;

export class PortMultiplexer {
  readonly #line: MessagePortLike;
  readonly #channels = new Map<number, PortInbox>();
  #lastChannel = 0;

  constructor(line: MessagePortLike) {
    this.#line = line;
    line.onClose(() => {
      for (const inbox of this.#channels.values()) inbox.close();
      this.#channels.clear();
    });
  }

  /** Control messages; `port` is there when the other side handed one over with it. */
  onControl(listener: ControlListener): void {
    this.#line.onMessage((raw) => {
      const envelope = raw as Envelope;
      if (envelope.kind === 'control') {
        listener(envelope.message, envelope.channel === null ? undefined : this.#open(envelope.channel));
      } else if (envelope.kind === 'data') {
        this.#channels.get(envelope.channel)?.deliver(envelope.message);
      } else {
        this.#channels.get(envelope.channel)?.close();
        this.#channels.delete(envelope.channel);
      }
    });
  }

  /** Sends a control message; `port` is served to the other side until either closes it. */
  control(message: unknown, port?: MessagePortLike): void {
    if (port === undefined) {
      this.#send({ kind: 'control', message, channel: null });
      return;
    }
    const channel = ++this.#lastChannel;
    this.#send({ kind: 'control', message, channel });
    joinPorts(this.#open(channel), port);
  }

  onClose(listener: () => void): void {
    this.#line.onClose(listener);
  }

  #send(envelope: Envelope): void {
    this.#line.postMessage(envelope);
  }

  #open(channel: number): MessagePortLike {
    const inbox = new PortInbox();
    this.#channels.set(channel, inbox);
    return inbox.port(
      (message) => {
        if (!inbox.closed) this.#send({ kind: 'data', channel, message });
      },
      () => {
        if (inbox.closed) return;
        this.#send({ kind: 'closed', channel });
        this.#channels.delete(channel);
      },
    );
  }
}

/** What one gets the other sends, until either closes. */
export function joinPorts(left: MessagePortLike, right: MessagePortLike): void {
  left.onMessage((message) => {
    right.postMessage(message);
  });
  right.onMessage((message) => {
    left.postMessage(message);
  });
  left.onClose(() => {
    right.close();
  });
  right.onClose(() => {
    left.close();
  });
}
