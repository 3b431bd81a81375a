/** DQN, Mnih et al. 2015, Nature 518:529-533. */
import type { DqnConfig } from '../../../shared/algorithms/dqn/config.ts';
import type { Algorithm } from '../algorithm.ts';
import { AGENT_PREFIX, dqnEnvironment, dqnParts, loadDqn } from './player.ts';

export const dqn: Algorithm<DqnConfig> = {
  played: [AGENT_PREFIX],
  environment: dqnEnvironment,
  requireFit: dqnParts,
  load: ({ config, checkpoint }, environment) => ({
    kind: 'agent',
    agent: loadDqn(config, environment, checkpoint),
  }),
  train: async (context) => (await import('./train.ts')).trainDqn(context),
  evaluate: async (request, listener) => (await import('./evaluate.ts')).evaluateDqn(request, listener),
};
