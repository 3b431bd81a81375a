/** Plays episodes with V, M and C: what evolves C, what evaluates it, and what `studio evaluate` does. */
import type { ControllerShape } from '../agents/linearController.ts';
import type { MixtureDensityRnn } from '../models/mdnRnn.ts';
import type { VariationalAutoencoder } from '../models/vae.ts';
import type { FeatureInputs, SeenLatents } from '../models/visionMemory.ts';
import { RandomStream } from '../numerics/random.ts';
import { VisionMemoryDriver } from './drivers/visionMemoryDriver.ts';
import type { EnvironmentPool } from './environmentGroups.ts';
import type { ModelActions } from './modelActions.ts';
import { Rollouts } from './rollouts.ts';
import type { EpisodeOutcome, EpisodePlan } from './rollouts.ts';

/** Slots a group: from here on V gains little from larger batches. */
const LARGEST_GROUP = 16;

/** The stream that names the held-out tracks of a run's last phase. */
export const EVALUATION_TRACKS = 'evaluate/tracks';
/** Episodes of an evaluation at once. Whoever cuts it elsewhere runs other batches and may get other last bits. */
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

/** Seeds of tracks: the same name gives the same ones. */
export function trackSeeds(seed: number, name: string, count: number): number[] {
  const random = RandomStream.named(seed, name);
  return Array.from({ length: count }, () => random.uint32());
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

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample: n - 1 below the line. */
export function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (values.length - 1));
}
