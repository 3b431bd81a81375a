/** What a model says of many states at once: one pass through its networks instead of one a state. */
import { tf } from '../numerics/tensorflow.ts';
import { inScope, type Mind } from './mind.ts';
import { joinStates, loadState, type StoredState } from './storedState.ts';

/** The latent numbers of each state. */
export function latentsOf({ model }: Mind, states: readonly StoredState[]): Float32Array[] {
  if (states.length === 0) return [];
  return inScope(() => {
    const latent = model.latent(loadState(joinStates(states)));
    return rowsOf(latent.dataSync(), states.length);
  });
}

/** The reward that is expected on the way into each state; null where the model predicts none. */
export function rewardsOf({ model }: Mind, states: readonly StoredState[]): number[] | null {
  if (!model.heads.reward) return null;
  if (states.length === 0) return [];
  return inScope(() => [...(model.predict(loadState(joinStates(states))).reward?.dataSync() ?? [])]);
}

/** What each state looks like in the environment's own numbers, in the observation's order; null where none are observed. */
export function numbersOf({ model }: Mind, states: readonly StoredState[]): Float32Array[] | null {
  if (model.observes === 'pixels' || model.expectedObservation === undefined) return null;
  if (states.length === 0) return [];
  const expected = model.expectedObservation.bind(model);
  return inScope(() => {
    const { image: _, ...numbers } = expected(loadState(joinStates(states)));
    const parts = Object.values(numbers).map((part) => part.reshape([states.length, -1]));
    return rowsOf(tf.concat(parts, 1).dataSync(), states.length);
  });
}

function rowsOf(values: ArrayLike<number>, rows: number): Float32Array[] {
  const all = Float32Array.from(values);
  const size = all.length / rows;
  return Array.from({ length: rows }, (_, row) => all.slice(row * size, (row + 1) * size));
}
