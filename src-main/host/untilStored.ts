/** Writes that must not get lost although the disk may be full: tried again until the store takes them. */
import { setTimeout as delay } from 'node:timers/promises';
import { reportError, type ErrorReport } from '../../shared/errors.ts';

/** How soon a write that failed for want of room is tried again. */
export const STORE_RETRY_MILLISECONDS = 3000;

/** A store that cannot be written now may be written later; trying again helps with nothing else. */
export function mayPass({ code }: ErrorReport): boolean {
  return code.startsWith('store.');
}

export interface Patience {
  /** Ends the waiting: one last attempt is made. */
  readonly signal: AbortSignal;
  /** Called once when it has to wait, and with null when the store took it in the end. */
  readonly onTrouble: (error: ErrorReport | null) => void;
}

/**
 * Where nothing has to be waited for, all is done when this returns.
 * @returns false where the waiting was ended before the store took it.
 * @throws what trying again would not help.
 */
export async function untilStored(
  write: () => void | Promise<void>,
  { signal, onTrouble }: Patience,
): Promise<boolean> {
  for (let troubled = false; ; troubled = true) {
    try {
      const writing = write();
      if (writing !== undefined) await writing;
      if (troubled) onTrouble(null);
      return true;
    } catch (error) {
      const report = reportError(error);
      if (!mayPass(report)) throw error;
      if (!troubled) onTrouble(report);
    }
    if (signal.aborted) return false;
    await delay(STORE_RETRY_MILLISECONDS, undefined, { signal }).catch(() => undefined);
  }
}
