/** CMA-ES's state as a checkpoint's header and arrays. */
import { z } from 'zod';
import type { CheckpointArray, Json } from '../../../shared/checkpoint.ts';
import { StudioError } from '../../../shared/errors.ts';
import { parsedHeader } from '../../training/checkpointHeader.ts';
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

/** @throws StudioError `checkpoint.damaged`, `checkpoint.mismatch` where a part is missing or has another size. */
export function cmaEsFromCheckpoint(
  header: Json | undefined,
  arrays: Readonly<Record<string, CheckpointArray>>,
): CmaEsState {
  const { numbers, random } = parsedHeader(HEADER, header);
  const n = arrays[`${PREFIX}mean`]?.data.length ?? 0;
  const drawn = numbers.populationSize * n;
  const read = (name: (typeof ARRAYS)[number], ...lengths: readonly number[]) => {
    const found = arrays[PREFIX + name]?.data;
    if (found === undefined || !lengths.includes(found.length)) {
      throw new StudioError('checkpoint.mismatch', {
        array: PREFIX + name,
        expected: `[${lengths.join(' | ')}]`,
        found: found === undefined ? 'nothing' : `[${found.length}]`,
      });
    }
    return Float64Array.from(found);
  };
  return {
    numbers,
    random,
    arrays: {
      mean: read('mean', n),
      sigmaPath: read('sigmaPath', n),
      covariancePath: read('covariancePath', n),
      // A separable search keeps the diagonal alone, and has the coordinates for axes.
      covariance: read('covariance', (n * (n + 1)) / 2, n),
      eigenvectors: read('eigenvectors', n * n, 0),
      axisLengths: read('axisLengths', n),
      pending: read('pending', 0, drawn),
      pendingLengths: read('pendingLengths', numbers.populationSize),
    },
  };
}
