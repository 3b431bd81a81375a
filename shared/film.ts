/** Pictures of a run that play without it: one evaluated episode, and one dream beside what really happened. */
import type { ErrorReport } from './errors.ts';

/** Frames of one size in one picture, row after row from the top left. */
export interface FrameSheet {
  /** Decides how it is framed and named. */
  readonly meaning: 'real' | 'dreamt';
  readonly png: Uint8Array;
  /** Of one frame. */
  readonly width: number;
  readonly height: number;
  readonly columns: number;
}

export interface Clip {
  readonly kind: 'episode' | 'dream';
  /** Shown at the same time, each with as many frames as `steps`. */
  readonly sheets: readonly FrameSheet[];
  /** Of the episode, that each frame shows. */
  readonly steps: readonly number[];
  /** What has been earned by then. */
  readonly returns: readonly number[];
  /** Between two frames, as the game runs. */
  readonly frameSeconds: number;
}

export interface Film {
  readonly checkpointId: string;
  readonly seed: number;
  readonly episodeReturn: number;
  /** Steps. */
  readonly length: number;
  /** The episode, and where there is one the dream. */
  readonly clips: readonly Clip[];
  /** Why there is no dream; null: there is one. */
  readonly noDream: NoDream | null;
}

/** It has no world model; its model observes numbers; the episode ends before eyes could close. */
export type NoDream = 'agent' | 'numbers' | 'short';

/** Pictures of an episode at most: of a longer one every second step, every third, and so on. */
export const MOST_EPISODE_FRAMES = 200;
/** Steps that are dreamt. */
export const DREAM_STEPS = 50;

/** What became of one run's film. */
export type FilmOutcome = { readonly film: Film } | { readonly error: ErrorReport };

export function filmBytes({ clips }: Film): number {
  return clips.reduce((sum, { sheets }) => sum + sheets.reduce((bytes, { png }) => bytes + png.length, 0), 0);
}
