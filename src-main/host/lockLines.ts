/** What a run's log says of the Python side of its environment when it begins and when it goes on. */
import { describeLock, lockDifference } from '../../shared/environmentLock.ts';
import type { ComputeFingerprint } from '../../shared/run.ts';
import type { LogLine } from './runJournal.ts';

export interface LockLines {
  readonly lines: readonly LogLine[];
  /** What goes on is what would have gone on before. */
  readonly same: boolean;
}

/** @param before with what it trained last; null where it begins */
export function lockLines(before: ComputeFingerprint | null, now: ComputeFingerprint): LockLines {
  const lock = now.environment;
  if (lock === undefined) return { lines: [], same: true };
  const recorded = before?.environment;
  const lines: LogLine[] = [];
  const difference = lockDifference(recorded, lock);
  if (recorded === undefined)
    lines.push({ level: 'info', key: 'log.lock', values: { lock: describeLock(lock) } });
  if (difference !== null) lines.push({ level: 'warning', ...difference });
  if (!lock.repeats) lines.push({ level: 'warning', key: 'log.lockNoRepeat' });
  return { lines, same: difference === null };
}
