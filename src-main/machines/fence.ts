/**
 * Publishing to a run's records as the only one who may. Each message names the sequence that it believes to be the subject's
 * last; where somebody else has published since, the broker refuses it. Nothing else is a fence: a lease runs out while its
 * holder is frozen, and late acknowledgements are taken.
 */
import { JetStreamApiCodes, JetStreamApiError, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamClient, StoredMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { untilAnswered } from './patience.ts';
import { RUNS_STREAM } from './subjects.ts';

/** Somebody else has the run. */
export class Fenced extends Error {
  constructor(subject: string) {
    super(`${subject} was taken over`);
    this.name = 'Fenced';
  }
}

/** The newest message of a run's records; null where there is none. */
export async function lastMessage(connection: NatsConnection, subject: string): Promise<StoredMsg | null> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  return manager.streams.getMessage(RUNS_STREAM, { last_by_subj: subject });
}

export interface FenceOptions {
  readonly connection: NatsConnection;
  readonly subject: string;
  /** Sequence of the subject's last message, as it was read; 0 where there was none. */
  readonly after: number;
  /** Begins each message's id: `<run>/<sitting>`. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** The broker does not take anything for the moment. */
  readonly onTrouble?: (error: unknown) => void;
}

export class FencedSubject {
  readonly #options: FenceOptions;
  readonly #client: JetStreamClient;
  #last: number;
  #count = 0;

  constructor(options: FenceOptions) {
    this.#options = options;
    this.#client = jetstream(options.connection);
    this.#last = options.after;
  }

  /**
   * Resolves when the broker has it on its disk; one at a time.
   * @returns its sequence @throws Fenced, or the signal's reason
   */
  async publish(bytes: Uint8Array): Promise<number> {
    const { subject, name, signal, onTrouble } = this.#options;
    const msgID = `${name}/${this.#count++}`;
    this.#last = await untilAnswered(() => this.#attempt(subject, msgID, bytes), signal, onTrouble);
    return this.#last;
  }

  async #attempt(subject: string, msgID: string, bytes: Uint8Array): Promise<number> {
    try {
      const { seq } = await this.#client.publish(subject, bytes, {
        msgID,
        expect: { lastSubjectSequence: this.#last },
      });
      return seq;
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.code !== JetStreamApiCodes.StreamWrongLastSequence)
        throw error;
      // The answer to an earlier attempt may have been lost.
      const last = await lastMessage(this.#options.connection, subject);
      if (last?.header.get('Nats-Msg-Id') === msgID) return last.seq;
      throw new Fenced(subject);
    }
  }
}
