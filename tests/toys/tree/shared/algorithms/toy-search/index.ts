/** The toy as far as it is known without running it. */
import { environmentIds } from '../../environmentFacts.ts';
import type { AlgorithmDefinition } from '../algorithm.ts';
import { modelWithoutReward } from '../environmentConflicts.ts';
import { againstChance } from '../findings.ts';
import { TOY_SCHEMA, type ToyConfig } from './config.ts';

export const toySearch: AlgorithmDefinition<ToyConfig> = {
  id: 'toy-search',
  schema: TOY_SCHEMA,
  environments: environmentIds(({ numbers, actions }) => numbers && actions === 'box'),
  phases: ['seed', 'train', 'evaluate'],
  hasWorldModel: false,
  scoreMetric: 'evaluation/return',
  presets: {
    smoke: { '*': {} },
    laptop: { '*': { schedule: { environmentSteps: 4000 } } },
  },
  charts: {
    together: [],
    matters: { train: ['evaluation/return', 'search/gain'] },
    scores: [],
    populations: [],
    axis: () => 'environmentSteps',
    look: () => undefined,
  },
  diagnosis: {
    ids: ['agentNoBetterThanRandom', 'agentBeatsRandom'],
    read: ({ result }) => {
      const random = result?.figures['evaluation.randomReturn'];
      return result === null || random === undefined ? [] : [againstChance('agent', result.score, random)];
    },
  },
  conflicts: (environment, config) => modelWithoutReward(environment, config.environment),
  dreamsInPictures: () => false,
  mayAct: () => true,
};
