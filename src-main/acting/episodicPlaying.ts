/** What an episodic run can be playing: an episode to learn from, an evaluation between, or the one at the end. */
import { RandomStream } from '../numerics/random.ts';
import { anyDriver, randomDriver, type DriverOfGroup } from './driver.ts';
import { Episodes } from './episodes.ts';
import type { EpisodicAgent } from './episodicAgent.ts';
import type { EpisodicWorkspace } from './episodicWorkspace.ts';
import { Evaluation } from './evaluation.ts';
import { EVALUATION_TRACKS, trackSeeds } from './tracks.ts';

/** What evaluations of a run are played in. */
export interface EvaluationPlace extends Pick<
  EpisodicWorkspace,
  'environments' | 'layout' | 'spec' | 'counters'
> {
  readonly config: {
    readonly seed: number;
    readonly schedule: { readonly evaluateEpisodes: number };
    readonly evaluate: { readonly episodes: number };
  };
}

/** Nothing of it is saved before it is finished: a resumed run begins it again, and it comes out the same. */
export type Playing = { readonly kind: 'episode'; readonly episodes: Episodes } | PlayedEvaluation;

export type PlayedEvaluation =
  | { readonly kind: 'evaluation'; readonly evaluation: Evaluation; seconds: number }
  | { readonly kind: 'final'; readonly trained: Evaluation; readonly random: Evaluation };

/** The replay's next episode. @param learns whether the agent plays it with exploration, or somebody who knows nothing */
export async function startEpisode(
  { config, replay, environments, layout, spec }: EpisodicWorkspace,
  agent: EpisodicAgent,
  learns: boolean,
): Promise<Playing> {
  const name = `episode/${replay.episodes.length}`;
  const random = RandomStream.named(config.seed, name);
  const driver = learns
    ? agent.explorer(1, random)
    : (agent.novice?.(1, random) ?? randomDriver(spec.actions, 1, random));
  const episodes = new Episodes({
    environments: await environments.take(1),
    config: environments.config,
    seeds: [RandomStream.named(config.seed, `${name}/start`).uint32()],
    layout,
    driver,
  });
  return { kind: 'episode', episodes };
}

export function startEvaluation(
  { config, environments, layout, counters }: EvaluationPlace,
  agent: Pick<EpisodicAgent, 'best'>,
): PlayedEvaluation {
  // The same starts each time: the curve then moves by what was learnt, not by luck.
  const seeds = trackSeeds(config.seed, 'train/evaluation', config.schedule.evaluateEpisodes);
  const driver = bestOf(agent, config.seed, `train/evaluation/${counters.environmentSteps}`);
  return {
    kind: 'evaluation',
    evaluation: new Evaluation({ environments, layout, seeds, driver }),
    seconds: 0,
  };
}

/** On starts that nothing was chosen by; and somebody who knows nothing on the same. */
export function startFinal(
  { config, environments, layout, spec }: EvaluationPlace,
  agent: Pick<EpisodicAgent, 'best'>,
): PlayedEvaluation {
  const { seed } = config;
  const seeds = trackSeeds(seed, EVALUATION_TRACKS, config.evaluate.episodes);
  const shared = { environments, layout, seeds };
  return {
    kind: 'final',
    trained: new Evaluation({ ...shared, driver: bestOf(agent, seed, EVALUATION_TRACKS) }),
    random: new Evaluation({ ...shared, driver: anyDriver(spec.actions, seed, EVALUATION_TRACKS) }),
  };
}

/** The behaviour at its best: no noise, the likeliest action. @param name of the draws, such as of what is believed */
export function bestOf(agent: Pick<EpisodicAgent, 'best'>, seed: number, name: string): DriverOfGroup {
  return (count, group) => agent.best(count, RandomStream.named(seed, `${name}/group/${group}`));
}

/** Ends what is under way. */
export function stopPlaying(playing: Playing | null): void {
  switch (playing?.kind) {
    case 'episode':
      playing.episodes.dispose();
      return;
    case 'evaluation':
      playing.evaluation.dispose();
      return;
    case 'final':
      playing.trained.dispose();
      playing.random.dispose();
  }
}
