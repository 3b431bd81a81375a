/** CMA-ES's state as a checkpoint's header and arrays. */
import { z } from 'zod';
import type { CheckpointArray, Json } from '../../../shared/checkpoint.ts';
import type { CmaEsState } from './cmaEs.ts';

const PREFIX = 'search/';
const ARRAYS = [
  'mean',
  'sigmaPath',
  'covariancePath',
  'covariance',
  'eigenvectors',
  'axisLengths',
  'pending',
  'pendingLengths',
] as const;

const WORD = z.number().int().min(0).max(0xffff_ffff);
const HEADER = z.object({
  numbers: z.object({
    generation: z.number(),
    decomposedAt: z.number(),
    sigma: z.number(),
    populationSize: z.number(),
  }),
  random: z.object({ words: z.tuple([WORD, WORD, WORD, WORD]), spareNormal: z.number().nullable() }),
});

export function cmaEsToCheckpoint(state: CmaEsState): {
  header: Json;
  arrays: Record<string, CheckpointArray>;
} {
  return {
    header: {
      numbers: { ...state.numbers },
      random: { words: [...state.random.words], spareNormal: state.random.spareNormal },
    },
    arrays: Object.fromEntries(
      ARRAYS.map((name) => [PREFIX + name, { shape: [state.arrays[name].length], data: state.arrays[name] }]),
    ),
  };
}

/** @throws Error where a part is missing. */
export function cmaEsFromCheckpoint(
  header: Json | undefined,
  arrays: Readonly<Record<string, CheckpointArray>>,
): CmaEsState {
  const { numbers, random } = HEADER.parse(header);
  const read = (name: (typeof ARRAYS)[number]) => {
    const array = arrays[PREFIX + name];
    if (array === undefined) throw new Error(`checkpoint has no ${PREFIX + name}`);
    return Float64Array.from(array.data);
  };
  return {
    numbers,
    random,
    arrays: {
      mean: read('mean'),
      sigmaPath: read('sigmaPath'),
      covariancePath: read('covariancePath'),
      covariance: read('covariance'),
      eigenvectors: read('eigenvectors'),
      axisLengths: read('axisLengths'),
      pending: read('pending'),
      pendingLengths: read('pendingLengths'),
    },
  };
}
