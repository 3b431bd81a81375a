/**
 * Whether a data folder is in order: every page and index of the database, every reference, and every checkpoint's file against
 * its own checksum. Only reads, also beside a studio that writes. Takes as long as reading all of it.
 */
import { existsSync, readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { StudioError, reportError } from '../../shared/errors.ts';
import type { ProblemKind, StoreProblem, StoreReport } from '../../shared/storage.ts';
import { verifyCheckpoint } from './checkpoints.ts';
import { DataFolder } from './dataFolder.ts';
import { KEPT_MODEL_FILE } from './keptModel.ts';
import { ExperimentStore } from './experimentStore.ts';
import { isPlainName } from './safePath.ts';
import { systemErrorCode } from './storeErrors.ts';

const EXAMPLES = 5;
/** SQLite stops after so many messages: what is broken is rebuilt as a whole. */
const DATABASE_MESSAGES = 20;

/** What was found, kind by kind. */
export class Findings {
  readonly #found = new Map<ProblemKind, string[]>();

  add(kind: ProblemKind, example: string): void {
    this.#found.set(kind, [...(this.#found.get(kind) ?? []), example]);
  }

  get problems(): readonly StoreProblem[] {
    return [...this.#found].map(([kind, all]) => ({
      kind,
      count: all.length,
      examples: all.slice(0, EXAMPLES),
    }));
  }
}

/** A checkpoint's file and what became of it. */
export interface CheckedFile {
  readonly runId: string;
  readonly checkpointId: string;
  readonly fileName: string;
  readonly state: 'whole' | 'missing' | 'damaged';
}

/** Messages of SQLite's own check; none where all is well. */
export function databaseMessages(store: ExperimentStore): readonly string[] {
  const rows = store.connection.pragma(`integrity_check(${DATABASE_MESSAGES})`) as {
    integrity_check: string;
  }[];
  return rows.map(({ integrity_check: message }) => message).filter((message) => message !== 'ok');
}

export function brokenReferences(store: ExperimentStore): readonly string[] {
  const rows = store.connection.prepare('SELECT "table", parent FROM pragma_foreign_key_check').all() as {
    table: string;
    parent: string;
  }[];
  return rows.map(({ table, parent }) => `${table} → ${parent}`);
}

/** Every checkpoint of every run, also of those in the bin. */
export async function* checkedFiles(store: ExperimentStore): AsyncGenerator<CheckedFile> {
  for (const { runId, id, fileName } of store.everyCheckpoint()) {
    let state: CheckedFile['state'] = 'whole';
    try {
      await verifyCheckpoint(store.folder.checkpoint(runId, fileName));
    } catch (error) {
      const { code } = reportError(error);
      if (code === 'checkpoint.unknown') state = 'missing';
      else if (code === 'checkpoint.damaged' || code === 'store.outside') state = 'damaged';
      else throw error;
    }
    // One that made way for newer ones meanwhile is no loss.
    if (state !== 'whole' && !store.hasCheckpoint(id)) continue;
    yield { runId, checkpointId: id, fileName, state };
  }
}

function entries(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Whether the world model in whose dream a run learns is there, but not whole. A run that lacks it says so when it is to train. */
export async function isKeptModelDamaged(store: ExperimentStore, runId: string): Promise<boolean> {
  try {
    await verifyCheckpoint(store.folder.keptModel(runId));
    return false;
  } catch (error) {
    const { code } = reportError(error);
    if (code === 'checkpoint.unknown') return false;
    if (code === 'checkpoint.damaged') return true;
    throw error;
  }
}

/** Checkpoint files of a known run that no row names, but those that a training has just written. */
export function strayFiles(store: ExperimentStore, runId: string): readonly string[] {
  const known = new Set(store.checkpoints(runId).map(({ fileName }) => fileName));
  return entries(store.folder.checkpoints(runId))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.wms') && !known.has(entry.name))
    .map(({ name }) => name);
}

/** Folders below `runs` that hold checkpoints and belong to no run. */
export function unknownRuns(store: ExperimentStore): readonly string[] {
  return entries(store.folder.runs)
    .filter((entry) => entry.isDirectory() && isPlainName(entry.name) && !store.hasRun(entry.name))
    .map(({ name }) => name)
    .filter((name) => store.folder.mayUse(name) && entries(store.folder.checkpoints(name)).length > 0);
}

/** @throws StudioError where the folder cannot be read at all for another reason than damage. */
export async function checkStore(root: string): Promise<StoreReport> {
  const findings = new Findings();
  let store: ExperimentStore | null;
  try {
    store = ExperimentStore.openReadOnly(root);
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'store.corrupt') throw error;
    findings.add('database', String(error.values['reason'] ?? ''));
    return { runs: 0, checkpoints: 0, problems: findings.problems };
  }
  if (store === null) {
    const { runs } = new DataFolder(root);
    const folders = existsSync(runs) ? entries(runs).filter((entry) => entry.isDirectory()) : [];
    for (const { name } of folders) findings.add('unknownRuns', name);
    return { runs: 0, checkpoints: 0, problems: findings.problems };
  }
  try {
    return await examine(store, findings);
  } finally {
    store.close();
  }
}

async function examine(store: ExperimentStore, findings: Findings): Promise<StoreReport> {
  let checkpoints = 0;
  let runIds: readonly string[] = [];
  try {
    for (const message of databaseMessages(store)) findings.add('database', message);
    for (const broken of brokenReferences(store)) findings.add('references', broken);
    runIds = store.everyRunId();
    for await (const { runId, fileName, state } of checkedFiles(store)) {
      checkpoints++;
      if (state === 'missing') findings.add('missingFiles', path.join(runId, fileName));
      if (state === 'damaged') findings.add('damagedFiles', path.join(runId, fileName));
    }
    for (const runId of runIds) {
      if (!store.folder.mayUse(runId) || store.isTraining(runId)) continue;
      if (await isKeptModelDamaged(store, runId))
        findings.add('damagedFiles', path.join(runId, KEPT_MODEL_FILE));
      for (const name of strayFiles(store, runId)) findings.add('strayFiles', path.join(runId, name));
    }
    for (const name of unknownRuns(store)) findings.add('unknownRuns', name);
  } catch (error) {
    const { code, values } = reportError(error);
    const system = systemErrorCode(error);
    if (code !== 'store.corrupt' && !/^SQLITE_(CORRUPT|NOTADB)/.test(system)) throw error;
    // Reading ends on a broken page; the rest is looked at once the database is mended.
    findings.add('database', String(values['reason'] ?? system));
  }
  return { runs: runIds.length, checkpoints, problems: findings.problems };
}
