/** Actions as environments take them (a box's elements, or an index) and as models and policies do (or one-hot). */
import { actionSize, type ActionSpace } from '../../shared/spaces.ts';

export function toModelAction(space: ActionSpace, action: ArrayLike<number>): Float32Array {
  if (space.kind === 'box') return Float32Array.from(action);
  const oneHot = new Float32Array(space.count);
  oneHot[action[0] ?? 0] = 1;
  return oneHot;
}

/** @param offset where this action begins in a flattened batch */
export function toEnvironmentAction(space: ActionSpace, batch: Float32Array, offset = 0): Float64Array {
  const row = batch.subarray(offset, offset + actionSize(space));
  if (space.kind === 'box') return Float64Array.from(row);
  let best = 0;
  for (let index = 1; index < row.length; index++) if ((row[index] ?? 0) > (row[best] ?? 0)) best = index;
  return Float64Array.of(best);
}
