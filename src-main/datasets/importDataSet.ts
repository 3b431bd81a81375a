/** Brings somebody's recorded episodes in: finds out whose format they are in, reads them one by one, and keeps them. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DataSetSummary } from '../../shared/dataSet.ts';
import { StudioError } from '../../shared/errors.ts';
import { summaryOf } from './dataSetFolder.ts';
import { dataSetsOf } from './dataSetPlace.ts';
import { DataSetWriter } from './dataSetWriter.ts';
import { openLeRobot } from './lerobotSource.ts';
import { openMinari } from './minariSource.ts';
import { openNpz } from './npzSource.ts';
import type { Source } from './source.ts';

export interface ImportProgress {
  readonly episodes: number;
  /** Null where it is not known before all are read. */
  readonly of: number | null;
}

export interface ImportRequest {
  readonly dataFolder: string;
  /** A folder, or the file of a Minari data set. */
  readonly from: string;
  /** Null: the folder's own. */
  readonly name: string | null;
  readonly importedAt: Date;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/**
 * Nothing of it stays where it fails. Of a content that is there already the one that is there is told.
 * @throws StudioError `dataSet.*`
 */
export async function importDataSet(request: ImportRequest): Promise<DataSetSummary> {
  const from = path.resolve(request.from);
  const source = await openSource(from);
  const folder = dataSetsOf(request.dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeAbandoned(folder);
  const writer = new DataSetWriter(folder, source);
  try {
    let episodes = 0;
    for await (const episode of source.episodes()) {
      await writer.append(episode);
      request.onProgress?.({ episodes: ++episodes, of: source.count });
    }
    const name = request.name ?? nameOf(from);
    const { id } = writer.finish(name, request.importedAt.toISOString(), from);
    return summaryOf(path.join(folder, id));
  } catch (error) {
    writer.discard();
    throw error;
  } finally {
    source.close();
  }
}

/** What imports left that were killed. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const importer = /^\.import-(\d+)$/.exec(name)?.[1];
    if (importer === undefined || lives(Number(importer))) continue;
    rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

function lives(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** @throws StudioError `dataSet.notFound`, `dataSet.unknownFormat`, and what is wrong with its first file */
async function openSource(from: string): Promise<Source> {
  if (!existsSync(from)) throw new StudioError('dataSet.notFound', { path: from });
  const source = statSync(from).isDirectory()
    ? ((await openLeRobot(from)) ?? (await openMinari(from)) ?? (await openNpz(from)))
    : await openMinari(from);
  if (source === null) throw new StudioError('dataSet.unknownFormat', { path: from });
  return source;
}

/** A Minari data set lies in a folder `data` of its own, which names nothing. */
function nameOf(from: string): string {
  const parts = from.split(path.sep).filter((part) => part !== 'data' && part !== 'main_data.hdf5');
  return parts.at(-1) ?? 'data';
}
