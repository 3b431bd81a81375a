/** CarRacing's entry in the registry. */
import type { EnvironmentFamily } from '../registry.ts';
import { CarRacing } from './carRacing.ts';
import { centreLineDriver } from './centreLine.ts';

export const carRacingFamily: EnvironmentFamily = {
  ids: ['car-racing'],
  create: async (_id, config) => new CarRacing(config),
  demonstrate: (environment) => {
    if (!(environment instanceof CarRacing)) throw new Error(`${environment.spec.id} is no CarRacing`);
    return centreLineDriver(environment);
  },
  describe: () => ({
    spec: new CarRacing().spec,
    source: 'Gymnasium CarRacing-v3, https://gymnasium.farama.org/environments/box2d/car_racing/',
    keys: [
      { code: 'ArrowLeft', element: 0, value: -1, label: 'environment.key.steerLeft' },
      { code: 'ArrowRight', element: 0, value: 1, label: 'environment.key.steerRight' },
      { code: 'ArrowUp', element: 1, value: 1, label: 'environment.key.gas' },
      { code: 'ArrowDown', element: 2, value: 0.8, label: 'environment.key.brake' },
    ],
  }),
};
