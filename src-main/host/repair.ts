/** Mends a data folder: the database first (store/repairDatabase.ts), then what rows and files say of each other. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RepairReport } from '../../shared/storage.ts';
import { DataFolder } from '../store/dataFolder.ts';
import { ExperimentStore } from '../store/experimentStore.ts';
import { takeLock } from '../store/lock.ts';
import { PRIVATE_FILE } from '../store/privateFiles.ts';
import { repairDatabase, type RepairStep } from '../store/repairDatabase.ts';
import { dropOrphans } from '../store/salvage.ts';
import { SetAside } from '../store/setAside.ts';
import {
  brokenReferences,
  checkedFiles,
  checkStore,
  isKeptModelDamaged,
  strayFiles,
} from '../store/storeCheck.ts';
import { logEntry } from '../store/runRecords.ts';
import { pauses } from './pieces.ts';
import { pickUp } from './recovery.ts';
import { takeIn } from './takeIn.ts';

/** Lies in the folder until the next start has mended the database: a host that has it open cannot. */
const ASKED_FILE = 'repair-asked';

export function askForRepair(root: string): void {
  writeFileSync(path.join(root, ASKED_FILE), '', { mode: PRIVATE_FILE });
}

/** Before a store is opened: what a person asked of the last one. @throws as `repairDatabase` */
export function repairIfAsked(root: string, asked: boolean): readonly RepairStep[] {
  const folder = new DataFolder(root);
  const note = path.join(folder.root, ASKED_FILE);
  if (!asked && !existsSync(note)) return [];
  const steps = locked(folder, () => repairDatabase(folder));
  rmSync(note, { force: true });
  return steps;
}

function locked<T>(folder: DataFolder, work: () => T): T {
  folder.create();
  const release = takeLock(folder.lock, folder.root, folder.identity());
  try {
    return work();
  } finally {
    release();
  }
}

/**
 * Everything, in a folder that no studio has open.
 * @throws StudioError `store.locked` and as `repairDatabase`
 */
export async function repairFolder(root: string, codeVersion: string): Promise<RepairReport> {
  const done = [...repairIfAsked(root, true)];
  const store = ExperimentStore.open(root);
  try {
    done.push(...(await repairFiles(store, codeVersion)));
  } finally {
    store.close();
  }
  return { done, report: await checkStore(root) };
}

/**
 * Rows without files go, with a line in the run's log; damaged files are set aside; files without a row get one where they fit
 * the run as it is now, else they are set aside; folders of unknown runs are taken in.
 * @param changed told of each run whose rows changed
 */
export async function repairFiles(
  store: ExperimentStore,
  codeVersion: string,
  changed: (runId: string) => void = () => undefined,
): Promise<readonly RepairStep[]> {
  const done: RepairStep[] = [];
  const aside = new SetAside(store.folder.root, new Date());
  const tell = (key: string, count: number) => {
    if (count > 0) done.push({ key, values: { count } });
  };
  if (brokenReferences(store).length > 0) {
    const { fileName } = store.backUp('repair');
    done.push({ key: 'repair.backedUp', values: { file: fileName } });
    tell('repair.references', dropOrphans(store.connection));
  }
  let missing = 0;
  let damaged = 0;
  for await (const { runId, checkpointId, fileName, state } of checkedFiles(store)) {
    if (state === 'whole') continue;
    if (state === 'missing') missing++;
    else {
      damaged++;
      if (store.folder.mayUse(runId)) aside.move(store.folder.checkpoint(runId, fileName));
    }
    const key = state === 'missing' ? 'log.checkpointMissing' : 'log.checkpointSetAside';
    store.removeCheckpoints([checkpointId]);
    store.record(runId, [{ kind: 'log', entry: logEntry('warning', key, { checkpoint: checkpointId }) }]);
    changed(runId);
  }
  const pause = pauses();
  for (const runId of store.everyRunId()) {
    await pause();
    if (!store.folder.mayUse(runId) || !(await isKeptModelDamaged(store, runId))) continue;
    // It is copied anew from the run that dreams, where that is still there, before this one trains again.
    aside.move(store.folder.keptModel(runId));
    damaged++;
  }
  tell('repair.missing', missing);
  tell('repair.damaged', damaged);
  let fitting = 0;
  let strays = 0;
  for (const runId of store.everyRunId()) {
    await pause();
    // Others had their turn: it may be gone for good.
    if (!store.hasRun(runId) || !store.folder.mayUse(runId) || store.isTraining(runId)) continue;
    if (strayFiles(store, runId).length === 0) continue;
    fitting += (await pickUp(store, runId)).checkpoints;
    for (const name of strayFiles(store, runId)) {
      aside.move(store.folder.checkpoint(runId, name));
      strays++;
    }
    changed(runId);
  }
  tell('repair.stray', fitting);
  tell('repair.straySetAside', strays);
  const taken = await takeIn(store, codeVersion);
  for (const runId of taken) changed(runId);
  tell('repair.takenIn', taken.length);
  if (missing + damaged + strays > 0 && existsSync(aside.folder)) {
    done.push({ key: 'repair.setAside', values: { place: path.relative(store.folder.root, aside.folder) } });
  }
  return done;
}
