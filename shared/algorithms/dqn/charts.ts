/** Which curves tell how DQN goes. */
import type { AlgorithmCharts } from '../algorithm.ts';
import type { DqnConfig } from './config.ts';

export const dqnCharts: AlgorithmCharts<DqnConfig> = {
  together: [],
  matters: {
    seed: ['seed/return'],
    train: ['evaluation/return', 'q/value', 'q/loss'],
    evaluate: ['evaluation/return', 'q/value'],
  },
  scores: [],
  populations: [],
  axis: (chart) => (chart.startsWith('q/') ? 'gradientSteps' : 'environmentSteps'),
  look: (metric) => (metric.startsWith('q/') ? { colour: 'seen' } : undefined),
};
