/** How A3C's networks are shaped for an environment, and what lies between both. */
import type { A3cConfig } from '../../../shared/algorithms/a3c/config.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { actionForm, type ActionForm } from './actionForm.ts';
import type { A3cShape } from './network.ts';
import { sightOf, type Sight } from './sight.ts';
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
    input: sight.input,
    filters: [firstFilters, secondFilters],
    layers,
    units,
    lstmUnits,
  });
  const [actor, critic] = separate ? ['actor', 'critic'] : ['trunk', 'trunk'];
  return { shape: { actor: trunk(actor), critic: trunk(critic), head: action.head }, sight, action };
}
