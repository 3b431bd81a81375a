/** What computes for long stands back behind the studio's own windows. */
import os from 'node:os';

/**
 * The lowest keeps a key's answer within 100 ms where two cores draw the window, too; but Windows' lowest would stand
 * still beside anything else that computes.
 */
const PRIORITY =
  process.platform === 'win32'
    ? os.constants.priority.PRIORITY_BELOW_NORMAL
    : os.constants.priority.PRIORITY_LOW;

/** Of this process. */
export function lowerPriority(): void {
  try {
    os.setPriority(PRIORITY);
  } catch {
    // Some containers forbid it; computing at normal priority is better than not at all.
  }
}
