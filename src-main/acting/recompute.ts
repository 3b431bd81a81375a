/**
 * Computes lost episodes again: observations and rewards are a cache, and a checkpoint has every episode's seed and actions.
 * So a run can also go back to an old checkpoint, of whose episodes the oldest have been removed since.
 */
import { StudioError } from '../../shared/errors.ts';
import type { Environment } from '../environments/environment.ts';
import type { PlayedEpisode } from './episodeReplay.ts';
import type { EpisodicWorkspace } from './episodicWorkspace.ts';

export interface Recomputed {
  /** Steps of lost episodes. */
  readonly done: number;
  readonly total: number;
}

/** Steps between two pauses: well below a second. */
const PORTION_STEPS = 500;

/**
 * Pauses within long episodes too, so that whoever waits sees how far it is and can stop. An episode that was under way is done
 * again the next time.
 * @throws StudioError `run.episodesDiffer` where an episode does not go as it went, `run.episodesGone` where none would.
 */
export async function* recompute(workspace: EpisodicWorkspace): AsyncGenerator<Recomputed, void, void> {
  const { replay, environments } = workspace;
  const environment = await environments.first();
  const lost = replay.lostEpisodes();
  const total = lost.reduce((sum, episode) => sum + (replay.episodes[episode]?.length ?? 0), 0);
  if (lost.length > 0 && environment.lock?.repeats === false) {
    throw new StudioError('run.episodesGone', { episodes: lost.length });
  }
  let done = 0;
  for (const episode of lost) {
    const playing = replayed(workspace, environment, episode);
    let portion = playing.next();
    for (; portion.done !== true; portion = playing.next()) yield { done: done + portion.value, total };
    replay.recover(episode, portion.value);
    done += replay.episodes[episode]?.length ?? 0;
    yield { done, total };
  }
}

/** Yields the steps of the episode so far. */
function* replayed(
  { replay, layout }: EpisodicWorkspace,
  environment: Environment,
  episode: number,
): Generator<number, PlayedEpisode, void> {
  const span = replay.episodes[episode];
  if (span === undefined) throw new Error(`no episode ${episode}`);
  const { seed, length, terminated, episodeReturn } = span;
  const actions = replay.actionsOf(episode);
  const size = actions.length / length;
  const rewards = new Float64Array(length);
  const observations = new Uint8Array((length + 1) * layout.bytes);
  layout.write(environment.reset(seed).observation, observations, 0);
  for (let step = 0; step < length; step++) {
    if (step > 0 && step % PORTION_STEPS === 0) yield step;
    const result = environment.step(actions.slice(step * size, (step + 1) * size));
    rewards[step] = result.reward;
    layout.write(result.observation, observations, (step + 1) * layout.bytes);
  }
  const sum = rewards.reduce((total, reward) => total + reward, 0);
  if (sum !== episodeReturn) throw new StudioError('run.episodesDiffer', { episode });
  return { seed, observations, actions, rewards, terminated };
}
