/** A D4PG run small enough for tests: every phase, seconds in all. */
import { resolveConfig } from '../../../shared/config.ts';
import { mergeConfigs, type DeepPartialConfig } from '../../../shared/configFields.ts';
import type { TrainerContext } from '../../../src-main/training/trainer.ts';
import { tickingClock } from '../world-models/tinyRun.ts';

export const TINY_TASK = 'dmc/cartpole-balance';

/** Episodes of 63 steps: the action is repeated as often as it can be. */
export const TINY_D4PG: DeepPartialConfig = {
  seed: 3,
  environment: { actionRepeat: 16 },
  schedule: { environmentSteps: 7000, seedEpisodes: 1, evaluateEvery: 2500, evaluateEpisodes: 2 },
  learning: { batchSize: 16, samplesPerStep: 4, targetEvery: 7 },
  policy: { firstUnits: 8, layers: 1, units: 8 },
  critic: { firstUnits: 8, layers: 1, units: 8, atoms: 11 },
  evaluate: { episodes: 3 },
};

/** The same from pictures; old episodes give way. */
export const TINY_PIXELS: DeepPartialConfig = {
  environment: { observation: 'pixels' },
  schedule: { environmentSteps: 4000, evaluateEvery: 2000, evaluateEpisodes: 1 },
  replay: { cacheBytes: 1_000_000 },
  learning: { batchSize: 6, samplesPerStep: 1 },
  encoder: { stackedFrames: 2, filters: 4, features: 6 },
  evaluate: { episodes: 2 },
};

export function tinyD4pg(overrides: DeepPartialConfig = {}, task = TINY_TASK): Record<string, unknown> {
  return resolveConfig('d4pg', task, 'paper', mergeConfigs(TINY_D4PG, overrides));
}

export function d4pgContext(folder: string, config = tinyD4pg(), environment = TINY_TASK): TrainerContext {
  return { environment, config, folder, wallSecondsBefore: 0, clock: tickingClock(0.05), workers: 0 };
}
