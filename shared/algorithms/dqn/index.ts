/** DQN, Mnih et al. 2015, Nature 518:529-533. */
import type { AlgorithmDefinition } from '../algorithm.ts';
import { dqnCharts } from './charts.ts';
import { DQN_SCHEMA, type DqnConfig } from './config.ts';
import { dqnConflicts } from './conflicts.ts';
import { dqnDiagnosis } from './diagnosis.ts';
import { DQN_ENVIRONMENTS, DQN_PRESETS } from './presets.ts';

export const dqn: AlgorithmDefinition<DqnConfig> = {
  id: 'dqn',
  schema: DQN_SCHEMA,
  environments: DQN_ENVIRONMENTS,
  phases: ['seed', 'train', 'evaluate'],
  hasWorldModel: false,
  scoreMetric: 'evaluation/return',
  presets: DQN_PRESETS,
  charts: dqnCharts,
  diagnosis: dqnDiagnosis,
  conflicts: dqnConflicts,
  dreamsInPictures: () => false,
  mayAct: () => true,
};
