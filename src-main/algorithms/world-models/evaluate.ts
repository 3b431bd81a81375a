/** Scores V, M and C of a checkpoint on whole episodes. */
import type { WorldModelsConfig } from '../../../shared/algorithms/world-models/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { EvaluatedEpisode } from '../../../shared/evaluation.ts';
import {
  controllerParameters,
  loadWorldModels,
  visionMemoryConfig,
  worldModelsController,
  worldModelsEnvironment,
} from './player.ts';
import { createEnvironment } from '../../environments/registry.ts';
import { EnvironmentPool } from '../../acting/environmentGroups.ts';
import type { EvaluationListener } from '../../../shared/evaluation.ts';
import type { EvaluationRequest, EvaluationSummary } from '../../acting/evaluationRequest.ts';
import { deviationOf, meanOf } from '../../acting/scores.ts';
import { EVALUATION_CHUNK, playController } from './play.ts';
import { EVALUATION_TRACKS, trackSeeds } from '../../acting/tracks.ts';
import type { EpisodeOutcome, EpisodePlan } from '../../acting/rollouts.ts';

/** @throws StudioError as `Algorithm.evaluate` */
export async function evaluateController(
  request: EvaluationRequest<WorldModelsConfig>,
  listener: EvaluationListener,
): Promise<EvaluationSummary> {
  const { environment, config, checkpoint, episodes: count, workers } = request;
  const choice = { environment, config: worldModelsEnvironment(environment, config) };
  const probe = await createEnvironment(environment, choice.config);
  const { actions, maxEpisodeSteps } = probe.spec;
  probe.close();
  const shape = worldModelsController(config, actions);
  const parameters = controllerParameters(checkpoint.arrays, shape);
  if (parameters === null) throw new StudioError('checkpoint.cannotAct');
  const { model, policy } = loadWorldModels(config, actions, checkpoint);
  policy?.dispose();
  const environments = new EnvironmentPool(choice, workers);
  const seeds = trackSeeds(request.seed ?? config.seed, EVALUATION_TRACKS, count);
  const episodes: EvaluatedEpisode[] = [];
  try {
    for (let first = 0; first < count; first += EVALUATION_CHUNK) {
      const plans = seeds.slice(first, first + EVALUATION_CHUNK).map((seed): EpisodePlan => ({
        seed,
        maxSteps: maxEpisodeSteps,
        patience: 0,
        record: 'nothing',
      }));
      const note = (outcome: EpisodeOutcome) => {
        const episode = evaluatedEpisode(outcome, first);
        episodes.push(episode);
        listener.onEpisode?.(episode);
      };
      const player = {
        environments,
        vision: model.vision,
        memory: model.memory,
        inputs: config.controller.inputs,
        latents: config.controller.latents,
        shape,
        actions: { space: actions, values: visionMemoryConfig(config, actions).actionValues },
      };
      const rollouts = await playController(player, plans, () => parameters, note);
      try {
        await rollouts.run(() => {
          listener.onPlayed?.(first + rollouts.steps / maxEpisodeSteps);
          return false;
        });
      } finally {
        await rollouts.dispose();
      }
    }
  } finally {
    await environments.close();
    model.dispose();
  }
  episodes.sort((a, b) => a.index - b.index);
  const returns = episodes.map(({ episodeReturn }) => episodeReturn);
  return { score: meanOf(returns), scoreDeviation: deviationOf(returns), episodes };
}

function evaluatedEpisode(outcome: EpisodeOutcome, first: number): EvaluatedEpisode {
  const { episodeReturn, length, terminated, plan } = outcome;
  return { index: first + outcome.index, seed: plan.seed, episodeReturn, length, terminated };
}
