/** A worker's checkpoint comes into the data folder before its row: checked like any file of somebody else's. */
import { mkdir, rm } from 'node:fs/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { reportError } from '../../../shared/errors.ts';
import { mayPass } from '../../host/untilStored.ts';
import { describeCheckpoint, verifyCheckpoint } from '../../store/checkpoints.ts';
import type { ExperimentStore } from '../../store/experimentStore.ts';
import { PRIVATE_FOLDER } from '../../store/privateFiles.ts';
import { checkpointObject, receiveFile } from '../files.ts';
import { BadMessage, type CheckpointAway } from '../runMessages.ts';
import { openFiles } from '../streams.ts';

export interface CheckpointToFetch {
  readonly store: ExperimentStore;
  readonly runId: string;
  readonly checkpoint: CheckpointAway;
  readonly signal: AbortSignal;
}

/**
 * @throws BadMessage where it cannot be a checkpoint of the run; StudioError `store.*` where it cannot be written for the
 *   moment; the signal's reason
 */
export async function fetchCheckpoint(
  connection: NatsConnection,
  { store, runId, checkpoint, signal }: CheckpointToFetch,
): Promise<void> {
  const { id, fileName } = checkpoint;
  if (!id.startsWith(`${runId}-`) || fileName !== `${id}.wms`)
    throw new BadMessage(`${fileName} is not of this run`);
  await mkdir(store.folder.checkpoints(runId), { recursive: true, mode: PRIVATE_FOLDER });
  const file = store.folder.checkpoint(runId, fileName);
  const transfer = { files: await openFiles(connection), signal };
  if (!(await receiveFile(transfer, checkpointObject(runId, fileName), file)))
    throw new BadMessage(`${fileName} is not at the hub`);
  const problem = await problemWith(file, store.summary(runId));
  if (problem === null) return;
  await rm(file, { force: true });
  throw new BadMessage(`${fileName}: ${problem}`);
}

async function problemWith(
  file: string,
  { id, algorithm }: { readonly id: string; readonly algorithm: string },
): Promise<string | null> {
  try {
    await verifyCheckpoint(file);
    const { description } = await describeCheckpoint(file);
    const run = description['run'] as { readonly algorithm?: unknown } | undefined;
    if (description['runId'] !== id) return 'its checkpoint is of another run';
    return run?.algorithm === algorithm ? null : 'its checkpoint is of another algorithm';
  } catch (error) {
    const report = reportError(error);
    if (mayPass(report)) throw error;
    return report.code;
  }
}
