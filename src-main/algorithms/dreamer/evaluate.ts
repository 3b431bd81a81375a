/** Scores a Dreamer checkpoint's behaviour on whole episodes, without noise. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { DreamerConfig } from '../../../shared/algorithms/dreamer/config.ts';
import type { EvaluatedEpisode } from '../../../shared/evaluation.ts';
import { dreamerEnvironment, loadDreamer } from './player.ts';
import type { EvaluationListener } from '../../../shared/evaluation.ts';
import type { EvaluationRequest, EvaluationSummary } from '../../acting/evaluationRequest.ts';
import { deviationOf, meanOf } from '../../acting/scores.ts';
import { EVALUATION_TRACKS, trackSeeds } from '../../acting/tracks.ts';
import { bestDriver } from './policyDriver.ts';
import { Evaluation } from '../../acting/evaluation.ts';
import { observationLayout } from '../../acting/observationLayout.ts';
import { EnvironmentShelf } from '../../acting/environmentShelf.ts';

/** Steps of a group between two looks at what else the process is told, such as that its host is gone. */
const STEPS_AT_ONCE = 20;

/** @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit the config. */
export async function evaluateDreamer(
  request: EvaluationRequest<DreamerConfig>,
  listener: EvaluationListener,
): Promise<EvaluationSummary> {
  const { config } = request;
  const environments = new EnvironmentShelf(
    request.environment,
    dreamerEnvironment(request.environment, config),
  );
  try {
    const { spec } = await environments.first();
    const player = loadDreamer(config, spec, request.checkpoint);
    try {
      const evaluation = new Evaluation({
        environments,
        layout: observationLayout(spec.observations),
        seeds: trackSeeds(request.seed ?? config.seed, EVALUATION_TRACKS, request.episodes),
        driver: bestDriver(player, request.seed ?? config.seed, EVALUATION_TRACKS),
      });
      return await summary(evaluation, spec.maxEpisodeSteps, listener);
    } finally {
      player.policy.dispose();
      player.model.dispose();
    }
  } finally {
    environments.close();
  }
}

async function summary(
  evaluation: Evaluation,
  maxEpisodeSteps: number,
  listener: EvaluationListener,
): Promise<EvaluationSummary> {
  const episodes: EvaluatedEpisode[] = [];
  try {
    while (!evaluation.done) {
      // A group at a time, to tell of it, and each in pieces.
      let steps = 0;
      await evaluation.runGroup(() => ++steps >= STEPS_AT_ONCE);
      listener.onPlayed?.(evaluation.outcomes.length + evaluation.steps / maxEpisodeSteps);
      await breathe();
      for (const outcome of evaluation.outcomes.slice(episodes.length)) {
        const { episode, episodeReturn, length } = outcome;
        const { seed, terminated } = episode;
        const evaluated = { index: episodes.length, seed, episodeReturn, length, terminated };
        episodes.push(evaluated);
        listener.onEpisode?.(evaluated);
      }
    }
  } finally {
    evaluation.dispose();
  }
  const returns = episodes.map(({ episodeReturn }) => episodeReturn);
  return { score: meanOf(returns), scoreDeviation: deviationOf(returns), episodes };
}
