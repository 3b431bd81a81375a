/**
 * Linux shares processors among sessions first (`sched_autogroup`, on where desktops are), and by priority only within one: a
 * process in a session of its own would compete with everything else as an equal, however low its priority.
 */
import { writeFileSync } from 'node:fs';

/** Of all that the session of a process does together. Nothing where there are no such shares. */
export function setSessionPriority(processId: number, priority: number): void {
  try {
    writeFileSync(`/proc/${processId}/autogroup`, String(priority));
  } catch {
    // Another system, a kernel without such shares, or a process that has ended: its own priority is all there is.
  }
}
