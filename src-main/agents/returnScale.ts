/**
 * Return normalisation of DreamerV3 (Hafner et al. 2023, arXiv:2301.04104): what the action model climbs is divided by the
 * returns' range, from their 5th to their 95th percentile, averaged over training steps; never by less than 1, so that
 * small returns are not blown up to noise.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { CheckpointArray } from '../../shared/checkpoint.ts';
import { ParameterSet } from '../numerics/parameters.ts';
import type { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';

/** What the average keeps of itself at a training step. */
export const RANGE_DECAY = 0.99;
/** Beyond it at either end returns do not count for the range. */
const TAIL = 0.05;
const SMALLEST_SCALE = 1;
const PATH = 'returnScale/range';

export class ReturnScale {
  /** The average alone; it is saved like weights, though nothing descends on it. */
  readonly #state: ParameterSet;

  constructor(unused: RandomStream) {
    this.#state = new ParameterSet([{ name: PATH, shape: [1], initialiser: { kind: 'zeros' } }], unused);
  }

  /** The average, [1], as it is to be once these returns are counted; it changes only by `set`. */
  including(returns: Tensor2D): Tensor1D {
    return tidy(() =>
      this.#state
        .get<Tensor1D>(PATH)
        .mul(RANGE_DECAY)
        .add<Tensor1D>(percentileRange(returns).mul(1 - RANGE_DECAY)),
    );
  }

  /** What `including` reads: owned like a parameter set's. */
  tensors(): readonly Tensor[] {
    return [this.#state.get(PATH)];
  }

  /** @param range [1]; stays the caller's */
  set(range: Tensor1D): void {
    this.#state.assign(PATH, range.clone());
  }

  export(prefix: string): Record<string, CheckpointArray> {
    return this.#state.export(prefix);
  }

  /** @throws StudioError `checkpoint.mismatch` where the average is missing. */
  import(arrays: Readonly<Record<string, CheckpointArray>>, prefix: string): void {
    this.#state.import(arrays, prefix);
  }

  dispose(): void {
    this.#state.dispose();
  }
}

/** What returns are divided by, given the average range: [1]. */
export function returnDivisor(range: Tensor1D): Tensor1D {
  return tf.maximum(range, SMALLEST_SCALE);
}

/** From the 5th to the 95th percentile, between neighbours linearly: a scalar. */
export function percentileRange(values: Tensor): Tensor {
  return tidy(() => {
    const flat = values.flatten();
    const high = percentileFromTop(flat);
    const low = percentileFromTop(flat.neg<Tensor1D>()).neg();
    return high.sub(low);
  });
}

function percentileFromTop(values: Tensor1D): Tensor {
  const place = TAIL * (values.size - 1);
  const [above, below] = [Math.floor(place), Math.ceil(place)];
  // Both neighbours are among the largest few: nothing need be sorted beyond them.
  const { values: largest } = tf.topk(values, below + 1, true);
  const at = (index: number) => largest.slice([index], [1]);
  return at(above).add(
    at(below)
      .sub(at(above))
      .mul(place - above),
  );
}
