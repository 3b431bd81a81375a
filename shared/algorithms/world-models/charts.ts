/** Which curves tell how World Models goes. */
import type { AlgorithmCharts } from '../algorithm.ts';
import type { WorldModelsConfig } from './config.ts';

export const worldModelsCharts: AlgorithmCharts<WorldModelsConfig> = {
  together: [
    { id: 'vision.error', metrics: ['vision/heldOutError', 'vision/meanFrameError'] },
    { id: 'memory.nll', metrics: ['memory/heldOutNll', 'memory/repeatNll'] },
    { id: 'memory.error', metrics: ['memory/heldOutError', 'memory/repeatError'] },
    { id: 'evaluation.dream', metrics: ['evaluation/virtual', 'evaluation/actual'] },
    { id: 'controller.scores', metrics: ['controller/best', 'controller/mean', 'controller/worst'] },
  ],
  // Where the dream's score is drawn the real one stands beside it already.
  matters: {
    collect: ['collect/return', 'collect/length'],
    vision: ['vision/reconstruction', 'vision/kl'],
    encode: ['vision/reconstruction', 'vision/kl'],
    memory: ['memory/nll', 'memory.error'],
    controller: ['controller.scores', 'evaluation.dream|evaluation/return', 'controller/sigma'],
    evaluate: ['controller.scores', 'evaluation.dream|evaluation/return'],
  },
  scores: ['controller.scores', 'evaluation.dream'],
  populations: ['controller', 'evaluate'],
  /** V and M learn by gradients; C in the dream takes no step of the real environment. */
  axis(chart, { controller }) {
    if (/^(vision|memory)/.test(chart)) return 'gradientSteps';
    return controller.trainIn === 'dream' && /^(controller|evaluation)/.test(chart)
      ? 'wallSeconds'
      : 'environmentSteps';
  },
  look(metric) {
    if (metric === 'controller/worst') return { colour: 'muted' };
    if (metric === 'controller/mean') return { colour: 'real', dash: [4, 3] };
    if (metric.startsWith('vision/')) return { colour: 'seen' };
    if (metric.startsWith('memory/')) return { colour: 'dreamt' };
    return undefined;
  },
};
