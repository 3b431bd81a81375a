/** The toy's entry in the registry. */
import { chosen, type EnvironmentFamily } from '../family.ts';
import { createToyLine, TOY_LINE } from './toyLine.ts';

export const toyLineFamily: EnvironmentFamily = {
  ids: [TOY_LINE],
  create: async (_id, config) => createToyLine(config),
  trainingConfig: (settings) => chosen(settings, ['actionRepeat', 'observation']),
  describe: () => ({
    spec: createToyLine({}).spec,
    source: 'made for this test',
    keys: [
      { code: 'ArrowLeft', element: 0, value: -1, label: 'environment.key.left' },
      { code: 'ArrowRight', element: 0, value: 1, label: 'environment.key.right' },
    ],
  }),
};
