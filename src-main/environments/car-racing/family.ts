/** CarRacing's entry in the registry. */
import { CAR_RACING, LAP_COMPLETE_PERCENT } from '../../../shared/environments/carRacing.ts';
import type { Environment } from '../environment.ts';
import { chosen, type EnvironmentFamily } from '../family.ts';
import { CarRacing } from './carRacing.ts';
import { centreLineDriver } from './centreLine.ts';

/** Frames that one lap may take; Gymnasium's time limit. */
const LAP_FRAMES = 1000;

export const carRacingFamily: EnvironmentFamily = {
  ids: [CAR_RACING],
  create: async (_id, config) => new CarRacing(config),
  trainingConfig: (settings) => ({
    ...chosen(settings, ['actionRepeat', 'lapRule']),
    // Only what is not as usual: runs from before there was a choice have configs without these.
    ...(settings.domainRandomize === true ? { domainRandomize: true } : {}),
    ...(settings.lapCompletePercent === undefined || settings.lapCompletePercent === LAP_COMPLETE_PERCENT
      ? {}
      : { lapCompletePercent: settings.lapCompletePercent }),
    observation: 'paper',
    maxSteps: Math.ceil(LAP_FRAMES / settings.actionRepeat),
  }),
  demonstrate: (environment) => centreLineDriver(carRacing(environment)),
  describeStart: (environment) => ({ track: carRacing(environment).track.nodes }),
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

function carRacing(environment: Environment): CarRacing {
  if (!(environment instanceof CarRacing)) throw new Error(`${environment.spec.id} is no CarRacing`);
  return environment;
}
