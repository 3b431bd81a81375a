/**
 * Takes an archived run into the store, in pieces, so that the host goes on answering. Until it is whole the run lies
 * in the bin: an import that was cut off never shows as a run.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { ComputeFingerprint, RunStatus, RunSummary } from '../../shared/run.ts';
import { syncFolder } from '../store/checkpoints.ts';
import { newRunId, type ExperimentStore, type RunRecord } from '../store/experimentStore.ts';
import { storeError } from '../store/storeErrors.ts';
import type { Archive } from './archive.ts';
import { unpackInWorker } from './archiveTasks.ts';

/** A few milliseconds of inserting. */
const RECORDS_AT_ONCE = 500;

/** @throws StudioError `import.invalid`, `checkpoint.damaged`, `store.full`; nothing stays behind. */
export async function importRun(store: ExperimentStore, bytes: Uint8Array): Promise<RunSummary> {
  const archive = await unpackInWorker(bytes);
  const { run } = archive;
  // The same run imported twice becomes two.
  const id = store.hasRun(run.id) ? newRunId(new Date()) : run.id;
  store.transaction(() => {
    store.createRun({ ...run, id }, new Date(run.createdAt));
    store.changeRun(id, { deletedAt: new Date().toISOString() });
  });
  try {
    await writeFiles(store.folder.checkpoints(id), archive, run.id, id);
    const records = recordsOf(archive, run.id, id);
    for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
      store.record(id, records.slice(from, from + RECORDS_AT_ONCE));
      await breathe();
    }
    return store.changeRun(id, {
      status: restingStatus(run.status),
      startedAt: run.startedAt ?? run.createdAt,
      endedAt: run.endedAt,
      wallSeconds: run.wallSeconds,
      exact: run.exact,
      lastError: run.lastError === null ? null : withoutUndefinedDetail(run.lastError),
      ...(run.compute === null ? {} : { compute: run.compute as unknown as ComputeFingerprint }),
      deletedAt: null,
    });
  } catch (error) {
    store.removeRun(id);
    await rm(store.folder.run(id), { recursive: true, force: true });
    throw storeError(error, store.folder.root);
  }
}

function withoutUndefinedDetail(error: NonNullable<Archive['run']['lastError']>): RunSummary['lastError'] {
  const { code, message, detail } = error;
  return { code, message, ...(detail === undefined ? {} : { detail }) };
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

/** Checkpoint names begin with their run's id; a run that gets another takes them along. */
const renamed = (name: string, from: string, to: string) => {
  if (from === to) return name;
  return name.startsWith(from) ? to + name.slice(from.length) : `${to}-${name}`;
};

async function writeFiles(folder: string, archive: Archive, from: string, to: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { fileName, bytes } of archive.checkpoints) {
    await writeFile(path.join(folder, renamed(fileName, from, to)), bytes, { flush: true });
  }
  await syncFolder(folder);
}

/** Everything in the order in which it was recorded. */
function recordsOf(archive: Archive, from: string, to: string): RunRecord[] {
  const numbered: { readonly sequence: number; readonly record: RunRecord }[] = [];
  const updates = new Map<
    number,
    { axis: Extract<RunRecord, { kind: 'metrics' }>['axis']; values: Record<string, number> }
  >();
  for (const { name, sequence, values, ...columns } of archive.metrics) {
    sequence.forEach((number, i) => {
      const update = updates.get(number) ?? {
        axis: {
          environmentSteps: columns.environmentSteps[i] ?? 0,
          gradientSteps: columns.gradientSteps[i] ?? 0,
          wallSeconds: columns.wallSeconds[i] ?? 0,
        },
        values: {},
      };
      updates.set(number, update);
      update.values[name] = values[i] ?? NaN;
    });
  }
  for (const [sequence, update] of updates) {
    numbered.push({ sequence, record: { kind: 'metrics', ...update } });
  }
  for (const { sequence, createdAt, recipe, details, ...episode } of archive.episodes) {
    numbered.push({
      sequence,
      record: {
        kind: 'episode',
        createdAt,
        episode: {
          ...episode,
          ...(recipe === undefined ? {} : { recipe }),
          ...(details === undefined ? {} : { details }),
        },
      },
    });
  }
  for (const { sequence, bytes, fileName, id, ...checkpoint } of archive.checkpoints) {
    numbered.push({
      sequence,
      record: {
        kind: 'checkpoint',
        checkpoint: {
          ...checkpoint,
          id: renamed(id, from, to),
          fileName: renamed(fileName, from, to),
          sizeBytes: bytes.byteLength,
        },
      },
    });
  }
  const records = numbered.sort((a, b) => a.sequence - b.sequence).map(({ record }) => record);
  records.push(...archive.log.map((entry): RunRecord => ({ kind: 'log', entry })));
  const { result } = archive.run;
  if (result !== null) records.push({ kind: 'result', result });
  return records;
}
