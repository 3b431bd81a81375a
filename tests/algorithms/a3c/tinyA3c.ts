/** A3C runs small enough for tests: every phase, seconds in all. */
import { resolveConfig } from '../../../shared/config.ts';
import { mergeConfigs, type DeepPartialConfig } from '../../../shared/configFields.ts';
import type { TrainerContext } from '../../../src-main/training/trainer.ts';
import { tickingClock } from '../world-models/tinyRun.ts';

export const TINY_TASK = 'dmc/cartpole-balance';

/** Episodes of 63 steps: the action is repeated as often as it can be. */
export const TINY_A3C: DeepPartialConfig = {
  seed: 3,
  environment: { actionRepeat: 16 },
  schedule: { environmentSteps: 6000, evaluateEvery: 2500, evaluateEpisodes: 2 },
  workers: { count: 2, order: 'synchronous', steps: 8 },
  network: { units: 8, lstmUnits: 6 },
  learning: { optimiser: 'adam' },
  evaluate: { episodes: 3 },
};

/** From frames, with choices, without a memory. */
const TINY_DRIVING: DeepPartialConfig = {
  seed: 4,
  environment: { actionRepeat: 8 },
  schedule: { environmentSteps: 480, evaluateEvery: 10_000, evaluateEpisodes: 1 },
  frames: { stack: 2, edges: true },
  workers: { count: 2, order: 'synchronous', steps: 6, patience: 14 },
  network: { firstFilters: 2, secondFilters: 3, units: 8 },
  evaluate: { episodes: 1 },
};

export function tinyA3c(overrides: DeepPartialConfig = {}, task = TINY_TASK): Record<string, unknown> {
  const base = task === 'car-racing' || task === 'take-cover' ? TINY_DRIVING : TINY_A3C;
  return resolveConfig('a3c', task, 'paper', mergeConfigs(base, overrides));
}

export function a3cContext(folder: string, config = tinyA3c(), environment = TINY_TASK): TrainerContext {
  return { environment, config, folder, wallSecondsBefore: 0, clock: tickingClock(0.05), workers: 0 };
}
