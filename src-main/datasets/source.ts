/** What an importer reads, whatever program wrote it: episodes one after the other, each a stream of moments. */
import type { DataSetSource } from '../../shared/dataSet.ts';
import { StudioError } from '../../shared/errors.ts';

/** Row-major from the top. */
export interface SourcePicture {
  readonly width: number;
  readonly height: number;
  /** 1: grey; 3: RGB; 4: RGB and how opaque, which is left out. */
  readonly channels: number;
  readonly pixels: Uint8Array;
}

export interface SourceMoment {
  readonly picture: SourcePicture | null;
  /** Side by side, in the source's order; empty where nothing but a picture was recorded. */
  readonly numbers: Float32Array;
}

export interface SourceEpisode {
  /** What a fault of it is told by: a file, or a file and an episode. */
  readonly place: string;
  /** [n, A], the first what was done at the first moment; discrete: [n, 1], the index. */
  readonly actions: Float64Array;
  /** [n]: what each step earned. */
  readonly rewards: Float64Array;
  /** It really ended, and was not just cut off. */
  readonly terminated: boolean;
  /** n + 1 of them; read once, in order. */
  readonly moments: AsyncIterable<SourceMoment> | Iterable<SourceMoment>;
}

export type SourceActions =
  | { readonly kind: 'discrete'; readonly count: number | null }
  | {
      readonly kind: 'box';
      readonly size: number;
      /** Where the source says them. */
      readonly low?: readonly number[];
      readonly high?: readonly number[];
    };

export interface Source {
  readonly kind: DataSetSource;
  readonly pictures: boolean;
  readonly numbers: readonly { readonly name: string; readonly size: number }[];
  readonly actions: SourceActions;
  readonly rewards: boolean;
  readonly stepSeconds: number | null;
  /** Episodes there are, for progress; null where that is not known. */
  readonly count: number | null;
  episodes(): AsyncIterable<SourceEpisode>;
  close(): void;
}

/** What is wrong with something in a file. */
export function badFile(
  {
    file,
    what,
    expected,
    found,
  }: { readonly file: string; readonly what: string; readonly expected: string; readonly found: string },
  cause?: unknown,
): StudioError {
  return new StudioError('dataSet.badFile', { file, what, expected, found }, { cause });
}

/** @throws StudioError `dataSet.badFile` at the first number that is none */
export function requireFinite(file: string, what: string, values: ArrayLike<number>): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (Number.isFinite(value)) continue;
    throw badFile({ file, what, expected: 'finite numbers', found: `${value} at ${index}` });
  }
}
