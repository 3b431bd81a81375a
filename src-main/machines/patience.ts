/** The broker may be away for a while: what is asked of it is asked again until it answers, or nobody wants to know any more. */
import { setTimeout as delay } from 'node:timers/promises';
import { JetStreamApiError } from '@nats-io/jetstream';

const RETRY_MILLISECONDS = 250;
const MOST_RETRY_MILLISECONDS = 2000;

/** The server's own codes where a stream, a bucket or its disk is full, or not ready yet. */
const FULL_OR_NOT_READY: ReadonlySet<number> = new Set([10008, 10023, 10028, 10039, 10047, 10077]);

/** Whether the same may be answered later: no answer, no connection, no room. A refusal stays one. */
export function mayAnswerLater(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return error.status >= 500 || FULL_OR_NOT_READY.has(error.code);
  if (!(error instanceof Error)) return false;
  return /^(TimeoutError|RequestError|NoResponders|ConnectionError|ClosedConnectionError|DrainingConnectionError|JetStreamNotEnabled|JetStreamError|JetStreamStatusError)$/.test(
    error.name,
  );
}

/** @throws what asking again would not help; the signal's reason where that is aborted */
export async function untilAnswered<T>(
  ask: () => Promise<T>,
  signal: AbortSignal,
  onTrouble: (error: unknown) => void = () => undefined,
): Promise<T> {
  for (let wait = RETRY_MILLISECONDS; ; wait = Math.min(wait * 2, MOST_RETRY_MILLISECONDS)) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      if (!mayAnswerLater(error)) throw error;
      onTrouble(error);
    }
    await delay(wait, undefined, { signal });
  }
}
