/** Drives environments side by side: a policy on what the world model makes of what it sees. */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { Driver } from '../../acting/driver.ts';
import type { DreamerModel, RssmState } from './dreamerModel.ts';
import type { ObservationBatch, Policy } from '../../models/worldModel.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { randomNormal } from '../../numerics/tensorRandom.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';

export interface PolicyDriverOptions {
  readonly model: DreamerModel;
  readonly policy: Policy;
  readonly count: number;
  readonly random: RandomStream;
  /** It draws, and so much noise is added (see `explorationNoise`); null: its best, nothing added. */
  readonly exploration: number | null;
}

export class PolicyDriver implements Driver {
  readonly #options: PolicyDriverOptions;
  #state: RssmState;
  /** [B, A] as the model takes it: what led to the present. */
  #action: Tensor2D;
  #first = true;

  constructor(options: PolicyDriverOptions) {
    this.#options = options;
    this.#state = options.model.initial(options.count);
    this.#action = tf.zeros([options.count, options.model.actionSize]);
  }

  act(seen: ObservationBatch): Float64Array {
    const { model, policy, count, random, exploration } = this.#options;
    const before = { state: this.#state, action: this.#action };
    const isFirst = Number(this.#first);
    const { state, action } = tidy(() => {
      const embedding = model.encode(seen, random);
      const first = tf.fill([count], isFirst);
      const next = model.perceive(before.state, before.action, embedding, first, random);
      const feature = model.feature(next);
      const chosen = policy.act(feature, random, exploration === null ? 'mean' : 'sample');
      return { state: next, action: exploration ? this.#explore(chosen, exploration) : chosen };
    });
    disposeAll([before, seen]);
    this.#state = state;
    this.#action = action;
    this.#first = false;
    const numbers = action.dataSync<'float32'>();
    if (model.config.actions.kind === 'box') return Float64Array.from(numbers);
    return Float64Array.from({ length: count }, (_, row) => largest(numbers, row, model.actionSize));
  }

  dispose(): void {
    disposeAll([this.#state, this.#action]);
  }

  /** Normal noise on continuous actions; discrete ones are now and then any (epsilon-greedy). */
  #explore(chosen: Tensor2D, exploration: number): Tensor2D {
    const { model, count, random } = this.#options;
    const { actionScale, actionSize } = model;
    if (actionScale.kind === 'discrete') {
      const rows = Array.from(
        { length: count },
        () => [random.uniform(), random.integer(actionSize)] as const,
      );
      const wild = tf.tensor2d(
        rows.map(([chance]) => Number(chance < exploration)),
        [count, 1],
      );
      const other = tf.oneHot(
        rows.map(([, index]) => index),
        actionSize,
      );
      return chosen.add<Tensor2D>(wild.mul(other.sub(chosen)));
    }
    const noise = randomNormal([count, actionSize], random).mul(exploration);
    const noisy = actionScale.toModel(chosen).add<Tensor2D>(noise);
    return actionScale.toEnvironment(tf.clipByValue(noisy, -1, 1));
  }
}

function largest(numbers: Float32Array, row: number, size: number): number {
  let best = 0;
  for (let k = 1; k < size; k++) {
    if ((numbers[row * size + k] ?? 0) > (numbers[row * size + best] ?? 0)) best = k;
  }
  return best;
}
