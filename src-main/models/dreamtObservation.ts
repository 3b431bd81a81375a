/** What is observed in a dream: the picture that the model decodes, and beside it numbers where it observes both. */
import { elementCount, type ObservationSpace } from '../../shared/spaces.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import { imageBytes } from '../numerics/images.ts';
import { tidy } from '../numerics/tidy.ts';
import type { LatentState, WorldModel } from './worldModel.ts';

const DREAM_SIDE = 64;
const IMAGE_BYTES = DREAM_SIDE * DREAM_SIDE * 3;

/** @param real what the model was trained on: its numbers have their names there */
export function dreamtSpace<S extends LatentState>(
  { observes }: Pick<WorldModel<S>, 'observes'>,
  real: Pick<EnvironmentSpec, 'observations'>,
): ObservationSpace {
  const { image: _, ...numbers } = real.observations;
  return {
    image: { kind: 'box', shape: [DREAM_SIDE, DREAM_SIDE, 3], dtype: 'uint8', low: 0, high: 255 },
    ...(observes === 'both' ? numbers : {}),
  };
}

/** Of several dreams, [N, ...] a field: overwritten where it is written. */
export interface DreamtObservations {
  readonly image: Uint8Array;
  readonly [name: string]: Uint8Array | Float64Array;
}

/** Black pictures and zeros. */
export function dreamtObservations(space: ObservationSpace, count: number): DreamtObservations {
  const numbers = Object.entries(space).filter(([name]) => name !== 'image');
  return {
    image: new Uint8Array(count * IMAGE_BYTES),
    ...Object.fromEntries(
      numbers.map(([name, { shape }]) => [name, new Float64Array(count * elementCount(shape))]),
    ),
  };
}

/** @param state [R, ...] @param rows where each of its members is written, of the N */
export function writeDreamt<S extends LatentState>(
  model: WorldModel<S>,
  state: S,
  rows: readonly number[],
  into: DreamtObservations,
): void {
  // Nothing is returned from the tidy: it would walk through every byte in search of tensors.
  tidy(() => {
    const images = imageBytes(model.decode(state));
    const expected = model.observes === 'both' ? (model.expectedObservation?.(state) ?? {}) : {};
    for (const [name, values] of Object.entries(into)) {
      const given = name === 'image' ? images : expected[name]?.dataSync<'float32'>();
      if (given === undefined) continue;
      const size = given.length / rows.length;
      rows.forEach((row, at) => {
        values.set(given.subarray(at * size, (at + 1) * size), row * size);
      });
    }
  });
}
