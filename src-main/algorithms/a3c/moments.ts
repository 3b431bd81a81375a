/** A3C's network asked moment after moment, of episodes side by side: what it keeps of them, and what it says. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { LatentState, ObservationBatch } from '../../models/worldModel.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';
import { TracedFunction } from '../../numerics/tracedFunction.ts';
import { a3cStep, initialRecurrent, recurrentOf, storedRecurrent, type Recurrent } from './network.ts';
import { policyOf } from './policyHead.ts';
import type { A3cForm } from './shape.ts';

/** Of one moment; the LSTMs' states are those before it. The caller's. */
export interface Moment {
  /** [B, ...]: what the network reads. */
  readonly input: Tensor;
  readonly recurrent: Recurrent;
}

export interface Told {
  /** [B, numbers of `policyOf` + 1]: the policy, and behind it the value. */
  readonly told: Tensor2D;
  /** After this moment. */
  readonly recurrent: Recurrent;
}

export class Moments {
  readonly #form: A3cForm;
  readonly #step: TracedFunction<[Tensor, Recurrent], Told>;

  /** The parameters stay the caller's. */
  constructor(parameters: ParameterSet, form: A3cForm) {
    this.#form = form;
    const { shape } = form;
    this.#step = new TracedFunction(
      () => parameters.values(),
      (input, before) => {
        const { raw, value, recurrent } = a3cStep(parameters, shape, input, before);
        const policy = policyOf(shape.head, raw);
        return { told: tf.concat2d([policy, value.expandDims<Tensor2D>(1)], 1), recurrent };
      },
    );
  }

  /** An episode's first. @param seen [B, ...], stays the caller's @param count B */
  first(seen: ObservationBatch, count: number): Moment {
    return {
      input: this.#form.sight.perceive(null, seen),
      recurrent: initialRecurrent(this.#form.shape, count),
    };
  }

  /** The moment after another one, which is disposed. @param recurrent as `tell` gave it, taken over */
  next(last: Moment, recurrent: Recurrent, seen: ObservationBatch): Moment {
    const input = this.#form.sight.perceive(last.input, seen);
    disposeAll(last);
    return { input, recurrent };
  }

  /** All of it is the caller's. */
  tell({ input, recurrent }: Moment): Told {
    return this.#step.run(input, recurrent);
  }

  /** As a theatre keeps it: what was read, what was told, and what the next moment needs. The caller's. */
  stored(before: LatentState | null, seen: ObservationBatch): LatentState {
    return tidy(() => {
      const input = this.#form.sight.perceive(before?.['input'] ?? null, seen);
      const { shape } = this.#form;
      const recurrent =
        before === null ? initialRecurrent(shape, input.shape[0] ?? 1) : recurrentOf(shape, before);
      const after = this.#step.run(input, recurrent);
      return { input, told: after.told, ...storedRecurrent(after.recurrent) };
    });
  }

  dispose(): void {
    this.#step.dispose();
  }
}
