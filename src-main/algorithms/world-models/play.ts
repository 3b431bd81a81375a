/** Plays episodes with V, M and C: what evolves C, what evaluates it, and what `studio evaluate` does. */
import type { ControllerShape } from './linearController.ts';
import type { MixtureDensityRnn } from './mdnRnn.ts';
import type { VariationalAutoencoder } from './vae.ts';
import type { FeatureInputs, SeenLatents } from './visionMemory.ts';
import { RandomStream } from '../../numerics/random.ts';
import { VisionMemoryDriver } from './drivers/visionMemoryDriver.ts';
import type { EnvironmentPool } from '../../acting/environmentGroups.ts';
import type { ModelActions } from '../../acting/modelActions.ts';
import { Rollouts } from '../../acting/rollouts.ts';
import type { EpisodeOutcome, EpisodePlan } from '../../acting/rollouts.ts';

/** Slots a group: from here on V gains little from larger batches. */
const LARGEST_GROUP = 16;

/** Episodes of an evaluation at once. Another number makes other batches, whose last bits may differ. */
export const EVALUATION_CHUNK = 32;

export interface Player {
  readonly environments: EnvironmentPool;
  readonly vision: VariationalAutoencoder;
  readonly memory: MixtureDensityRnn;
  readonly inputs: FeatureInputs;
  readonly latents: SeenLatents;
  readonly shape: ControllerShape;
  readonly actions: ModelActions;
}

/** @param parametersOf C's parameters in each episode; noise in V's latents depends on the episode's track alone. */
export async function playController(
  player: Player,
  plans: readonly EpisodePlan[],
  parametersOf: (episode: number) => Float64Array,
  onEpisode: (outcome: EpisodeOutcome) => void,
): Promise<Rollouts> {
  const size = Math.min(LARGEST_GROUP, Math.ceil(plans.length / 2));
  const groups = await player.environments.pair(size);
  const players = groups.map((group) => ({
    group,
    driver: new VisionMemoryDriver({
      ...player,
      group,
      parametersOf,
      randomOf: (episode) => RandomStream.named(plans[episode]?.seed ?? 0, 'latent'),
    }),
  }));
  return new Rollouts(plans, players, onEpisode);
}
