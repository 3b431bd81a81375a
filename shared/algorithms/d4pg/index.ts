/** D4PG, Barth-Maron et al. 2018, arXiv:1804.08617. */
import type { AlgorithmDefinition } from '../algorithm.ts';
import { d4pgCharts } from './charts.ts';
import { D4PG_SCHEMA, type D4pgConfig } from './config.ts';
import { d4pgConflicts } from './conflicts.ts';
import { d4pgDiagnosis } from './diagnosis.ts';
import { D4PG_ENVIRONMENTS, D4PG_PRESETS } from './presets.ts';

export const d4pg: AlgorithmDefinition<D4pgConfig> = {
  id: 'd4pg',
  schema: D4PG_SCHEMA,
  environments: D4PG_ENVIRONMENTS,
  phases: ['seed', 'train', 'evaluate'],
  hasWorldModel: false,
  scoreMetric: 'evaluation/return',
  presets: D4PG_PRESETS,
  charts: d4pgCharts,
  diagnosis: d4pgDiagnosis,
  conflicts: d4pgConflicts,
  dreamsInPictures: () => false,
  mayAct: () => true,
};
