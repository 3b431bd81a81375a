/**
 * Computes lost observations again: they are a cache, and every episode's actions are kept. So a run also goes back to an
 * old checkpoint whose oldest episodes had to give way since.
 */
import { StudioError } from '../../../shared/errors.ts';
import type { Environment } from '../../environments/environment.ts';
import type { DreamerWorkspace } from './workspace.ts';

/** Pauses after each episode, so that whoever waits can stop. @throws StudioError `run.framesLost` where an episode went another way. */
export async function* recompute(workspace: DreamerWorkspace): AsyncGenerator<void, void, void> {
  const { replay, environments } = workspace;
  const environment = await environments.first();
  for (const episode of replay.lostEpisodes()) {
    replay.writeObservations(episode, replayed(workspace, environment, episode));
    yield;
  }
}

function replayed(
  { replay, layout }: DreamerWorkspace,
  environment: Environment,
  episode: number,
): Uint8Array {
  const span = replay.episodes[episode];
  if (span === undefined) throw new Error(`no episode ${episode}`);
  const { actions, rewards } = replay.readSteps(episode, 0, span.length);
  const size = actions.length / span.length;
  const observations = new Uint8Array((span.length + 1) * layout.bytes);
  layout.write(environment.reset(span.seed).observation, observations, 0);
  for (let step = 0; step < span.length; step++) {
    const result = environment.step(actions.slice(step * size, (step + 1) * size));
    if (result.reward !== rewards[step]) throw new StudioError('run.framesLost');
    layout.write(result.observation, observations, (step + 1) * layout.bytes);
  }
  return observations;
}
