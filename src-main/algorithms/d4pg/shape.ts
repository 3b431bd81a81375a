/** How D4PG's networks are shaped for an environment. */
import type { D4pgConfig } from '../../../shared/algorithms/d4pg/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import { elementCount } from '../../../shared/spaces.ts';
import { observedSize } from '../../acting/observationLayout.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import type { LayerNormMlpShape } from '../../models/layerNormMlp.ts';
import type { Atoms } from './categoricalReturn.ts';

export interface D4pgShape {
  /** [O] to the action before its tanh [A]. */
  readonly policy: LayerNormMlpShape;
  /** [O + A] to the logits of the return [atoms]. */
  readonly critic: LayerNormMlpShape;
  readonly atoms: Atoms;
}

/** @throws StudioError `config.invalid` where actions are discrete, or nothing but a picture is observed. */
export function d4pgShape(config: D4pgConfig, spec: EnvironmentSpec): D4pgShape {
  const { actions, id } = spec;
  if (actions.kind !== 'box') {
    throw new StudioError('config.invalid', { field: 'environment', reason: `${id} has discrete actions` });
  }
  const observed = observedSize(spec);
  const acted = elementCount(actions.shape);
  const { policy, critic } = config;
  return {
    policy: {
      name: 'policy',
      inputs: observed,
      firstUnits: policy.firstUnits,
      layers: policy.layers,
      units: policy.units,
      outputs: acted,
      startsNearZero: true,
    },
    critic: {
      name: 'critic',
      inputs: observed + acted,
      firstUnits: critic.firstUnits,
      layers: critic.layers,
      units: critic.units,
      outputs: critic.atoms,
    },
    atoms: { count: critic.atoms, lowest: critic.lowestReturn, highest: critic.highestReturn },
  };
}
