/** What an A3C checkpoint acts by, and what its runs' environments are made with. */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { A3cConfig } from '../../../shared/algorithms/a3c/config.ts';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import { environmentFacts } from '../../../shared/environmentFacts.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import type { Agent } from '../../acting/agent.ts';
import type { Driver } from '../../acting/driver.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { trainingConfig } from '../../environments/registry.ts';
import type { LatentState } from '../../models/worldModel.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll } from '../../numerics/tidy.ts';
import { Moments, type Moment } from './moments.ts';
import { a3cParameters } from './network.ts';
import { drawAction } from './policyHead.ts';
import { a3cForm, type A3cForm } from './shape.ts';

/** Where a checkpoint holds actor and critic; the optimiser's statistics and the workers' episodes are the trainer's alone. */
export const AGENT_PREFIX = 'agent/';

/** What a run's config means for its environment: numbers where there are any. */
export function a3cEnvironment(environment: string, config: A3cConfig): EnvironmentConfig {
  const observation = environmentFacts(environment)?.numbers === false ? 'pixels' : 'state';
  return trainingConfig(environment, { ...config.environment, observation });
}

/** Acts by parameters that may change in between. */
export class A3cPlayer {
  readonly #form: A3cForm;
  readonly #moments: Moments;
  readonly #draws: boolean;

  /** The parameters stay the caller's. @param draws whether actions are drawn from the policy, or are its likeliest */
  constructor(parameters: ParameterSet, form: A3cForm, draws: boolean) {
    this.#form = form;
    this.#moments = new Moments(parameters, form);
    this.#draws = draws;
  }

  /** @param count environments side by side */
  driver(count: number, random: RandomStream): Driver {
    let moment: Moment | null = null;
    let after: Moment['recurrent'] = {};
    return {
      act: (seen) => {
        moment = moment === null ? this.#moments.first(seen, count) : this.#moments.next(moment, after, seen);
        disposeAll(seen);
        const { told, recurrent } = this.#moments.tell(moment);
        after = recurrent;
        const actions = rowsOf(told).map((row) => this.#form.action.toEnvironment(this.#drawn(row, random)));
        told.dispose();
        return Float64Array.from(actions.flatMap((action) => [...action]));
      },
      dispose: () => {
        disposeAll([moment, after]);
      },
    };
  }

  perceive(before: LatentState | null, seen: Parameters<Agent['perceive']>[1]): LatentState {
    return this.#moments.stored(before, seen);
  }

  act(state: LatentState, random: RandomStream): Tensor2D {
    const rows = rowsOf(toldOf(state)).map((row) => [
      ...this.#form.action.toPolicy(this.#drawn(row, random)),
    ]);
    return tf.tensor2d(rows);
  }

  dispose(): void {
    this.#moments.dispose();
  }

  #drawn(row: Float32Array, random: RandomStream): number[] {
    return drawAction(this.#form.shape.head, row.subarray(0, -1), this.#draws ? random : null);
  }
}

/** The caller disposes it. @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit the config. */
export function loadA3c(config: A3cConfig, environment: EnvironmentSpec, { arrays }: Checkpoint): Agent {
  const form = a3cForm(config, environment);
  const parameters = new ParameterSet(a3cParameters(form.shape), { arrays, prefix: AGENT_PREFIX });
  const player = new A3cPlayer(parameters, form, config.evaluate.actions === 'drawn');
  return {
    observes: form.sight.observes,
    perceive: (before, seen) => player.perceive(before, seen),
    act: (state, random) => player.act(state, random),
    value: (state) => {
      const told = toldOf(state);
      return tf.tidy(() => told.slice([0, told.shape[1] - 1], [-1, 1]).reshape([-1]));
    },
    insight: (state) => form.action.insight(rowsOf(toldOf(state))[0] ?? new Float32Array()),
    dispose: () => {
      player.dispose();
      parameters.dispose();
    },
  };
}

function toldOf(state: LatentState): Tensor2D {
  return state['told'] as Tensor2D;
}

function rowsOf(told: Tensor2D): Float32Array[] {
  const [rows, width] = told.shape;
  const values = told.dataSync<'float32'>();
  return Array.from({ length: rows }, (_, row) => values.slice(row * width, (row + 1) * width));
}
