/** What takes how much room in the data folder. */
import type { Dirent } from 'node:fs';
import { readdir, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { StorageReport } from '../../shared/protocol.ts';
import type { DataFolder } from '../store/dataFolder.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { systemErrorCode } from '../store/storeErrors.ts';

/** All files below; 0 where there is no such folder. Files that vanish meanwhile count nothing. */
export async function folderBytes(folder: string): Promise<number> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 0;
    throw error;
  }
  let sum = 0;
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) sum += await folderBytes(file);
    else if (entry.isFile()) sum += await fileBytes(file);
  }
  return sum;
}

/**
 * Removes what lies in the data folder of a run, and nothing elsewhere: of a link the link, and for an id that is no name
 * nothing.
 * @returns the bytes that were freed.
 */
export async function removeRunFolder(folder: DataFolder, runId: string): Promise<number> {
  const disposable = folder.disposable(runId);
  if (disposable === null) return 0;
  const { path: place, isLink } = disposable;
  const freedBytes = isLink ? 0 : await folderBytes(place);
  await rm(place, { recursive: true, force: true });
  return freedBytes;
}

async function fileBytes(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

export async function storageReport(store: ExperimentStore): Promise<StorageReport> {
  const { folder } = store;
  let checkpointBytes = 0;
  let cacheBytes = 0;
  const runs: StorageReport['runs'][number][] = [];
  for (const run of store.runs()) {
    // One whose name leads elsewhere takes no room here.
    if (!folder.mayUse(run.id)) continue;
    const checkpoints = await folderBytes(folder.checkpoints(run.id));
    const cache = await folderBytes(folder.cache(run.id));
    checkpointBytes += checkpoints;
    cacheBytes += cache;
    // A folder's size is looked up seldom; the table shows what was found last.
    if (cache > 0 || run.sizeBytes > 0) store.changeRun(run.id, { cacheBytes: cache });
    runs.push({ runId: run.id, name: run.name, bytes: await folderBytes(folder.run(run.id)) });
  }
  let binBytes = 0;
  for (const run of store.bin.runs().filter(({ id }) => folder.mayUse(id)))
    binBytes += await folderBytes(folder.run(run.id));
  let databaseBytes = 0;
  for (const suffix of ['', '-wal', '-shm']) databaseBytes += await fileBytes(folder.database + suffix);
  const disk = await statfs(folder.root);
  return {
    databaseBytes,
    checkpointBytes,
    cacheBytes,
    binBytes,
    freeBytes: disk.bavail * disk.bsize,
    runs: runs.sort((a, b) => b.bytes - a.bytes),
  };
}
