/** DQN runs small enough for tests: every phase, seconds in all. */
import { resolveConfig } from '../../../shared/config.ts';
import { mergeConfigs, type DeepPartialConfig } from '../../../shared/configFields.ts';
import type { TrainerContext } from '../../../src-main/training/trainer.ts';
import { tickingClock } from '../world-models/tinyRun.ts';

export const NUMBERS_TASK = 'dmc/cartpole-balance';
export const PICTURES_TASK = 'take-cover';

const TINY: DeepPartialConfig = {
  seed: 3,
  reward: { scale: 0.1, clip: 0 },
  learning: { batchSize: 8, targetEvery: 7, optimizer: 'adam', learningRate: 1e-3 },
  exploration: { finalEpsilon: 0.2 },
  evaluate: { episodes: 3 },
};

/** From numbers. Episodes of 63 decisions: the action is repeated as often as it can be. Old episodes give way. */
export const TINY_DQN: DeepPartialConfig = mergeConfigs(TINY, {
  environment: { actionRepeat: 16, observation: 'state' },
  schedule: { environmentSteps: 7000, evaluateEvery: 2500, evaluateEpisodes: 2 },
  replay: { transitions: 200, prioritised: true, steps: 2 },
  network: { units: 8 },
  learning: { startsAfter: 100, decisionsPerStep: 4, optimizer: 'rmsprop', doubleDqn: true },
  exploration: { decisions: 200 },
});

/** Some 30 decisions an episode. */
const FROM_PICTURES: DeepPartialConfig = mergeConfigs(TINY, {
  environment: { actionRepeat: 16 },
  schedule: { environmentSteps: 2400, evaluateEvery: 1000, evaluateEpisodes: 2 },
  replay: { transitions: 100 },
  network: { units: 8, stackedFrames: 3 },
  learning: { startsAfter: 40, decisionsPerStep: 4 },
  exploration: { decisions: 60 },
});

export function tinyDqn(
  overrides: DeepPartialConfig = {},
  task: string = NUMBERS_TASK,
): Record<string, unknown> {
  const base = task === PICTURES_TASK ? FROM_PICTURES : TINY_DQN;
  return resolveConfig('dqn', task, 'paper', mergeConfigs(base, overrides));
}

export function dqnContext(
  folder: string,
  config = tinyDqn(),
  environment: string = NUMBERS_TASK,
): TrainerContext {
  return { environment, config, folder, wallSecondsBefore: 0, clock: tickingClock(0.05), workers: 0 };
}
