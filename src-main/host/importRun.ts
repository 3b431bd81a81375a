/**
 * Takes an archived run into the store, in pieces, so that the host goes on answering. Until it is whole the run is
 * marked as partial: an import that was cut off never shows, and is removed at the next start.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { withTrained } from '../../shared/branches.ts';
import { StudioError } from '../../shared/errors.ts';
import type { RunStatus, RunSummary } from '../../shared/run.ts';
import { PRIVATE_FOLDER } from '../store/privateFiles.ts';
import { newRunId } from '../store/runTable.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { ImportedEnd, ImportedRow } from '../store/importedRows.ts';
import { storeError } from '../store/storeErrors.ts';
import type { CheckpointToStore } from './archiveReader.ts';
import type { ArchivedRun } from './archiveSchema.ts';
import { unpackInWorker, type PackedRun, type UnpackedRun } from './archiveTasks.ts';
import { stepByStep } from './pieces.ts';
import { removeRunFolder } from './storage.ts';

export interface ImportOptions {
  /** Told how many bytes of the archive, unpacked, are taken in. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Stops it; nothing stays. */
  readonly signal?: AbortSignal;
}

/**
 * @throws StudioError `import.*`, `checkpoint.damaged`, `checkpoint.malformed`, `store.full`, `store.outside`,
 * `import.stopped`; nothing stays behind.
 */
export async function importRun(
  store: ExperimentStore,
  archive: PackedRun,
  options: ImportOptions = {},
): Promise<RunSummary> {
  /** What was begun: removed once the worker, which may be writing there, is gone. */
  let begun: string | null = null;
  try {
    return await unpackInWorker(archive, (unpacked) =>
      storeRun(store, unpacked, options, (id) => {
        begun = id;
      }),
    );
  } catch (error) {
    if (begun !== null) {
      await stepByStep(store.removeRun(begun));
      await removeRunFolder(store.folder, begun);
    }
    throw storeError(error, store.folder.root);
  }
}

async function storeRun(
  store: ExperimentStore,
  unpacked: UnpackedRun,
  { onProgress, signal }: ImportOptions,
  begins: (runId: string) => void,
): Promise<RunSummary> {
  const { run, checkpoints, totalBytes } = unpacked;
  const refuseIfStopped = () => {
    if (signal?.aborted === true) throw new StudioError('import.stopped');
  };
  refuseIfStopped();
  // The same run imported twice becomes two; and a folder that lies there without a run may be taken in again one day.
  const isFree = !store.hasRun(run.id) && !existsSync(store.folder.run(run.id));
  const id = isFree ? run.id : newRunId(new Date());
  const folder = store.folder.checkpoints(id);
  const names = checkpointNames(store, run.id, id, checkpoints);
  const files = names.map(({ fileName }) => store.folder.checkpoint(id, fileName));
  store.transaction(() => {
    store.createRun(newRun(run, id), new Date(run.createdAt));
    store.changeRun(id, { partial: true });
  });
  begins(id);
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const pieces = unpacked.unpackInto(files, store.folder.keptModel(id));
  let end: ImportedEnd | null = null;
  while (end === null) {
    const { value, done } = await pieces.next();
    refuseIfStopped();
    if (done === true) end = value;
    else {
      onProgress?.(value.doneBytes, totalBytes);
      if (value.rows.length > 0)
        store.importRows(
          id,
          value.rows.map((row) => renamed(store, row, run.id, id, names)),
        );
    }
  }
  // Last, and together with the run itself: a checkpoint that shows is there.
  const conclude = end;
  return store.lasting(() => {
    store.importRows(
      id,
      checkpoints.map((checkpoint, index): ImportedRow => ({
        kind: 'checkpoint',
        checkpoint: { ...checkpoint, ...(names[index] ?? checkpoint) },
      })),
    );
    return store.concludeImport(id, conclude, {
      status: restingStatus(run.status),
      startedAt: run.startedAt ?? run.createdAt,
      endedAt: run.endedAt,
      wallSeconds: run.wallSeconds,
      exact: run.exact,
      lastError: run.lastError === null ? null : withoutUndefinedParts(run.lastError),
      ...(run.compute === null ? {} : { compute: run.compute }),
      partial: false,
    });
  });
}

function newRun({ name, algorithm, environment, preset, config, tags, ...run }: ArchivedRun, id: string) {
  const { scoreMetric, codeVersion, notes } = run;
  return { id, name, algorithm, environment, preset, config, tags, scoreMetric, codeVersion, notes };
}

function withoutUndefinedParts(error: NonNullable<ArchivedRun['lastError']>): RunSummary['lastError'] {
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

interface CheckpointNames {
  /** In the archive. */
  readonly from: string;
  readonly id: string;
  readonly fileName: string;
}

/**
 * Names of checkpoints, evaluations and measurements begin with their run's id; a run that gets another takes them along. Whatever the
 * archive calls them, nothing else has one of that name.
 */
function nameOf(
  name: string,
  { from, to }: { readonly from: string; readonly to: string },
  isTaken: (name: string) => boolean,
): string {
  if (from === to && !isTaken(name)) return name;
  const own = name.startsWith(`${from}-`) ? to + name.slice(from.length) : `${to}-${name}`;
  return isTaken(own) ? `${to}-${randomBytes(6).toString('hex')}${path.extname(name)}` : own;
}

function checkpointNames(
  store: ExperimentStore,
  from: string,
  to: string,
  checkpoints: readonly CheckpointToStore[],
): readonly CheckpointNames[] {
  const names: CheckpointNames[] = [];
  for (const { id, fileName } of checkpoints) {
    names.push({
      from: id,
      id: nameOf(
        id,
        { from, to },
        (name) => store.hasCheckpoint(name) || names.some((other) => other.id === name),
      ),
      fileName: nameOf(fileName, { from, to }, (name) =>
        names.some((other) => other.fileName.toLowerCase() === name.toLowerCase()),
      ),
    });
  }
  return names;
}

function renamed(
  store: ExperimentStore,
  row: ImportedRow,
  from: string,
  to: string,
  names: readonly CheckpointNames[],
): ImportedRow {
  const checkpointOf = (checkpointId: string) =>
    // It may have made way for newer ones before the run was exported.
    names.find((name) => name.from === checkpointId)?.id ?? nameOf(checkpointId, { from, to }, () => false);
  if (row.kind === 'evaluation') {
    const { id, checkpointId } = row.evaluation;
    const own = nameOf(id, { from, to }, (name) => store.hasEvaluation(name));
    return {
      kind: 'evaluation',
      evaluation: { ...row.evaluation, id: own, checkpointId: checkpointOf(checkpointId) },
    };
  }
  if (row.kind === 'trust') {
    const { id, checkpointId } = row.trust;
    const own = nameOf(id, { from, to }, (name) => store.hasTrust(name));
    return { kind: 'trust', trust: { ...row.trust, id: own, checkpointId: checkpointOf(checkpointId) } };
  }
  if (row.kind === 'branch') {
    const { id, checkpointId, spec } = row.branch;
    const own = nameOf(id, { from, to }, (name) => store.hasBranch(name));
    const branch = {
      ...row.branch,
      id: own,
      checkpointId: checkpointOf(checkpointId),
      // Episodes are counted anew in each folder: the number that was kept means another one here.
      episodeId: null,
      // Other runs keep their names: where they are here, they are the same.
      spec: withTrained(spec, (trained) =>
        trained.runId === from ? { runId: to, checkpointId: checkpointOf(trained.checkpointId) } : trained,
      ),
    };
    return { kind: 'branch', branch };
  }
  return row;
}
