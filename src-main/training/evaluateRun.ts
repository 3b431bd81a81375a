/**
 * Scores what a checkpoint holds on whole episodes: what `studio evaluate` and the window's Evaluate do. With the run's
 * own number of episodes and no other seed these begin as those of its last phase, and the score is the one it showed.
 */
import { WORLD_MODELS_SCHEMA, parsedConfig } from '../../shared/config.ts';
import { StudioError } from '../../shared/errors.ts';
import type { EvaluatedEpisode } from '../../shared/evaluation.ts';
import {
  controllerParameters,
  loadWorldModels,
  visionMemoryConfig,
  worldModelsController,
  worldModelsEnvironment,
} from '../agents/worldModelsPlayer.ts';
import { createEnvironment } from '../environments/registry.ts';
import { evaluateDreamer } from './dreamer/evaluateDreamer.ts';
import { DREAMER } from './dreamerTrainer.ts';
import { EnvironmentPool } from './environmentGroups.ts';
import type { EvaluationListener, EvaluationRequest, EvaluationSummary } from './evaluationRequest.ts';
import {
  deviationOf,
  EVALUATION_CHUNK,
  EVALUATION_TRACKS,
  meanOf,
  playController,
  trackSeeds,
} from './play.ts';
import type { EpisodeOutcome, EpisodePlan } from './rollouts.ts';

/**
 * `initialiseBackend` must have run.
 * @throws StudioError `checkpoint.mismatch` where it does not fit the config, `checkpoint.cannotAct` where it has come to no C yet.
 */
export async function evaluateCheckpoint(
  request: EvaluationRequest,
  listener: EvaluationListener = {},
): Promise<EvaluationSummary> {
  return request.checkpoint.algorithm === DREAMER
    ? evaluateDreamer(request, listener)
    : evaluateController(request, listener);
}

/** V, M and C of World Models. */
async function evaluateController(
  request: EvaluationRequest,
  listener: EvaluationListener,
): Promise<EvaluationSummary> {
  const { environment, checkpoint, episodes: count, workers } = request;
  const config = parsedConfig(WORLD_MODELS_SCHEMA, request.config);
  const choice = { environment, config: worldModelsEnvironment(environment, config) };
  const probe = await createEnvironment(environment, choice.config);
  const { actions, maxEpisodeSteps } = probe.spec;
  probe.close();
  const shape = worldModelsController(environment, config, actions);
  const parameters = controllerParameters(checkpoint.arrays, shape);
  if (parameters === null) throw new StudioError('checkpoint.cannotAct');
  const { model, policy } = loadWorldModels(environment, config, actions, checkpoint);
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
