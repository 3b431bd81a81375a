/** What a D4PG checkpoint acts by: its policy, and the critic that says what it expects. */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { D4pgConfig } from '../../../shared/algorithms/d4pg/config.ts';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import type { Agent } from '../../acting/agent.ts';
import { observedNumbers } from '../../acting/observationLayout.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { trainingConfig } from '../../environments/registry.ts';
import { actionScale } from '../../models/actionScale.ts';
import { layerNormMlpParameters } from '../../models/layerNormMlp.ts';
import type { LatentState } from '../../models/worldModel.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import { expectedReturn, policyAction, returnLogits } from './losses.ts';
import { atomValues } from './categoricalReturn.ts';
import { d4pgShape, type D4pgShape } from './shape.ts';

/** Where a checkpoint holds policy and critic; targets and optimizers' moments are the trainer's alone. */
export const AGENT_PREFIX = 'agent/';

/** What a run's config means for its environment. */
export function d4pgEnvironment(environment: string, config: D4pgConfig): EnvironmentConfig {
  return trainingConfig(environment, { ...config.environment, observation: 'state' });
}

export interface D4pgPlayer {
  readonly shape: D4pgShape;
  readonly policy: ParameterSet;
  readonly critic: ParameterSet;
}

/** The caller disposes both parameter sets. @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit. */
export function readD4pg(
  config: D4pgConfig,
  environment: EnvironmentSpec,
  { arrays }: Checkpoint,
): D4pgPlayer {
  const shape = d4pgShape(config, environment);
  const stored = { arrays, prefix: AGENT_PREFIX };
  const policy = new ParameterSet(layerNormMlpParameters(shape.policy), stored);
  try {
    return { shape, policy, critic: new ParameterSet(layerNormMlpParameters(shape.critic), stored) };
  } catch (error) {
    policy.dispose();
    throw error;
  }
}

/** @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit the config. */
export function loadD4pg(config: D4pgConfig, environment: EnvironmentSpec, checkpoint: Checkpoint): Agent {
  const { shape, policy, critic } = readD4pg(config, environment, checkpoint);
  const scale = actionScale(environment.actions);
  const observed = (state: LatentState) => state['observed'] as Tensor2D;
  /** [B, atoms] of what is done there. */
  const returns = (state: LatentState): Tensor2D => {
    const action = policyAction(policy, shape, observed(state));
    return tf.softmax(returnLogits(critic, shape, observed(state), action));
  };
  return {
    observes: 'numbers',
    perceive: (_before, seen) => ({ observed: observedNumbers(seen) }),
    act: (state) => tidy(() => scale.toEnvironment(policyAction(policy, shape, observed(state)))),
    value: (state) => tidy(() => expectedReturn(shape.atoms, returns(state))),
    insight: (state) => ({
      kind: 'returns',
      atoms: tf.tidy(() => atomValues(shape.atoms).dataSync<'float32'>()),
      probabilities: tf.tidy(() =>
        returns(state).slice([0, 0], [1, shape.atoms.count]).dataSync<'float32'>().slice(),
      ),
    }),
    dispose: () => {
      policy.dispose();
      critic.dispose();
    },
  };
}
