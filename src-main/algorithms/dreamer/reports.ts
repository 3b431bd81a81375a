/** How well Dreamer imagines what it has not learnt from. */
import { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll } from '../../numerics/tidy.ts';
import { modelActions } from './batch.ts';
import type { PlayedEpisode } from '../../acting/episodeReplay.ts';
import { CONTEXT, openLoop, OPEN_LOOP_MOMENTS } from './openLoop.ts';

import { anyState } from '../../models/worldModel.ts';
import { heldOutEpisode } from '../../trust/heldOut.ts';
import { liveTrustOf } from '../../trust/live.ts';
import type { DreamerModel } from './dreamerModel.ts';
import type { LearnerGround } from './learner.ts';

/** How well an episode that was never trained on is imagined from its first moments. @param name of the draws. */
export function openLoopFigures(
  { layout, config, spec }: Pick<LearnerGround, 'layout' | 'config' | 'spec'>,
  model: DreamerModel,
  episode: PlayedEpisode,
  name: string,
): Record<string, number> {
  const trust = liveTrustOf(
    anyState(model),
    layout,
    heldOutEpisode(spec, layout.bytes, episode),
    config.seed,
    `trust/${name}`,
  );
  const moments = Math.min(OPEN_LOOP_MOMENTS, episode.rewards.length + 1);
  if (moments <= CONTEXT) return {};
  const recorded = {
    observation: layout.batch(episode.observations.subarray(0, moments * layout.bytes)),
    actions: modelActions(spec.actions, episode.actions, moments),
    rewards: tf.tensor1d([0, ...episode.rewards.subarray(0, moments - 1)]),
  };
  const result = openLoop(model, recorded, RandomStream.named(config.seed, name));
  disposeAll(recorded);
  return {
    'evaluation/openLoopError': result.error,
    'evaluation/repeatError': result.repeatError,
    'evaluation/rewardError': result.rewardError,
    ...(trust === null
      ? {}
      : { 'evaluation/driftSteps': trust.driftSteps, 'evaluation/obedience': trust.obedience }),
  };
}
