/** Reads the world model in whose dream a run learns, and brings it to dream. */
import path from 'node:path';
import { dreamOf } from '../../shared/dreamSettings.ts';
import { StudioError } from '../../shared/errors.ts';
import { readCheckpoint } from '../store/checkpoints.ts';
import { describeKeptModel, KEPT_MODEL_FILE, keptChecksum } from '../store/keptModel.ts';
import type { DreamGround } from '../training/trainer.ts';

/**
 * @param folder the run's own
 * @returns null where the run learns in its environment
 * @throws StudioError `dream.lost` where there is no file, `dream.changed` where it is another than the run was made with,
 *   `checkpoint.damaged`
 */
export async function keptDream(
  folder: string,
  config: Readonly<Record<string, unknown>>,
): Promise<DreamGround | null> {
  const dream = dreamOf(config);
  if (dream === null) return null;
  const file = path.join(folder, KEPT_MODEL_FILE);
  const { algorithm, environment, config: trained } = await describeKeptModel(file);
  if ((await keptChecksum(file)) !== dream.checksum) throw new StudioError('dream.changed');
  // Loaded here: who trains in a real environment needs no other algorithm.
  const { isPlayed } = await import('../algorithms/registry.ts');
  const { checkpoint } = await readCheckpoint(file, isPlayed({ algorithm }));
  const model = { algorithm, environment, config: trained, checkpoint, temperature: dream.temperature };
  return {
    model,
    open: async () => (await import('../algorithms/borrowedDream.ts')).openBorrowedDream(model),
  };
}
