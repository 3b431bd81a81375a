/** Entry of the trainer process: one run's training, at low priority, until it ends or its host goes. */
import os from 'node:os';
import { configValue } from '../../shared/config.ts';
import { launcherPort } from './port.ts';
import { serveTraining } from './trainingSession.ts';

/**
 * Below the studio's own windows. The lowest keeps a key's answer within 100 ms where two cores draw the window, too;
 * but Windows' lowest would stand still beside anything else that computes.
 */
const TRAINER_PRIORITY =
  process.platform === 'win32'
    ? os.constants.priority.PRIORITY_BELOW_NORMAL
    : os.constants.priority.PRIORITY_LOW;

try {
  os.setPriority(TRAINER_PRIORITY);
} catch {
  // Some containers forbid it; training at normal priority is better than none.
}

// Ctrl-C in a terminal reaches everything that it started: the host decides what becomes of a run, not the signal.
process.on('SIGINT', () => undefined);

await serveTraining(await launcherPort(), {
  prepare: async (start) => {
    const { initialiseBackend } = await import('../numerics/backend.ts');
    const threads = configValue(start.config, 'compute.threads');
    const { fallbackReason: _, ...compute } = await initialiseBackend(
      typeof threads === 'number' ? { threads } : {},
    );
    return compute;
  },
  createTrainer: async (algorithm, context) => {
    const { createTrainer } = await import('../training/registry.ts');
    return createTrainer(algorithm, context);
  },
});
process.exit(0);
