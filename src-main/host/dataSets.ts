/** Recorded data of the data folder: which processes find it. */
import { DATA_SETS_VARIABLE, dataSetsOf } from '../datasets/dataSetPlace.ts';
import type { ProcessLauncher } from './processLauncher.ts';

/** Its processes find the data sets of this data folder. */
export function knowingDataSets(launcher: ProcessLauncher, dataFolder: string): ProcessLauncher {
  const place = { [DATA_SETS_VARIABLE]: dataSetsOf(dataFolder) };
  return {
    launch: (kind, options = {}) =>
      launcher.launch(kind, { ...options, environment: { ...options.environment, ...place } }),
  };
}
