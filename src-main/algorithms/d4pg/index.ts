/** D4PG, Barth-Maron et al. 2018, arXiv:1804.08617. */
import type { D4pgConfig } from '../../../shared/algorithms/d4pg/config.ts';
import type { Algorithm } from '../algorithm.ts';
import { AGENT_PREFIX, d4pgEnvironment, loadD4pg } from './player.ts';
import { d4pgParts } from './shape.ts';

export const d4pg: Algorithm<D4pgConfig> = {
  played: [AGENT_PREFIX],
  environment: d4pgEnvironment,
  requireFit: d4pgParts,
  load: ({ config, checkpoint }, environment) => ({
    kind: 'agent',
    agent: loadD4pg(config, environment, checkpoint),
  }),
  train: async (context) => (await import('./train.ts')).trainD4pg(context),
  evaluate: async (request, listener) => (await import('./evaluate.ts')).evaluateD4pg(request, listener),
};
