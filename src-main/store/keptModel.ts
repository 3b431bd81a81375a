/**
 * The copy of another run's checkpoint in whose dream a run learns: `dream.wms` in its own folder, an ordinary checkpoint file whose
 * description tells of the run that it came from. It is written once, when the run is made; its checksum stands in the run's config.
 */
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { Json } from '../../shared/checkpoint.ts';
import { StudioError } from '../../shared/errors.ts';
import { HASH_BYTES } from './checkpointLayout.ts';
import { describeCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoints.ts';
import { systemErrorCode } from './storeErrors.ts';

export const KEPT_MODEL_FILE = 'dream.wms';

const DESCRIPTION_SCHEMA = z.object({
  keptModel: z.object({
    runId: z.string(),
    name: z.string(),
    checkpointId: z.string(),
    environment: z.string(),
    config: z.record(z.string(), z.unknown()),
  }),
});

/** Where a kept model came from. */
export type KeptModelOrigin = z.infer<typeof DESCRIPTION_SCHEMA>['keptModel'];

/** @returns the new file's checksum @throws StudioError as `readCheckpoint` and `writeCheckpoint` */
export async function keepModel(from: string, to: string, keptModel: KeptModelOrigin): Promise<string> {
  const { checkpoint } = await readCheckpoint(from);
  // A config is plain JSON.
  await writeCheckpoint(to, checkpoint, { keptModel: keptModel as unknown as Json });
  return keptChecksum(to);
}

/** The checksum at a file's end, in hex digits; whether it is right is seen when the file is read. */
export async function keptChecksum(file: string): Promise<string> {
  const handle = await opened(file);
  try {
    const { size } = await handle.stat();
    const hash = Buffer.alloc(HASH_BYTES);
    await handle.read(hash, 0, HASH_BYTES, Math.max(0, size - HASH_BYTES));
    return hash.toString('hex');
  } finally {
    await handle.close();
  }
}

/** @throws StudioError `dream.lost` where the file is gone, `checkpoint.damaged` where it tells of no run */
export async function describeKeptModel(
  file: string,
): Promise<KeptModelOrigin & { readonly algorithm: string }> {
  await (await opened(file)).close();
  const { algorithm, description } = await describeCheckpoint(file);
  const parsed = DESCRIPTION_SCHEMA.safeParse(description);
  if (parsed.success) return { algorithm, ...parsed.data.keptModel };
  throw new StudioError('checkpoint.damaged', { file: KEPT_MODEL_FILE, reason: 'it tells of no run' });
}

async function opened(file: string) {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') throw new StudioError('dream.lost', {}, { cause: error });
    throw error;
  }
}
