/** The folder of a data set: how it is found by its id, and what its description says. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DATA_SET_SCHEMA, type DataSet, type DataSetSummary } from '../../shared/dataSet.ts';
import { StudioError } from '../../shared/errors.ts';
import { DATA_SETS_VARIABLE, dataSetsOf } from './dataSetPlace.ts';

export const DESCRIPTION_FILE = 'data-set.json';
export const FILES = { pictures: 'pictures.bin', numbers: 'numbers.bin', steps: 'steps.bin' } as const;

/** Some hundred bytes an episode. */
const LONGEST_DESCRIPTION_BYTES = 64 * 1024 * 1024;
const ID = /^[a-z0-9][a-z0-9-]{0,80}$/;

/** @throws StudioError `dataSet.none` for an empty id, `dataSet.unknown` */
export function dataSetFolder(id: string): string {
  if (id === '') throw new StudioError('dataSet.none');
  const folder = process.env[DATA_SETS_VARIABLE];
  if (folder === undefined || !ID.test(id)) throw new StudioError('dataSet.unknown', { dataSet: id });
  return path.join(folder, id);
}

/** @throws StudioError `dataSet.unknown`, `dataSet.damaged` */
export function readDescription(folder: string): DataSet {
  const id = path.basename(folder);
  const file = path.join(folder, DESCRIPTION_FILE);
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new StudioError('dataSet.unknown', { dataSet: id });
  try {
    if (size > LONGEST_DESCRIPTION_BYTES) throw new Error(`${size} bytes`);
    const description = DATA_SET_SCHEMA.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (description.id !== id) throw new Error(`it is of ${description.id}`);
    return description;
  } catch (error) {
    throw new StudioError('dataSet.damaged', { dataSet: id, file: DESCRIPTION_FILE }, { cause: error });
  }
}

/** Of all that can be read, the newest first. */
export function listDataSets(dataFolder: string): readonly DataSetSummary[] {
  const folder = dataSetsOf(dataFolder);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && ID.test(entry.name),
  );
  return names
    .flatMap(({ name }) => {
      try {
        return [summaryOf(path.join(folder, name))];
      } catch {
        // Whoever opens it is told what is wrong with it; a list is of what can be used.
        return [];
      }
    })
    .sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1));
}

export function summaryOf(folder: string): DataSetSummary {
  const { episodes, format: _, ...rest } = readDescription(folder);
  const sizes = Object.values(FILES).map(
    (name) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
  );
  return {
    ...rest,
    episodes: episodes.length,
    steps: episodes.reduce((sum, { length }) => sum + length, 0),
    sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}
