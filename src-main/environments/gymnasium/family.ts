/** The registry's entry for anybody's Gymnasium environment. */
import { EXAMPLE_ID, GYMNASIUM } from '../../../shared/environments/gymnasium.ts';
import { chosen, type EnvironmentFamily } from '../family.ts';
import { UNBOUNDED } from '../unbounded.ts';
import { parseGymnasiumConfig } from './config.ts';
import { allowPython, pythonUse } from './consent.ts';
import { openGymnasium } from './pythonShelf.ts';

export const gymnasiumFamily: EnvironmentFamily = {
  ids: [GYMNASIUM],
  create: async (_id, config) => openGymnasium(parseGymnasiumConfig(config)),
  allow: (config) => allowPython(pythonUse(parseGymnasiumConfig(config))),
  trainingConfig: (settings) => ({
    ...chosen(settings, ['kwargs', 'wrappers', 'python', 'pixelsFrom']),
    ...chosen(settings, ['actionRepeat', 'observation', 'maxSteps']),
    id: settings.id || EXAMPLE_ID,
  }),
  /** Of the example, without starting a Python; a test holds it against the real one. */
  describe: () => ({
    spec: {
      id: GYMNASIUM,
      version: 1,
      observations: {
        observation: {
          kind: 'box',
          shape: [4],
          dtype: 'float64',
          low: [-4.800000190734863, -UNBOUNDED, -0.41887903213500977, -UNBOUNDED],
          high: [4.800000190734863, UNBOUNDED, 0.41887903213500977, UNBOUNDED],
        },
      },
      actions: { kind: 'discrete', count: 2 },
      stepSeconds: 0.02,
      actionRepeat: 1,
      maxEpisodeSteps: 500,
      rewardRange: [-UNBOUNDED, UNBOUNDED],
    },
    source: 'Gymnasium, https://gymnasium.farama.org/',
    keys: [
      { code: 'ArrowLeft', element: 0, value: 0, label: 'environment.key.firstChoice' },
      { code: 'ArrowRight', element: 0, value: 1, label: 'environment.key.secondChoice' },
    ],
  }),
};
