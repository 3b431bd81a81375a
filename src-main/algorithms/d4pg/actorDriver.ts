/** Drives environments side by side by D4PG's policy: what is observed now is all that it knows. */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { Driver } from '../../acting/driver.ts';
import { observedNumbers } from '../../acting/observationLayout.ts';
import type { ActionScale } from '../../models/actionScale.ts';
import type { ObservationBatch } from '../../models/worldModel.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { randomNormal } from '../../numerics/tensorRandom.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';
import { TracedFunction } from '../../numerics/tracedFunction.ts';
import { policyAction } from './losses.ts';
import type { D4pgShape } from './shape.ts';

export class D4pgActor {
  readonly #traced: TracedFunction<[ObservationBatch, RandomStream | null, number], Tensor2D>;

  /** The parameters stay the caller's. */
  constructor(policy: ParameterSet, shape: D4pgShape, scale: ActionScale) {
    this.#traced = new TracedFunction(
      () => policy.values(),
      (seen, random, deviation) => {
        const action = policyAction(policy, shape, observedNumbers(seen));
        if (random === null) return scale.toEnvironment(action);
        const noise = randomNormal(action.shape, random).mul(deviation);
        return scale.toEnvironment(tf.clipByValue(action.add<Tensor2D>(noise), -1, 1));
      },
    );
  }

  /** @param deviation of normal noise on each element, its bounds being -1 and 1; 0: none is drawn. @returns [B, A] */
  act(seen: ObservationBatch, random: RandomStream, deviation: number): Float32Array {
    return tidy(() =>
      this.#traced.run(seen, deviation === 0 ? null : random, deviation).dataSync<'float32'>(),
    );
  }

  driver(random: RandomStream, deviation: number): Driver {
    return {
      act: (seen) => {
        const actions = this.act(seen, random, deviation);
        disposeAll(seen);
        return Float64Array.from(actions);
      },
      dispose: () => undefined,
    };
  }

  dispose(): void {
    this.#traced.dispose();
  }
}
