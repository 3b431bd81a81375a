/** Numbers out of hand stop a training where they are first seen: nothing that was learned from them is kept. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { StudioError } from '../../shared/errors.ts';

/**
 * @param values losses, gradient norms and scores of one step, by the names that their curves have.
 * @param step gradient steps, or generations of a search.
 * @throws StudioError `training.notFinite` with the first that is no finite number.
 */
export function demandFinite(values: Readonly<Record<string, number>>, step: number): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isFinite(value))
      throw new StudioError('training.notFinite', { name, value: String(value), step });
  }
}

/** @throws StudioError `training.weightsNotFinite` with the first array that holds a number out of hand. */
export function demandFiniteWeights({ arrays }: Checkpoint): void {
  for (const [name, { data }] of Object.entries(arrays)) {
    if (!(data instanceof Float32Array || data instanceof Float64Array)) continue;
    // Where a part is not finite, the sum is not. The sum alone may overflow, so the parts are then looked at one by one.
    let sum = 0;
    for (const value of data) sum += value;
    if (Number.isFinite(sum)) continue;
    const index = data.findIndex((value) => !Number.isFinite(value));
    if (index >= 0)
      throw new StudioError('training.weightsNotFinite', { name, value: String(data[index]), index });
  }
}
