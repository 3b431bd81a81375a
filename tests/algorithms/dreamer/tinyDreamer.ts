/** A Dreamer run small enough for tests: every phase, seconds in all. */
import { resolveConfig } from '../../../shared/config.ts';
import { mergeConfigs, type DeepPartialConfig } from '../../../shared/configFields.ts';
import type { TrainerContext } from '../../../src-main/training/trainer.ts';
import { tickingClock } from '../world-models/tinyRun.ts';

export const TINY_TASK = 'dmc/cartpole-balance';

/** Episodes of 32 steps: the action is repeated as often as it can be. */
export const TINY_DREAMER: DeepPartialConfig = {
  seed: 3,
  environment: { actionRepeat: 16, observation: 'state' },
  schedule: {
    environmentSteps: 4000,
    seedEpisodes: 2,
    pretrainSteps: 3,
    trainSteps: 4,
    evaluateEvery: 1500,
    evaluateEpisodes: 2,
  },
  model: {
    stochasticSize: 4,
    deterministicSize: 8,
    hiddenSize: 8,
    imageDepth: 1,
    vectorLayers: 1,
    vectorUnits: 8,
    rewardLayers: 1,
    rewardUnits: 8,
    discountLayers: 1,
    discountUnits: 8,
    batchSize: 3,
    sequenceLength: 8,
  },
  behaviour: {
    horizon: 3,
    actorLayers: 1,
    actorUnits: 8,
    criticLayers: 1,
    criticUnits: 8,
    planCandidates: 6,
    planElites: 2,
    planIterations: 2,
  },
  evaluate: { episodes: 3 },
  checkpoint: { everySeconds: 5 },
  compute: { threads: 1 },
};

export function tinyDreamer(overrides: DeepPartialConfig = {}, task = TINY_TASK): Record<string, unknown> {
  return resolveConfig('dreamer', task, 'paper', mergeConfigs(TINY_DREAMER, overrides));
}

export function dreamerContext(folder: string, config = tinyDreamer(), task = TINY_TASK): TrainerContext {
  return { environment: task, config, folder, wallSecondsBefore: 0, clock: tickingClock(0.02), workers: 0 };
}
