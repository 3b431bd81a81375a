/** Which curves tell how A3C goes. */
import type { AlgorithmCharts } from '../algorithm.ts';
import type { A3cConfig } from './config.ts';

export const a3cCharts: AlgorithmCharts<A3cConfig> = {
  together: [],
  matters: {
    train: ['evaluation/return', 'train/return', 'policy/entropy'],
    evaluate: ['evaluation/return', 'policy/entropy'],
  },
  scores: [],
  populations: [],
  axis: (chart) => (/^(critic|policy)/.test(chart) ? 'gradientSteps' : 'environmentSteps'),
  look: (metric) => (metric.startsWith('critic/') ? { colour: 'seen' } : undefined),
};
