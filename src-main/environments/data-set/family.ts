/** Recorded data as an environment. It is no entry of the gallery: there is nothing to see before a data set was brought in. */
import { z } from 'zod';
import { DATA_SET } from '../../../shared/dataSet.ts';
import { OBSERVED } from '../../../shared/environmentSettings.ts';
import { DataSetFiles } from '../../datasets/dataSetFiles.ts';
import { dataSetFolder } from '../../datasets/dataSetFolder.ts';
import { configIssue } from '../configIssue.ts';
import { chosen, type EnvironmentFamily } from '../family.ts';
import { DataSetEnvironment } from './dataSetEnvironment.ts';

const SCHEMA = z.strictObject({
  /** Its id. */
  dataSet: z.string().max(100).default(''),
  observation: z.enum(OBSERVED).default('pixels'),
});

export const dataSetFamily: Omit<EnvironmentFamily, 'describe'> = {
  ids: [DATA_SET],
  create: async (_id, config) => {
    const parsed = SCHEMA.safeParse(config);
    if (!parsed.success) throw configIssue(parsed.error, SCHEMA);
    const { dataSet, observation } = parsed.data;
    const files = new DataSetFiles(dataSetFolder(dataSet));
    try {
      return new DataSetEnvironment(files, observation, parsed.data);
    } catch (error) {
      files.close();
      throw error;
    }
  },
  trainingConfig: (settings) => chosen(settings, ['dataSet', 'observation']),
};
