/**
 * What an agent reads of an environment, out of a replay as well: moments as they were kept become what it read while it played.
 * Where few bytes make a moment they stay in memory, for opening a file costs more than they take.
 */
import type { EnvironmentSpec } from '../environments/environment.ts';
import type { EpisodeReplay } from './episodeReplay.ts';
import { writeStack } from './frameStack.ts';
import { FRAME_SIZE } from './greyFrames.ts';
import { writeShiftedStack, type PixelShift } from './pixelShift.ts';
import { sightOfFrames, sightOfNumbers, type Sight } from './sight.ts';

/** Moments of at most so many bytes are kept in memory. */
const SMALL_MOMENT_BYTES = 1024;

export interface RecordedSight extends Sight {
  /** Moments that are read at once. */
  readonly depth: number;
  /** Numbers of what is read at one moment: the product of `shape`. */
  readonly size: number;
  /**
   * What is read, out of the replay.
   * @param moments in a row, as the layout has them; where fewer than `depth` - 1 lie before the one that is read, they begin at
   * the episode's first
   * @param out written from `offset` on
   * @param shift of pictures; numbers cannot be shifted
   */
  write(moments: Uint8Array, moment: number, out: Float32Array, offset: number, shift?: PixelShift): void;
}

/** The last `depth` grey frames. @throws StudioError `config.invalid` where the environment gives no pictures of that size */
export function recordedFrames(spec: EnvironmentSpec, depth: number): RecordedSight {
  const { channels, ...sight } = sightOfFrames(spec, { edges: false, stack: depth });
  const pixels = FRAME_SIZE * FRAME_SIZE;
  return {
    ...sight,
    depth,
    size: pixels * channels * depth,
    write(moments, moment, out, offset, shift) {
      const frames = { moments, pixels, channels, depth };
      if (shift === undefined) writeStack(frames, moment, out, offset);
      else writeShiftedStack({ ...frames, side: FRAME_SIZE }, moment, shift, out, offset);
    },
  };
}

/** @throws StudioError `config.invalid` where the environment gives nothing but a picture */
export function recordedNumbers(spec: EnvironmentSpec): RecordedSight {
  const sight = sightOfNumbers(spec);
  const [size = 0] = sight.shape;
  return {
    ...sight,
    depth: 1,
    size,
    write(moments, moment, out, offset, shift) {
      if (shift !== undefined) throw new Error('numbers cannot be shifted');
      out.set(new Float32Array(moments.buffer, moments.byteOffset + 4 * size * moment, size), offset);
    },
  };
}

/** The moments of one episode of a replay. */
export interface EpisodeMoments {
  /** Among all that were ever played. */
  readonly index: number;
  /** [length + 1, bytes]; null: they are read when they are asked for. */
  readonly moments: Uint8Array | null;
}

export function episodeMoments(
  replay: EpisodeReplay,
  { layout }: Pick<Sight, 'layout'>,
  { index, length }: { readonly index: number; readonly length: number },
): EpisodeMoments {
  if (layout.bytes > SMALL_MOMENT_BYTES) return { index, moments: null };
  return { index, moments: readMoments(replay, layout.bytes, { index, first: 0 }, length + 1) };
}

/** `count` of them in a row, from `first` on; not to be written to. */
export function momentsInARow(
  replay: EpisodeReplay,
  { layout: { bytes } }: Pick<Sight, 'layout'>,
  { index, moments }: EpisodeMoments,
  first: number,
  count: number,
): Uint8Array {
  if (moments !== null) return moments.subarray(first * bytes, (first + count) * bytes);
  return readMoments(replay, bytes, { index, first }, count);
}

function readMoments(
  replay: EpisodeReplay,
  bytes: number,
  { index, first }: { readonly index: number; readonly first: number },
  count: number,
): Uint8Array {
  const read = new Uint8Array(count * bytes);
  replay.readObservations({ episode: index, first }, count, read);
  return read;
}
