/** Drives environments side by side by D4PG's policy: what is read now is all that it knows. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { Driver } from '../../acting/driver.ts';
import type { ActionScale } from '../../models/actionScale.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { randomNormal } from '../../numerics/tensorRandom.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';
import { TracedFunction } from '../../numerics/tracedFunction.ts';
import { featuresOf, policyAction, type D4pgNetworks } from './losses.ts';
import type { D4pgParts } from './shape.ts';

export class D4pgActor {
  readonly #sight: D4pgParts['sight'];
  readonly #traced: TracedFunction<[Tensor, RandomStream | null, number], Tensor2D>;

  /** The parameters stay the caller's. */
  constructor(
    { policy, critic }: Pick<D4pgNetworks, 'policy' | 'critic'>,
    { sight, shape }: D4pgParts,
    scale: ActionScale,
  ) {
    this.#sight = sight;
    // Only the encoder is read of the critic.
    const read: readonly ParameterSet[] = shape.encoder === null ? [policy] : [policy, critic];
    this.#traced = new TracedFunction(
      () => read.flatMap((parameters) => parameters.values()),
      (observed, random, deviation) => {
        const action = policyAction(policy, shape, featuresOf(critic, shape, observed));
        if (random === null) return scale.toEnvironment(action);
        const noise = randomNormal(action.shape, random).mul(deviation);
        return scale.toEnvironment(tf.clipByValue(action.add<Tensor2D>(noise), -1, 1));
      },
    );
  }

  /**
   * Begins at its environments' first moment, and never outlives their episodes.
   * @param deviation of normal noise on each element, its bounds being -1 and 1; 0: none is drawn
   */
  driver(random: RandomStream, deviation: number): Driver {
    let observed: Tensor | null = null;
    const forget = () => {
      observed?.dispose();
      observed = null;
    };
    return {
      act: (seen) => {
        const now = this.#sight.perceive(observed, seen);
        forget();
        disposeAll(seen);
        observed = now;
        return Float64Array.from(this.#act(now, random, deviation));
      },
      dispose: forget,
    };
  }

  dispose(): void {
    this.#traced.dispose();
  }

  /** @returns [B, A] */
  #act(observed: Tensor, random: RandomStream, deviation: number): Float32Array {
    return tidy(() =>
      this.#traced.run(observed, deviation === 0 ? null : random, deviation).dataSync<'float32'>(),
    );
  }
}
