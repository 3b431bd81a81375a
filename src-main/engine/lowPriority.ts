/** Long computations run at a lower priority than the studio's windows. */
import os from 'node:os';

/**
 * The lowest priority keeps the answer to a key within 100 ms even where the same two cores draw the window. On Windows the
 * lowest would get no time at all beside any other computation.
 */
export const TRAINING_PRIORITY =
  process.platform === 'win32'
    ? os.constants.priority.PRIORITY_BELOW_NORMAL
    : os.constants.priority.PRIORITY_LOW;

/** Of this process. */
export function lowerPriority(): void {
  try {
    os.setPriority(TRAINING_PRIORITY);
  } catch {
    // Some containers forbid it; computing at normal priority is better than not at all.
  }
}
