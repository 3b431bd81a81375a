/** What a Dreamer run can be playing: an episode to learn from, an evaluation between, or the one at the end. */
import { RandomStream } from '../../numerics/random.ts';
import { EVALUATION_TRACKS, trackSeeds } from '../../acting/tracks.ts';
import { PolicyDriver } from './policyDriver.ts';
import { randomDriver } from '../../acting/driver.ts';
import { Episodes } from '../../acting/episodes.ts';
import { anyDriver } from '../../acting/driver.ts';
import { bestDriver } from './policyDriver.ts';
import { Evaluation } from '../../acting/evaluation.ts';
import type { DreamerWorkspace } from './workspace.ts';

/** Nothing of it is saved before it is finished: a resumed run begins it again, and it comes out the same. */
export type Playing =
  | { readonly kind: 'episode'; readonly episodes: Episodes }
  | { readonly kind: 'evaluation'; readonly evaluation: Evaluation; seconds: number }
  | { readonly kind: 'final'; readonly trained: Evaluation; readonly random: Evaluation };

/** The replay's next episode: at random, or by the policy with exploration noise. */
export async function startEpisode(
  workspace: DreamerWorkspace,
  drives: 'anybody' | 'policy',
): Promise<Playing> {
  const { config, replay, environments, layout, networks, spec } = workspace;
  const name = `episode/${replay.episodes.length}`;
  const random = RandomStream.named(config.seed, name);
  const exploration = config.behaviour.explorationNoise;
  const driver =
    drives === 'anybody'
      ? randomDriver(spec.actions, 1, random)
      : new PolicyDriver({ model: networks.model, policy: networks.policy, count: 1, random, exploration });
  const episodes = new Episodes({
    environments: await environments.take(1),
    config: environments.config,
    seeds: [RandomStream.named(config.seed, `${name}/start`).uint32()],
    layout,
    driver,
  });
  return { kind: 'episode', episodes };
}

export function startEvaluation({
  config,
  environments,
  layout,
  networks,
  counters,
}: DreamerWorkspace): Playing {
  // The same starts each time: the curve then moves by what was learnt, not by luck.
  const seeds = trackSeeds(config.seed, 'train/evaluation', config.schedule.evaluateEpisodes);
  const driver = bestDriver(networks, config.seed, `train/evaluation/${counters.environmentSteps}`);
  return {
    kind: 'evaluation',
    evaluation: new Evaluation({ environments, layout, seeds, driver }),
    seconds: 0,
  };
}

/** On starts that nothing was chosen by; and somebody who knows nothing on the same. */
export function startFinal({ config, environments, layout, networks }: DreamerWorkspace): Playing {
  const { seed } = config;
  const seeds = trackSeeds(seed, EVALUATION_TRACKS, config.evaluate.episodes);
  const shared = { environments, layout, seeds };
  return {
    kind: 'final',
    trained: new Evaluation({ ...shared, driver: bestDriver(networks, seed, EVALUATION_TRACKS) }),
    random: new Evaluation({
      ...shared,
      driver: anyDriver(networks.model.config.actions, seed, EVALUATION_TRACKS),
    }),
  };
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
