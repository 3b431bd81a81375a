/** Take Cover's entry in the registry. */
import type { EnvironmentFamily } from '../family.ts';
import { survivedTics } from './survival.ts';
import { createTakeCover, TAKE_COVER_ID } from './takeCover.ts';

export const takeCoverFamily: EnvironmentFamily = {
  ids: [TAKE_COVER_ID],
  create: async (_id, config) => createTakeCover(config),
  trainingConfig: ({ actionRepeat, actions }) => ({
    actionRepeat,
    observation: 'paper',
    ...(actions === undefined ? {} : { actions }),
  }),
  survive: survivedTics,
  describe: () => ({
    spec: createTakeCover({}).spec,
    source: 'ViZDoom take_cover, https://github.com/Farama-Foundation/ViZDoom',
    keys: [
      { code: 'ArrowLeft', element: 0, value: 1, label: 'environment.key.left' },
      { code: 'ArrowRight', element: 0, value: 2, label: 'environment.key.right' },
    ],
  }),
};
