/** What a run tells of an episode that it played. */
import type { Axis, EpisodePurpose, TrainingUpdate } from '../../shared/run.ts';
import type { EpisodeOutcome } from './episodes.ts';

export interface EpisodeOccasion {
  readonly purpose: EpisodePurpose;
  readonly phase: string;
  readonly axis: Axis;
  readonly keepsRecipe: boolean;
}

export function episodeUpdate(outcome: EpisodeOutcome, occasion: EpisodeOccasion): TrainingUpdate {
  const { purpose, phase, axis, keepsRecipe } = occasion;
  const { episodeReturn, length, episode, recipe } = outcome;
  return {
    kind: 'episode',
    episode: {
      purpose,
      phase,
      episodeReturn,
      length,
      terminated: episode.terminated,
      axis,
      ...(keepsRecipe ? { recipe } : {}),
    },
  };
}
