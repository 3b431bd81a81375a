/**
 * The checkpoint that somebody means who names an experiment: one of the data folder, an exported file, or one that ships with
 * the studio. Nothing is taken into the data folder.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import type { NamedTrainedFile } from '../engine/exportedWeights.ts';
import { ExperimentStore } from '../store/experimentStore.ts';
import { ArchiveReader, type CheckpointToStore } from './archiveReader.ts';
import { bestCheckpoint } from './checkpointRetention.ts';
import { planEvaluation } from './evaluationPlan.ts';
import { sourceOfFile } from '../formats/zipReader.ts';

export const EXPORTED = '.wmsx';

export interface TrainedSource extends NamedTrainedFile {
  /** Removes what was unpacked. */
  dispose(): void;
}

export interface WhereFrom {
  readonly dataFolder: string;
  /** Holds exported experiments that ship with the studio. */
  readonly shipped: string;
  /** An id, `best` or `latest`; where absent the final one, else the best. */
  readonly checkpoint?: string | undefined;
}

/**
 * @param reference a file's path, an experiment's id, the beginning of it or its name, or the name of a shipped file
 * @throws StudioError `run.unknown`, `checkpoint.unknown`, `import.*`
 */
export async function trainedSource(reference: string, where: WhereFrom): Promise<TrainedSource> {
  if (reference.endsWith(EXPORTED) && isFile(reference)) return fromFile(reference, where.checkpoint);
  const shipped = path.join(where.shipped, path.basename(reference) + EXPORTED);
  try {
    return fromStore(reference, where);
  } catch (error) {
    const isUnknown = error instanceof StudioError && error.code === 'run.unknown';
    if (!isUnknown || path.basename(reference) !== reference || !existsSync(shipped)) throw error;
  }
  return fromFile(shipped, where.checkpoint);
}

function fromStore(reference: string, { dataFolder, checkpoint }: WhereFrom): TrainedSource {
  const store = ExperimentStore.openReadOnly(dataFolder);
  if (store === null) throw new StudioError('run.unknown', { run: reference });
  try {
    const found = checkpointToExport(store, store.findRun(reference).id, checkpoint);
    return { ...found, dispose: () => undefined };
  } finally {
    store.close();
  }
}

/**
 * @param checkpoint as `WhereFrom.checkpoint`
 * @throws StudioError `run.unknown`, `checkpoint.unknown`
 */
export function checkpointToExport(
  store: ExperimentStore,
  runId: string,
  checkpoint?: string,
): NamedTrainedFile {
  const plan = planEvaluation(store, runId, { checkpoint });
  const { algorithm, environment, config, checkpointFile, checkpointId, runName } = plan;
  return { algorithm, environment, config, checkpointFile, checkpointId, name: runName };
}

async function fromFile(file: string, wanted: string | undefined): Promise<TrainedSource> {
  const source = sourceOfFile(file);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-exported-'));
  const dispose = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const archive = await ArchiveReader.open(source);
    const { algorithm, environment, config, name } = archive.run;
    const checkpoint = chosen(archive.checkpoints, wanted);
    const checkpointFile = path.join(folder, checkpoint.fileName);
    for await (const _ of archive.storeCheckpoint(checkpoint, checkpointFile)) {
      // Unpacked piece by piece; nothing is told of it.
    }
    return { algorithm, environment, config, name, checkpointFile, checkpointId: checkpoint.id, dispose };
  } catch (error) {
    dispose();
    throw error;
  } finally {
    source.close();
  }
}

/** @throws StudioError `checkpoint.unknown` */
function chosen(checkpoints: readonly CheckpointToStore[], wanted: string | undefined): CheckpointToStore {
  const newestFirst = checkpoints.toSorted((one, other) => other.sequence - one.sequence);
  const best = () => {
    const found = bestCheckpoint(newestFirst.map((checkpoint) => ({ ...checkpoint, runId: '' })));
    return newestFirst.find(({ id }) => id === found?.id) ?? newestFirst[0];
  };
  const found =
    wanted === undefined
      ? (newestFirst.find(({ reason }) => reason === 'final') ?? best())
      : wanted === 'best'
        ? best()
        : wanted === 'latest'
          ? newestFirst[0]
          : newestFirst.find(({ id }) => id === wanted);
  if (found === undefined) throw new StudioError('checkpoint.unknown', { checkpoint: wanted ?? 'final' });
  return found;
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
