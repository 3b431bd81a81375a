/** Scores an agent on whole episodes, a few side by side, each group in pieces. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { EvaluatedEpisode, EvaluationListener } from '../../shared/evaluation.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import { EnvironmentShelf } from './environmentShelf.ts';
import type { EpisodicAgent } from './episodicAgent.ts';
import { bestOf } from './episodicPlaying.ts';
import { Evaluation } from './evaluation.ts';
import type { EvaluationRequest, EvaluationSummary } from './evaluationRequest.ts';
import { observationLayout, type ObservationLayout } from './observationLayout.ts';
import { deviationOf, meanOf } from './scores.ts';
import { EVALUATION_TRACKS, trackSeeds } from './tracks.ts';

/** Steps of a group between two looks at what else the process is told, such as that its host is gone. */
const STEPS_AT_ONCE = 20;

export interface EvaluatedAgent extends Pick<EpisodicAgent, 'best'> {
  /** How it reads what is observed; absent: pictures in colour, or the numbers. */
  readonly layout?: ObservationLayout;
  dispose(): void;
}

/**
 * With the run's own seed and number of episodes, these are the episodes of its last phase, to the last bit.
 * @param environment what the run's environment is made with
 * @param load what acts, once the environment is known; disposed at the end
 */
export async function evaluateAgent(
  request: EvaluationRequest<{ readonly seed: number }>,
  environment: EnvironmentConfig,
  load: (spec: EnvironmentSpec) => EvaluatedAgent,
  listener: EvaluationListener,
): Promise<EvaluationSummary> {
  const seed = request.seed ?? request.config.seed;
  const environments = new EnvironmentShelf(request.environment, environment);
  try {
    const { spec } = await environments.first();
    const agent = load(spec);
    try {
      const evaluation = new Evaluation({
        environments,
        layout: agent.layout ?? observationLayout(spec.observations),
        seeds: trackSeeds(seed, EVALUATION_TRACKS, request.episodes),
        driver: bestOf(agent, seed, EVALUATION_TRACKS),
      });
      return await summary(evaluation, spec.maxEpisodeSteps, listener);
    } finally {
      agent.dispose();
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
      // After each group its episodes are told; within one, how far it is.
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
