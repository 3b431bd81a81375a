/** A client with a theatre open, as a window is: what it is told, and what it asks. */
import { MessageChannel } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import type { HostMessage, TopicEvents } from '../../shared/protocol.ts';
import type { TheatreSource } from '../../shared/theatre.ts';
import { portOfWorker } from '../../src-main/engine/port.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';

export type TheatreEvent = TopicEvents['theatre'];

export function client(host: Host) {
  const { port1, port2 } = new MessageChannel();
  host.connect(portOfWorker(port1));
  onTestFinished(() => {
    port2.close();
  });
  const messages: HostMessage[] = [];
  let wake: () => void = () => undefined;
  port2.on('message', (message: HostMessage) => {
    messages.push(message);
    wake();
  });
  /** The first message that fits, taken out. */
  const next = async <Found extends HostMessage>(
    fits: (message: HostMessage) => message is Found,
  ): Promise<Found> => {
    for (;;) {
      const index = messages.findIndex(fits);
      const [found] = index === -1 ? [] : messages.splice(index, 1);
      if (found !== undefined && fits(found)) return found;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const event = async <Kind extends TheatreEvent['kind']>(kind: Kind) => {
    const found = await next(
      (message): message is Extract<HostMessage, { type: 'event' }> =>
        message.type === 'event' && (message.event as TheatreEvent).kind === kind,
    );
    return found.event as Extract<TheatreEvent, { kind: Kind }>;
  };
  const result = async (id: number) => {
    const found = await next(
      (message): message is Extract<HostMessage, { type: 'result' | 'error' }> =>
        (message.type === 'result' || message.type === 'error') && message.id === id,
    );
    if (found.type === 'error') throw new Error(found.error.code);
    return found.value;
  };
  const waitingFrames = () =>
    messages.filter(
      ({ type, ...rest }) =>
        type === 'event' && 'event' in rest && (rest.event as TheatreEvent).kind === 'frame',
    );
  return {
    send: (message: object) => {
      port2.postMessage(message);
    },
    close: () => {
      port2.close();
    },
    next,
    event,
    result,
    waitingFrames,
  };
}

export async function openTheatre(
  host: Host,
  source: Partial<TheatreSource> = { environment: 'car-racing' },
) {
  const person = client(host);
  person.send({ type: 'call', id: 1, command: 'theatre.open', args: { source } });
  const { sessionId } = (await person.result(1)) as { sessionId: string };
  person.send({ type: 'listen', id: 2, topic: 'theatre', args: { sessionId } });
  let nextId = 10;
  const control = async (value: object) => {
    const id = nextId++;
    person.send({ type: 'call', id, command: 'theatre.control', args: { sessionId, control: value } });
    await person.result(id);
  };
  return { ...person, sessionId, control };
}
