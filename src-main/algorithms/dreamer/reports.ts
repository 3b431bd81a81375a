/** What a Dreamer run tells of the episodes it played. */
import type { Axis, EpisodePurpose, TrainingUpdate } from '../../../shared/run.ts';
import { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll } from '../../numerics/tidy.ts';
import { modelActions } from './batch.ts';
import type { EpisodeOutcome } from '../../acting/episodes.ts';
import { CONTEXT, openLoop, OPEN_LOOP_MOMENTS } from './openLoop.ts';
import type { DreamerWorkspace } from './workspace.ts';

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

/** How well an episode that was never trained on is imagined from its first moments. @param name of the draws. */
export function openLoopFigures(
  { layout, networks, config, spec }: DreamerWorkspace,
  { episode, length }: EpisodeOutcome,
  name: string,
): Record<string, number> {
  const moments = Math.min(OPEN_LOOP_MOMENTS, length + 1);
  if (moments <= CONTEXT) return {};
  const recorded = {
    observation: layout.batch(episode.observations.subarray(0, moments * layout.bytes)),
    actions: modelActions(spec.actions, episode.actions, moments),
    rewards: tf.tensor1d([0, ...episode.rewards.subarray(0, moments - 1)]),
  };
  const result = openLoop(networks.model, recorded, RandomStream.named(config.seed, name));
  disposeAll(recorded);
  return {
    'evaluation/openLoopError': result.error,
    'evaluation/repeatError': result.repeatError,
    'evaluation/rewardError': result.rewardError,
  };
}
