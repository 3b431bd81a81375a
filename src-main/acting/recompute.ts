/**
 * Computes lost episodes again: observations and rewards are a cache, and a checkpoint has every episode's seed and actions.
 * So a run also goes back to an old checkpoint whose oldest episodes had to give way since.
 */
import { StudioError } from '../../shared/errors.ts';
import type { Environment } from '../environments/environment.ts';
import type { PlayedEpisode } from './episodeReplay.ts';
import type { EpisodicWorkspace } from './episodicWorkspace.ts';

/**
 * Pauses after each episode, so that whoever waits can stop.
 * @throws StudioError `run.episodesDiffer` where an episode does not go as it went.
 */
export async function* recompute(workspace: EpisodicWorkspace): AsyncGenerator<void, void, void> {
  const { replay, environments } = workspace;
  const environment = await environments.first();
  for (const episode of replay.lostEpisodes()) {
    replay.recover(episode, replayed(workspace, environment, episode));
    yield;
  }
}

function replayed(
  { replay, layout }: EpisodicWorkspace,
  environment: Environment,
  episode: number,
): PlayedEpisode {
  const span = replay.episodes[episode];
  if (span === undefined) throw new Error(`no episode ${episode}`);
  const { seed, length, terminated, episodeReturn } = span;
  const actions = replay.actionsOf(episode);
  const size = actions.length / length;
  const rewards = new Float64Array(length);
  const observations = new Uint8Array((length + 1) * layout.bytes);
  layout.write(environment.reset(seed).observation, observations, 0);
  for (let step = 0; step < length; step++) {
    const result = environment.step(actions.slice(step * size, (step + 1) * size));
    rewards[step] = result.reward;
    layout.write(result.observation, observations, (step + 1) * layout.bytes);
  }
  const sum = rewards.reduce((total, reward) => total + reward, 0);
  if (sum !== episodeReturn) throw new StudioError('run.episodesDiffer', { episode });
  return { seed, observations, actions, rewards, terminated };
}
