/** A3C, Mnih et al. 2016, arXiv:1602.01783. */
import type { A3cConfig } from '../../../shared/algorithms/a3c/config.ts';
import type { Algorithm } from '../algorithm.ts';
import { AGENT_PREFIX, a3cEnvironment, loadA3c } from './player.ts';
import { a3cForm } from './shape.ts';

export const a3c: Algorithm<A3cConfig> = {
  played: [AGENT_PREFIX],
  environment: a3cEnvironment,
  requireFit: a3cForm,
  load: ({ config, checkpoint }, environment) => ({
    kind: 'agent',
    agent: loadA3c(config, environment, checkpoint),
  }),
  train: async (context) => (await import('./trainer.ts')).A3cTrainer.create(context),
  evaluate: async (request, listener) => (await import('./evaluate.ts')).evaluateA3c(request, listener),
};
