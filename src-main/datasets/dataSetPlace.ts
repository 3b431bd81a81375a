/**
 * Where data sets lie: `data-sets/<id>/` in the data folder. Processes and threads that open one are told the place by a variable of
 * their environment, since a run's config names a data set and no folder of somebody's computer.
 */
import path from 'node:path';

export const DATA_SETS_VARIABLE = 'STUDIO_DATA_SETS';

export function dataSetsOf(dataFolder: string): string {
  return path.join(path.resolve(dataFolder), 'data-sets');
}

/** This process and those that it starts find data sets there from now on. */
export function useDataSetsOf(dataFolder: string): void {
  process.env[DATA_SETS_VARIABLE] = dataSetsOf(dataFolder);
}
