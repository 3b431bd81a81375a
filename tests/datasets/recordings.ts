/** Recorded data for tests: what other programs wrote (tests/golden/data-sets/make.py), brought into a folder of its own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DataSetSummary } from '../../shared/dataSet.ts';
import { DataSetFiles } from '../../src-main/datasets/dataSetFiles.ts';
import { dataSetsOf, useDataSetsOf } from '../../src-main/datasets/dataSetPlace.ts';
import { importDataSet } from '../../src-main/datasets/importDataSet.ts';

export const RECORDINGS = path.join(import.meta.dirname, '../golden/data-sets');

/** A data folder whose data sets this process uses from now on. */
export function emptyDataFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'data-sets-'));
  useDataSetsOf(folder);
  return folder;
}

/** @param from one of `RECORDINGS`, or a whole path */
export function bringIn(dataFolder: string, from: string): Promise<DataSetSummary> {
  const place = path.resolve(RECORDINGS, from);
  return importDataSet({ dataFolder, from: place, name: null, importedAt: new Date(0) });
}

export function filesOf(dataFolder: string, { id }: DataSetSummary): DataSetFiles {
  return new DataSetFiles(path.join(dataSetsOf(dataFolder), id));
}

/** The dot's column, 0 to 1, in a kept picture: what make.py drew. */
export function dotIn(pixels: Uint8Array): number {
  const side = Math.sqrt(pixels.length / 3);
  let [sum, weight] = [0, 0];
  for (let pixel = 0; pixel < side * side; pixel++) {
    const red = pixels[3 * pixel] ?? 0;
    sum += red * ((pixel % side) + 0.5);
    weight += red;
  }
  // The dot is 3 of 16 columns wide.
  return (sum / weight / side - 1.5 / 16) / (13 / 16);
}
