/**
 * Topics and their listeners. Records go to every listener in order. Lossy events (pictures, distributions, progress,
 * frames) are latest-only by kind: each listener has one on its way, the next goes out when that was drawn.
 */
import type { TopicArguments, TopicEvents, TopicName } from '../../shared/protocol.ts';

export interface Listener {
  send(event: unknown, lossy: boolean): void;
  /** The topic ended by itself. */
  ended(): void;
}

/** One topic's subscription by one listener, with what waits for its acknowledgement. */
class Subscription {
  readonly listener: Listener;
  /** By key, in the order in which they first came: nothing starves. */
  readonly #waiting = new Map<string, unknown>();
  #inFlight = false;
  readonly #onDrawn: (() => void) | undefined;

  constructor(listener: Listener, onDrawn: (() => void) | undefined) {
    this.listener = listener;
    this.#onDrawn = onDrawn;
  }

  sendLossy(key: string, event: unknown): void {
    if (this.#inFlight) this.#waiting.set(key, event);
    else {
      this.#inFlight = true;
      this.listener.send(event, true);
    }
  }

  acknowledge(): void {
    if (!this.#inFlight) return;
    this.#inFlight = false;
    this.#onDrawn?.();
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#waiting.delete(next[0]);
    this.sendLossy(next[0], next[1]);
  }
}

export interface ListenHandle {
  acknowledge(): void;
  close(): void;
}

export interface ListenOptions {
  /** A lossy event was drawn. */
  readonly onDrawn?: () => void;
  readonly onClose?: () => void;
}

const topicKey = (topic: string, args: object) => `${topic} ${Object.values(args).join(' ')}`;

export class LiveFeed {
  readonly #topics = new Map<string, Set<Subscription>>();

  listen<Topic extends TopicName>(
    topic: Topic,
    args: TopicArguments<Topic>,
    listener: Listener,
    options: ListenOptions = {},
  ): ListenHandle {
    const key = topicKey(topic, args);
    const subscription = new Subscription(listener, options.onDrawn);
    const subscriptions = this.#topics.get(key) ?? new Set();
    this.#topics.set(key, subscriptions.add(subscription));
    return {
      acknowledge: () => {
        subscription.acknowledge();
      },
      close: () => {
        if (!subscriptions.delete(subscription)) return;
        if (subscriptions.size === 0 && this.#topics.get(key) === subscriptions) this.#topics.delete(key);
        options.onClose?.();
      },
    };
  }

  publish<Topic extends TopicName>(
    topic: Topic,
    args: TopicArguments<Topic>,
    event: TopicEvents[Topic],
  ): void {
    for (const { listener } of this.#subscriptions(topic, args)) listener.send(event, false);
  }

  /** @param key which earlier events this one replaces where they still wait. */
  publishLossy<Topic extends TopicName>(
    topic: Topic,
    args: TopicArguments<Topic>,
    key: string,
    event: TopicEvents[Topic],
  ): void {
    for (const subscription of this.#subscriptions(topic, args)) subscription.sendLossy(key, event);
  }

  end<Topic extends TopicName>(topic: Topic, args: TopicArguments<Topic>): void {
    const key = topicKey(topic, args);
    const subscriptions = this.#topics.get(key);
    this.#topics.delete(key);
    for (const { listener } of subscriptions ?? []) listener.ended();
  }

  #subscriptions(topic: TopicName, args: object): readonly Subscription[] {
    return [...(this.#topics.get(topicKey(topic, args)) ?? [])];
  }
}
