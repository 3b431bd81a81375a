/**
 * Takes an archived run into the store, in pieces, so that the host goes on answering. Until it is whole the run is
 * marked as partial: an import that was cut off never shows, and is removed at the next start.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import type { ComputeFingerprint, RunStatus, RunSummary } from '../../shared/run.ts';
import { syncFolder } from '../store/checkpoints.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../store/privateFiles.ts';
import { newRunId } from '../store/runTable.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { RunRecord } from '../store/runRecords.ts';
import { storeError } from '../store/storeErrors.ts';
import type { Archive } from './archive.ts';
import { unpackInWorker, type PackedRun, type UnpackedRun } from './archiveTasks.ts';
import { stepByStep } from './pieces.ts';
import { removeRunFolder } from './storage.ts';

/** @throws StudioError `import.invalid`, `checkpoint.damaged`, `store.full`; nothing stays behind. */
export function importRun(store: ExperimentStore, archive: PackedRun): Promise<RunSummary> {
  return unpackInWorker(archive, (unpacked) => storeRun(store, unpacked));
}

async function storeRun(store: ExperimentStore, { run, files, records }: UnpackedRun): Promise<RunSummary> {
  // The same run imported twice becomes two.
  const id = store.hasRun(run.id) ? newRunId(new Date()) : run.id;
  const rename = (name: string) => renamed(name, run.id, id);
  store.transaction(() => {
    store.createRun({ ...run, id }, new Date(run.createdAt));
    store.changeRun(id, { partial: true });
  });
  try {
    const folder = store.folder.checkpoints(id);
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
    for (const { fileName, bytes } of files) {
      await writeFile(store.folder.checkpoint(id, rename(fileName)), bytes, {
        flush: true,
        mode: PRIVATE_FILE,
      });
    }
    await syncFolder(folder);
    for await (const piece of records) {
      store.record(
        id,
        piece.map((record) => withNewNames(record, rename)),
      );
    }
    return store.changeRun(id, {
      status: restingStatus(run.status),
      startedAt: run.startedAt ?? run.createdAt,
      endedAt: run.endedAt,
      wallSeconds: run.wallSeconds,
      exact: run.exact,
      lastError: run.lastError === null ? null : withoutUndefinedParts(run.lastError),
      ...(run.compute === null ? {} : { compute: run.compute as unknown as ComputeFingerprint }),
      partial: false,
    });
  } catch (error) {
    await stepByStep(store.removeRun(id));
    await removeRunFolder(store.folder, id);
    throw storeError(error, store.folder.root);
  }
}

function withoutUndefinedParts(error: NonNullable<Archive['run']['lastError']>): RunSummary['lastError'] {
  const { code, message, values, detail } = error;
  return {
    code,
    message,
    ...(values === undefined ? {} : { values }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** Nothing trains here, whatever it did where it was exported. */
function restingStatus(status: RunStatus): RunStatus {
  switch (status) {
    case 'queued':
    case 'starting':
    case 'running':
    case 'pausing':
      return 'interrupted';
    default:
      return status;
  }
}

/** Names of checkpoints and evaluations begin with their run's id; a run that gets another takes them along. */
function renamed(name: string, from: string, to: string): string {
  if (from === to) return name;
  return name.startsWith(from) ? to + name.slice(from.length) : `${to}-${name}`;
}

function withNewNames(record: RunRecord, rename: (name: string) => string): RunRecord {
  if (record.kind === 'checkpoint') {
    const { id, fileName } = record.checkpoint;
    return {
      kind: 'checkpoint',
      checkpoint: { ...record.checkpoint, id: rename(id), fileName: rename(fileName) },
    };
  }
  if (record.kind !== 'evaluation') return record;
  const { id, checkpointId } = record.evaluation;
  return {
    kind: 'evaluation',
    evaluation: { ...record.evaluation, id: rename(id), checkpointId: rename(checkpointId) },
  };
}
