/** Reads the world model in whose dream a run learns, and brings it to dream. */
import path from 'node:path';
import { dreamOf, environmentGroup, otherSteps } from '../../shared/dreamSettings.ts';
import { StudioError } from '../../shared/errors.ts';
import { readCheckpoint } from '../store/checkpoints.ts';
import { describeKeptModel, KEPT_MODEL_FILE, keptChecksum } from '../store/keptModel.ts';
import type { DreamGround } from '../training/trainer.ts';

/**
 * The file may come from anybody: what its model was trained in must be the run's own environment, which was looked at before.
 * @param folder the run's own
 * @returns null where the run learns in its environment
 * @throws StudioError `dream.lost` where there is no file, `dream.changed` where it is another than the run was made with,
 *   `dream.otherEnvironment`, `dream.otherSteps`, `checkpoint.damaged`
 */
export async function keptDream(
  folder: string,
  run: { readonly environment: string; readonly config: Readonly<Record<string, unknown>> },
): Promise<DreamGround | null> {
  const dream = dreamOf(run.config);
  if (dream === null) return null;
  const file = path.join(folder, KEPT_MODEL_FILE);
  const { algorithm, name, environment, config } = await describeKeptModel(file);
  if ((await keptChecksum(file)) !== dream.checksum) throw new StudioError('dream.changed');
  if (environment !== run.environment) {
    throw new StudioError('dream.otherEnvironment', {
      run: name,
      dreamt: environment,
      environment: run.environment,
    });
  }
  const settings = otherSteps(environmentGroup(run.config), environmentGroup(config));
  if (settings.length > 0)
    throw new StudioError('dream.otherSteps', { run: name, settings: settings.join(', ') });
  // Loaded here: who trains in a real environment needs no other algorithm.
  const { isPlayed } = await import('../algorithms/registry.ts');
  const { checkpoint } = await readCheckpoint(file, isPlayed({ algorithm }));
  const model = { algorithm, environment, config, checkpoint, temperature: dream.temperature };
  return {
    model,
    open: async () => (await import('../algorithms/borrowedDream.ts')).openBorrowedDream(model),
  };
}
