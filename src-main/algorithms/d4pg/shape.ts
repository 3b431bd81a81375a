/** How D4PG's networks are shaped for an environment. */
import type { D4pgConfig } from '../../../shared/algorithms/d4pg/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import { elementCount } from '../../../shared/spaces.ts';
import type { RecordedSight } from '../../acting/recordedSight.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { layerNormMlpParameters, type LayerNormMlpShape } from '../../models/layerNormMlp.ts';
import type { ParameterSpec } from '../../numerics/parameters.ts';
import type { Atoms } from './categoricalReturn.ts';
import { encoderParameters, encoderShape, type EncoderShape } from './encoder.ts';
import { d4pgSight } from './observation.ts';

export interface D4pgShape {
  /** Frames to the F numbers that policy and critic read in their place; null where numbers are observed, which are these F. */
  readonly encoder: EncoderShape | null;
  /** [F] to the action before its tanh [A]. */
  readonly policy: LayerNormMlpShape;
  /** [F + A] to the logits of the return [atoms]. */
  readonly critic: LayerNormMlpShape;
  readonly atoms: Atoms;
}

/** How D4PG fits an environment. */
export interface D4pgParts {
  readonly sight: RecordedSight;
  readonly shape: D4pgShape;
}

/** @throws StudioError `config.invalid` where actions are discrete, or what is to be observed is not given. */
export function d4pgParts(config: D4pgConfig, spec: EnvironmentSpec): D4pgParts {
  const { actions, id } = spec;
  if (actions.kind !== 'box') {
    throw new StudioError('config.invalid', { field: 'environment', reason: `${id} has discrete actions` });
  }
  const sight = d4pgSight(config, spec);
  const encoder = encoderOf(config, sight);
  const read = encoder?.features ?? sight.size;
  const acted = elementCount(actions.shape);
  const { policy, critic } = config;
  const shape: D4pgShape = {
    encoder,
    policy: {
      name: 'policy',
      inputs: read,
      firstUnits: policy.firstUnits,
      layers: policy.layers,
      units: policy.units,
      outputs: acted,
      startsNearZero: true,
    },
    critic: {
      name: 'critic',
      inputs: read + acted,
      firstUnits: critic.firstUnits,
      layers: critic.layers,
      units: critic.units,
      outputs: critic.atoms,
    },
    atoms: { count: critic.atoms, lowest: critic.lowestReturn, highest: critic.highestReturn },
  };
  return { sight, shape };
}

function encoderOf({ encoder }: D4pgConfig, { observes, shape }: RecordedSight): EncoderShape | null {
  if (observes === 'numbers') return null;
  const [side = 0, , channels = 0] = shape;
  return encoderShape({ side, channels }, encoder);
}

/** Of the critic, and of the encoder that it teaches. */
export function criticParameters({ encoder, critic }: D4pgShape): ParameterSpec[] {
  return [...(encoder === null ? [] : encoderParameters(encoder)), ...layerNormMlpParameters(critic)];
}
