/** Entry of the trainer process: one run's training, at low priority, until it ends or its host goes. */
import { configValue } from '../../shared/config.ts';
import { lowerPriority } from './lowPriority.ts';
import { launcherPort } from './port.ts';
import { serveTraining } from './trainingSession.ts';

lowerPriority();

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
