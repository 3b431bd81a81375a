/** What a D4PG checkpoint acts by: its policy, and the critic that says what it expects. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { D4pgConfig } from '../../../shared/algorithms/d4pg/config.ts';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import type { Agent } from '../../acting/agent.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { trainingConfig } from '../../environments/registry.ts';
import { actionScale } from '../../models/actionScale.ts';
import { layerNormMlpParameters } from '../../models/layerNormMlp.ts';
import type { LatentState } from '../../models/worldModel.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import { atomValues } from './categoricalReturn.ts';
import { expectedReturn, featuresOf, policyAction, returnLogits } from './losses.ts';
import { criticParameters, d4pgParts, type D4pgParts } from './shape.ts';

/** Where a checkpoint holds policy and critic, with the critic's encoder where pictures are read; targets and optimizers' moments are the trainer's alone. */
export const AGENT_PREFIX = 'agent/';

/** What a run's config means for its environment. */
export function d4pgEnvironment(environment: string, config: D4pgConfig): EnvironmentConfig {
  return trainingConfig(environment, config.environment);
}

export interface D4pgPlayer extends D4pgParts {
  readonly policy: ParameterSet;
  readonly critic: ParameterSet;
}

/** The caller disposes both parameter sets. @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit. */
export function readD4pg(
  config: D4pgConfig,
  environment: EnvironmentSpec,
  { arrays }: Checkpoint,
): D4pgPlayer {
  const parts = d4pgParts(config, environment);
  const { shape } = parts;
  const stored = { arrays, prefix: AGENT_PREFIX };
  const policy = new ParameterSet(layerNormMlpParameters(shape.policy), stored);
  try {
    return { ...parts, policy, critic: new ParameterSet(criticParameters(shape), stored) };
  } catch (error) {
    policy.dispose();
    throw error;
  }
}

/** @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit the config. */
export function loadD4pg(config: D4pgConfig, environment: EnvironmentSpec, checkpoint: Checkpoint): Agent {
  const { sight, shape, policy, critic } = readD4pg(config, environment, checkpoint);
  const scale = actionScale(environment.actions);
  /** [B, A] of [-1, 1], and [B, atoms] of what is done there. */
  const judge = (observed: Tensor) => {
    const features = featuresOf(critic, shape, observed);
    const action = policyAction(policy, shape, features);
    return { action, returns: tf.softmax(returnLogits(critic, shape, features, action)) };
  };
  const returns = (state: LatentState) => state['returns'] as Tensor2D;
  return {
    observes: sight.observes,
    // The networks run once a moment: what acts and what is told read what came out.
    perceive: (before, seen) => {
      const observed = sight.perceive(before?.['observed'] ?? null, seen);
      return { observed, ...tidy(() => judge(observed)) };
    },
    act: (state) => tidy(() => scale.toEnvironment(state['action'] as Tensor2D)),
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
