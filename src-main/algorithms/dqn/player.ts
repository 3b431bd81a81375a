/** What a DQN checkpoint acts by: the values of its choices, of which it takes the best. */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { DqnConfig } from '../../../shared/algorithms/dqn/config.ts';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import type { Agent } from '../../acting/agent.ts';
import { ChoiceTable } from '../../acting/choiceTable.ts';
import type { RecordedSight } from '../../acting/recordedSight.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { trainingConfig } from '../../environments/registry.ts';
import type { LatentState } from '../../models/worldModel.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import { rowsAt } from '../../numerics/linear.ts';
import { tidy } from '../../numerics/tidy.ts';
import { dqnObservation } from './observation.ts';
import { qForward, qParameters, qShape, type QShape } from './qNetwork.ts';

/** Where a checkpoint holds the values' network; the target and the optimizer's moments are the trainer's alone. */
export const AGENT_PREFIX = 'agent/';

/** What a run's config means for its environment. */
export function dqnEnvironment(environment: string, config: DqnConfig): EnvironmentConfig {
  return trainingConfig(environment, config.environment);
}

/** How DQN fits an environment. */
export interface DqnParts {
  readonly table: ChoiceTable;
  readonly observation: RecordedSight;
  readonly shape: QShape;
}

/** @throws StudioError `config.invalid`, or what a `ChoiceTable` does not take */
export function dqnParts(config: DqnConfig, environment: EnvironmentSpec): DqnParts {
  const table = new ChoiceTable(environment, config.actions.choices);
  const observation = dqnObservation(config, environment);
  return { table, observation, shape: qShape(config, observation, table.count) };
}

/** The caller disposes the parameters. @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit. */
export function readDqn(
  config: DqnConfig,
  environment: EnvironmentSpec,
  { arrays }: Checkpoint,
): DqnParts & { readonly parameters: ParameterSet } {
  const parts = dqnParts(config, environment);
  return {
    ...parts,
    parameters: new ParameterSet(qParameters(parts.shape), { arrays, prefix: AGENT_PREFIX }),
  };
}

/** Values are told in the environment's own rewards. @throws StudioError `checkpoint.mismatch` where it does not fit. */
export function loadDqn(config: DqnConfig, environment: EnvironmentSpec, checkpoint: Checkpoint): Agent {
  const { table, observation, shape, parameters } = readDqn(config, environment, checkpoint);
  const values = (state: LatentState) => state['values'] as Tensor2D;
  const returns = (state: LatentState) => values(state).div<Tensor2D>(config.reward.scale);
  return {
    observes: observation.observes,
    // The network runs once a moment: what acts and what is told read its values.
    perceive: (before, seen) => {
      const observed = observation.perceive(before?.['observed'] ?? null, seen);
      return { observed, values: tidy(() => qForward(parameters, shape, observed).values) };
    },
    act: (state) => tidy(() => rowsAt(table.policyActions(), values(state).argMax(1))),
    value: (state) => tidy(() => returns(state).max(1)),
    insight: (state) => ({
      kind: 'actionValues',
      values: tidy(() => Float32Array.from(returns(state).slice([0, 0], [1, -1]).dataSync())),
      choices: table.choices,
    }),
    dispose: () => {
      parameters.dispose();
    },
  };
}
