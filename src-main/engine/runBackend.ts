/** The tensor backend as a run wants it, in the trainer's process and wherever its checkpoints are scored. */
import { configValue } from '../../shared/config.ts';

/** With the run's own thread count: another one gives other bits. @param config the run's */
export async function initialiseRunBackend(config: Readonly<Record<string, unknown>>) {
  // Loaded here, so that whoever only reads the command line need not wait for it.
  const { initialiseBackend } = await import('../numerics/backend.ts');
  const threads = configValue(config, 'compute.threads');
  return initialiseBackend(typeof threads === 'number' ? { threads } : {});
}
