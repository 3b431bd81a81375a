/** Who acts while a model is examined: in reality as drivers of environments side by side, in dreams as policies over features. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { actionSize, type ActionSpace } from '../../shared/spaces.ts';
import { toEnvironmentAction, toModelAction } from '../acting/actionForms.ts';
import type { Driver } from '../acting/driver.ts';
import type { LatentState, ObservationBatch, Policy, WorldModel } from '../models/worldModel.ts';
import type { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../numerics/tidy.ts';
import type { FixedPolicy } from './fixedPolicies.ts';

/** A fixed policy in reality. */
export function fixedDriver(policy: FixedPolicy, count: number, random: RandomStream): Driver {
  let step = 0;
  return {
    act(seen) {
      disposeAll(seen);
      const rows = Array.from({ length: count }, () => policy.act(step, random));
      step += 1;
      return Float64Array.from(rows.flatMap((row) => [...row]));
    },
    dispose: () => undefined,
  };
}

/** A fixed policy in a dream: asked once a step for every dream that still has a row. */
export function fixedInDream(policy: FixedPolicy, space: ActionSpace): Policy {
  let step = 0;
  return {
    act(feature: Tensor2D, random: RandomStream) {
      const [count] = feature.shape;
      const rows = Array.from({ length: count }, () => [...toModelAction(space, policy.act(step, random))]);
      step += 1;
      return tf.tensor2d(rows, [count, actionSize(space)]);
    },
    keepRows: () => undefined,
    dispose: () => undefined,
  };
}

/** Another's policy, which stays its own: a rollout that is done disposes nothing of it. */
export function borrowed(policy: Policy): Policy {
  const act: Policy['act'] = (feature, random, mode) => policy.act(feature, random, mode);
  return { act, keepRows: () => undefined, dispose: () => undefined };
}

export interface ModelDriverOptions {
  readonly model: WorldModel;
  readonly policy: Policy;
  readonly actions: ActionSpace;
  readonly count: number;
  readonly random: RandomStream;
}

/** The run's own agent in reality: its best action on what the model makes of what it sees. Model and policy stay the caller's. */
export class ModelDriver implements Driver {
  readonly #options: ModelDriverOptions;
  #state: LatentState;
  #action: Tensor;
  #first = true;

  constructor(options: ModelDriverOptions) {
    this.#options = options;
    this.#state = options.model.initial(options.count);
    this.#action = tf.zeros([options.count, options.model.actionSize]);
  }

  act(seen: ObservationBatch): Float64Array {
    const { model, policy, actions, count, random } = this.#options;
    const before = { state: this.#state, action: this.#action };
    const isFirst = Number(this.#first);
    const { state, action } = tidy(() => {
      const embedding = model.encode(seen);
      const { posterior } = model.observe(
        before.state,
        before.action as Tensor2D,
        embedding,
        tf.fill([count], isFirst),
        random,
      );
      return { state: posterior, action: policy.act(model.feature(posterior), random, 'mean') };
    });
    disposeAll([before, seen]);
    this.#state = state;
    this.#action = action;
    this.#first = false;
    const numbers = Float32Array.from(action.dataSync());
    const rows = Array.from({ length: count }, (_, row) =>
      toEnvironmentAction(actions, numbers, row * actionSize(actions)),
    );
    return Float64Array.from(rows.flatMap((row) => [...row]));
  }

  dispose(): void {
    disposeAll([this.#state, this.#action]);
  }
}
