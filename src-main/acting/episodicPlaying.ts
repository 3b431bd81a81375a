/** What an episodic run can be playing: an episode to learn from, an evaluation between, or the one at the end. */
import { RandomStream } from '../numerics/random.ts';
import { anyDriver, randomDriver, type DriverOfGroup } from './driver.ts';
import { Episodes } from './episodes.ts';
import type { EpisodicAgent } from './episodicAgent.ts';
import type { EpisodicWorkspace } from './episodicWorkspace.ts';
import type { ObservationLayout } from './observationLayout.ts';
import type { Practice } from './practice.ts';
import type { Counters } from '../training/runClock.ts';
import { Evaluation } from './evaluation.ts';
import { EVALUATION_TRACKS, trackSeeds } from './tracks.ts';

/** What evaluations of a run are played in. */
export interface EvaluationPlace {
  readonly config: {
    readonly seed: number;
    readonly schedule: { readonly evaluateEpisodes: number };
    readonly evaluate: { readonly episodes: number };
  };
  readonly layout: ObservationLayout;
  readonly counters: Counters;
  readonly real: Practice;
  /** Where the run learns in a dream: it is scored there, too. */
  readonly dream: Practice | null;
}

/** Nothing of it is saved before it is finished: a resumed run begins it again, and it comes out the same. */
export type Playing = { readonly kind: 'episode'; readonly episodes: Episodes } | PlayedEvaluation;

/** `dreamt`: as many episodes in the dream, where there is one. */
export type PlayedEvaluation =
  | {
      readonly kind: 'evaluation';
      readonly evaluation: Evaluation;
      readonly dreamt: Evaluation | null;
      seconds: number;
    }
  | {
      readonly kind: 'final';
      readonly trained: Evaluation;
      readonly random: Evaluation;
      readonly dreamt: Evaluation | null;
    };

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
  place: EvaluationPlace,
  agent: Pick<EpisodicAgent, 'best'>,
): PlayedEvaluation {
  const { config, counters, layout, real } = place;
  // The same starts each time: the curve then moves by what was learnt, not by luck.
  const tracks = 'train/evaluation';
  const seeds = trackSeeds(config.seed, tracks, config.schedule.evaluateEpisodes);
  const driver = bestOf(agent, config.seed, `${tracks}/${counters.environmentSteps}`);
  return {
    kind: 'evaluation',
    evaluation: new Evaluation({ environments: real.environments, layout, seeds, driver }),
    dreamt: dreamtBeside(place, agent, {
      tracks,
      draws: `${tracks}/dream/${counters.environmentSteps}`,
      episodes: seeds.length,
    }),
    seconds: 0,
  };
}

/** On starts that nothing was chosen by; and somebody who knows nothing on the same. */
export function startFinal(place: EvaluationPlace, agent: Pick<EpisodicAgent, 'best'>): PlayedEvaluation {
  const { config, layout, real } = place;
  const { seed } = config;
  const seeds = trackSeeds(seed, EVALUATION_TRACKS, config.evaluate.episodes);
  const shared = { environments: real.environments, layout, seeds };
  const { actions } = real.spec;
  return {
    kind: 'final',
    trained: new Evaluation({ ...shared, driver: bestOf(agent, seed, EVALUATION_TRACKS) }),
    random: new Evaluation({ ...shared, driver: anyDriver(actions, seed, EVALUATION_TRACKS) }),
    dreamt: dreamtBeside(place, agent, {
      tracks: EVALUATION_TRACKS,
      draws: `${EVALUATION_TRACKS}/dream`,
      episodes: seeds.length,
    }),
  };
}

/** The same behaviour in the dream; null where there is none. */
function dreamtBeside(
  { config, layout, dream }: EvaluationPlace,
  agent: Pick<EpisodicAgent, 'best'>,
  { tracks, draws, episodes }: { readonly tracks: string; readonly draws: string; readonly episodes: number },
): Evaluation | null {
  if (dream === null) return null;
  const { seed } = config;
  const seeds = trackSeeds(seed, `${tracks}/dream`, episodes);
  const driver = bestOf(agent, seed, draws);
  return new Evaluation({ environments: dream.environments, layout, seeds, driver });
}

/** Goes on with the parts of an evaluation in their order. @returns whether all are done */
export async function runEvaluation(playing: PlayedEvaluation, enough: () => boolean): Promise<boolean> {
  const parts = evaluationParts(playing);
  const next = parts.find(({ done }) => !done);
  await next?.run(enough);
  return parts.every(({ done }) => done);
}

export function evaluationParts(playing: PlayedEvaluation): readonly Evaluation[] {
  const own = playing.kind === 'final' ? [playing.trained, playing.random] : [playing.evaluation];
  return playing.dreamt === null ? own : [...own, playing.dreamt];
}

/** The behaviour at its best: no noise, the likeliest action. @param name of the draws, such as of what is believed */
export function bestOf(agent: Pick<EpisodicAgent, 'best'>, seed: number, name: string): DriverOfGroup {
  return (count, group) => agent.best(count, RandomStream.named(seed, `${name}/group/${group}`));
}

/** Ends what is under way. */
export function stopPlaying(playing: Playing | null): void {
  if (playing === null) return;
  if (playing.kind === 'episode') playing.episodes.dispose();
  else for (const part of evaluationParts(playing)) part.dispose();
}
