/** Which curves tell how D4PG goes. */
import type { AlgorithmCharts } from '../algorithm.ts';
import type { D4pgConfig } from './config.ts';

export const d4pgCharts: AlgorithmCharts<D4pgConfig> = {
  together: [],
  matters: {
    seed: ['seed/return'],
    train: ['evaluation/return', 'critic/value', 'critic/loss'],
    evaluate: ['evaluation/return', 'critic/value'],
  },
  scores: [],
  populations: [],
  axis: (chart) => (/^(critic|policy)/.test(chart) ? 'gradientSteps' : 'environmentSteps'),
  look: (metric) => (metric.startsWith('critic/') ? { colour: 'seen' } : undefined),
};
