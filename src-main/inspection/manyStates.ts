/** What a model says of many states at once: one pass through its networks instead of one a state. */
import { tf } from '../numerics/tensorflow.ts';
import { inScope, type Mind, type Sight } from './mind.ts';
import { blackPicture } from './pictureOf.ts';
import { batchSizeOf, joinStates, loadState, type StoredState } from './storedState.ts';

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

/** What each member of a batch looks like to somebody who observes what the model does. */
export function sightsOf(mind: Mind, state: StoredState): Sight[] {
  const { model } = mind;
  const pictures = mind.pictures([state]);
  if (model.observes === 'pixels') return pictures.map((eye) => ({ eye, numbers: null }));
  if (model.expectedObservation === undefined) throw new Error('a model of numbers that expects none');
  const expected = model.expectedObservation.bind(model);
  const count = batchSizeOf(state);
  return inScope(() => {
    const { image: _, ...numbers } = expected(loadState(state));
    const fields = Object.entries(numbers).map(
      ([name, part]) => [name, rowsOf(part.dataSync(), count)] as const,
    );
    return Array.from({ length: count }, (_, row) => ({
      eye: pictures[row] ?? blackPicture(),
      numbers: Object.fromEntries(fields.map(([name, rows]) => [name, Float64Array.from(rows[row] ?? [])])),
    }));
  });
}

function rowsOf(values: ArrayLike<number>, rows: number): Float32Array[] {
  const all = Float32Array.from(values);
  const size = all.length / rows;
  return Array.from({ length: rows }, (_, row) => all.slice(row * size, (row + 1) * size));
}
