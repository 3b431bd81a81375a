/** A3C, Mnih et al. 2016, arXiv:1602.01783. */
import { environmentIds } from '../../environmentFacts.ts';
import type { AlgorithmDefinition } from '../algorithm.ts';
import { a3cCharts } from './charts.ts';
import { A3C_SCHEMA, type A3cConfig } from './config.ts';
import { a3cConflicts } from './conflicts.ts';
import { a3cDiagnosis } from './diagnosis.ts';
import { A3C_PRESETS } from './presets.ts';

export const a3c: AlgorithmDefinition<A3cConfig> = {
  id: 'a3c',
  schema: A3C_SCHEMA,
  environments: environmentIds(() => true),
  phases: ['train', 'evaluate'],
  hasWorldModel: false,
  scoreMetric: 'evaluation/return',
  presets: A3C_PRESETS,
  charts: a3cCharts,
  diagnosis: a3cDiagnosis,
  conflicts: a3cConflicts,
  repeats: ({ workers }) => workers.order === 'synchronous',
  dreamsInPictures: () => false,
  mayAct: () => true,
};
