/** Imports the experiments that come with the studio, so that the first launch has something to watch. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { systemErrorCode } from '../store/storeErrors.ts';
import { importRun } from './importRun.ts';

export const ARCHIVE_EXTENSION = '.wmsx';

/** In the order of their names. Nothing where there is no such folder. */
export async function importShipped(
  store: ExperimentStore,
  folder: string,
  imported: (runId: string) => void,
): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  for (const name of names.filter((file) => file.endsWith(ARCHIVE_EXTENSION)).sort()) {
    imported((await importRun(store, { file: path.join(folder, name) })).id);
  }
}
