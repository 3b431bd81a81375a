/** Which curves tell how Dreamer goes. */
import type { AlgorithmCharts } from '../algorithm.ts';
import type { DreamerConfig } from './config.ts';

export const dreamerCharts: AlgorithmCharts<DreamerConfig> = {
  together: [{ id: 'evaluation.openLoop', metrics: ['evaluation/openLoopError', 'evaluation/repeatError'] }],
  matters: {
    seed: ['seed/return'],
    train: ['evaluation/return', 'evaluation.openLoop', 'behaviour/return'],
    evaluate: ['evaluation/return', 'evaluation.openLoop'],
  },
  scores: [],
  populations: [],
  // On recorded data no frame is played.
  axis: (chart, { behaviour }) =>
    behaviour.kind === 'none' || /^(model|behaviour)/.test(chart) ? 'gradientSteps' : 'environmentSteps',
  look(metric) {
    if (metric.startsWith('behaviour/')) return { colour: 'dreamt' };
    if (metric.startsWith('model/')) return { colour: 'seen' };
    return undefined;
  },
};
