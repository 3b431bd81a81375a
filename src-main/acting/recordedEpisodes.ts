/**
 * Episodes that are learnt from: what a run played, or what somebody recorded. A moment is an observation with what led to it: an
 * episode of n steps has n + 1, the first without action and reward.
 */
import type { RandomStream } from '../numerics/random.ts';
import type { EpisodeSpan } from './episodeSpan.ts';

/** Moments in a row of one episode. */
export interface Chunk {
  readonly episode: number;
  /** Moment of the episode. */
  readonly first: number;
}

export interface RecordedEpisodes {
  readonly episodes: readonly EpisodeSpan[];
  /** Whether some episode that may be learnt from has so many moments. */
  has(moments: number): boolean;
  /** Moments to learn from. @throws Error where no episode has so many */
  sample(moments: number, random: RandomStream): Chunk;
  /** Observations of moments in a row into `out` at `offset`. */
  readObservations(chunk: Chunk, moments: number, out: Uint8Array, offset?: number): void;
  /** Actions and rewards of steps in a row, counted from the episode's first. */
  readSteps(
    episode: number,
    first: number,
    count: number,
  ): { readonly actions: Float64Array; readonly rewards: Float64Array };
}

/**
 * As Dreamer's authors draw: an episode uniformly among those long enough, then a stretch of it. Every stretch is as likely, the last
 * moment included.
 * @param eligible numbers of those that are long enough
 */
export function drawChunk(
  episodes: readonly EpisodeSpan[],
  eligible: readonly number[],
  moments: number,
  random: RandomStream,
): Chunk {
  const episode = eligible[random.integer(Math.max(1, eligible.length))];
  const length = episode === undefined ? undefined : episodes[episode]?.length;
  if (episode === undefined || length === undefined) throw new Error(`no episode has ${moments} moments`);
  return { episode, first: random.integer(length + 2 - moments) };
}
