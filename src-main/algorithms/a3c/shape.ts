/** How A3C's networks are shaped for an environment, and what lies between both. */
import type { A3cConfig } from '../../../shared/algorithms/a3c/config.ts';
import { sightOfFrames, sightOfNumbers, type Sight } from '../../acting/sight.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { actionForm, type ActionForm } from './actionForm.ts';
import type { A3cShape } from './network.ts';
import type { Trunk } from './trunk.ts';

export interface A3cForm {
  readonly shape: A3cShape;
  readonly sight: Sight;
  readonly action: ActionForm;
}

/** @throws StudioError `config.invalid` and others where config and environment do not fit. */
export function a3cForm(config: A3cConfig, environment: EnvironmentSpec): A3cForm {
  const sight = sightOf(config, environment);
  const action = actionForm(config, environment);
  const { separate, firstFilters, secondFilters, layers, units, lstmUnits } = config.network;
  const trunk = (name: string): Trunk => ({
    name,
    input: inputOf(sight),
    filters: [firstFilters, secondFilters],
    layers,
    units,
    lstmUnits,
  });
  const [actor, critic] = separate ? ['actor', 'critic'] : ['trunk', 'trunk'];
  return { shape: { actor: trunk(actor), critic: trunk(critic), head: action.head }, sight, action };
}

/** @throws StudioError `config.invalid` where the environment gives neither numbers nor pictures of the size that is read. */
function sightOf({ frames }: Pick<A3cConfig, 'frames'>, environment: EnvironmentSpec): Sight {
  const numbers = Object.keys(environment.observations).some((name) => name !== 'image');
  return numbers ? sightOfNumbers(environment) : sightOfFrames(environment, frames);
}

function inputOf({ observes, shape }: Sight): Trunk['input'] {
  const [side = 0, , channels = 0] = shape;
  return observes === 'numbers' ? { kind: 'numbers', size: side } : { kind: 'frames', side, channels };
}
