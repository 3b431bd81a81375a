/** Dreamer, Hafner et al. 2020, arXiv:1912.01603. */
import type { AlgorithmDefinition } from '../algorithm.ts';
import { dreamerCharts } from './charts.ts';
import { DREAMER_SCHEMA, type DreamerConfig } from './config.ts';
import { dreamerConflicts } from './conflicts.ts';
import { dreamerDiagnosis } from './diagnosis.ts';
import { DREAMER_ENVIRONMENTS, DREAMER_PRESETS } from './presets.ts';

export const dreamer: AlgorithmDefinition<DreamerConfig> = {
  id: 'dreamer',
  schema: DREAMER_SCHEMA,
  environments: DREAMER_ENVIRONMENTS,
  phases: ['seed', 'train', 'evaluate'],
  hasWorldModel: true,
  scoreMetric: 'evaluation/return',
  presets: DREAMER_PRESETS,
  charts: dreamerCharts,
  diagnosis: dreamerDiagnosis,
  conflicts: dreamerConflicts,
  dreams: { hasTemperature: false, lacks: () => null, isWhole: () => true },
  dreamsInPictures: (observation) => observation !== 'state',
  mayAct: ({ behaviour }) => behaviour.kind !== 'none',
  imaginedSteps: ({ behaviour }) => (behaviour.kind === 'none' ? null : behaviour.horizon),
};
