/** Entry of the trainer process: one run's training, at low priority, until it ends or its host goes. */
import { keepFilesPrivate } from '../store/privateFiles.ts';
import { ignoreEndingSignals } from './endingSignals.ts';
import { lowerPriority } from './lowPriority.ts';
import { launcherPort } from './port.ts';
import { initialiseRunBackend } from './runBackend.ts';
import { trainerLog } from './trainerLog.ts';
import { serveTraining } from './trainingSession.ts';

ignoreEndingSignals();
lowerPriority();
keepFilesPrivate();

await serveTraining(await launcherPort(), {
  openLog: trainerLog,
  prepare: async (start) => {
    const { fallbackReason: _, ...compute } = await initialiseRunBackend(start.config);
    const { environmentLock } = await import('./environmentLock.ts');
    return { ...compute, environment: await environmentLock(start) };
  },
  createTrainer: async (algorithm, context) => {
    const { createTrainer } = await import('../algorithms/registry.ts');
    return createTrainer(algorithm, context);
  },
});
process.exit(0);
