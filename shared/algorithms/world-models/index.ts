/** World Models, Ha & Schmidhuber 2018, arXiv:1803.10122. */
import { DATA_SET } from '../../dataSet.ts';
import type { AlgorithmDefinition } from '../algorithm.ts';
import { worldModelsCharts } from './charts.ts';
import { WORLD_MODELS_SCHEMA, type WorldModelsConfig } from './config.ts';
import { dreamLacks, worldModelsConflicts } from './conflicts.ts';
import { worldModelsDiagnosis } from './diagnosis.ts';
import { dreamChecks } from './dreamChecks.ts';
import { WORLD_MODELS_PRESETS } from './presets.ts';

export const worldModels: AlgorithmDefinition<WorldModelsConfig> = {
  id: 'world-models',
  schema: WORLD_MODELS_SCHEMA,
  environments: ['car-racing', 'take-cover', DATA_SET],
  phases: ['collect', 'vision', 'encode', 'memory', 'controller', 'evaluate'],
  hasWorldModel: true,
  dreamTemperature: ({ controller }) => controller.temperature,
  scoreMetric: 'evaluation/return',
  presets: WORLD_MODELS_PRESETS,
  sharing: {
    after: 'memory',
    laterPhases: ['controller', 'evaluate'],
    laterGroups: ['controller', 'evaluate', 'checkpoint'],
    needs: { rounds: 1 },
  },
  charts: worldModelsCharts,
  diagnosis: worldModelsDiagnosis,
  conflicts: worldModelsConflicts,
  // V and M come before C, but in a later round the C of the round before is there all along.
  mayAct: ({ rounds }, phase) => phase === 'controller' || phase === 'evaluate' || rounds > 1,
  dreamsInPictures: () => true,
  dreams: {
    hasTemperature: true,
    lacks: dreamLacks,
    otherActions: ({ memory }) => (memory.actions === 'raw' ? ['memory.actions chosen / raw'] : []),
    // V and M are whole once M's phase has ended, and stay so.
    isWhole: ({ phase, reason }) =>
      phase === 'controller' || phase === 'evaluate' || (phase === 'memory' && reason === 'phase'),
  },
  dreamChecks,
};
