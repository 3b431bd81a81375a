/** Which environments D4PG trains on, and its sizes. Measured figures stand in docs/results.md. */
import { mergeConfigs, type DeepPartialConfig } from '../../configFields.ts';
import { environmentFacts, environmentIds } from '../../environmentFacts.ts';
import type { Presets } from '../algorithm.ts';

export const D4PG_ENVIRONMENTS = environmentIds(({ actions }) => actions !== 'discrete');

/** Acme's example for the control suite: three layers of 256 each, Adam at 3e-4, less noise. */
const CONTROL_SUITE: DeepPartialConfig = {
  learning: { policyLearningRate: 3e-4, criticLearningRate: 3e-4 },
  policy: { firstUnits: 256, layers: 2, units: 256 },
  critic: { firstUnits: 256, layers: 2, units: 256 },
  exploration: { deviation: 0.2 },
};

/** The same on two cores, for as many steps as published scores at equal steps have. */
const LAPTOP: DeepPartialConfig = mergeConfigs(CONTROL_SUITE, {
  schedule: { environmentSteps: 105_000, evaluateEvery: 5000, evaluateEpisodes: 4 },
});

/** From nothing to an evaluated behaviour in a minute: shows that all works, learns little. */
const SMOKE: DeepPartialConfig = mergeConfigs(CONTROL_SUITE, {
  environment: { actionRepeat: 2 },
  schedule: { environmentSteps: 8000, evaluateEvery: 4000, evaluateEpisodes: 2 },
  learning: { batchSize: 64 },
  policy: { firstUnits: 64, layers: 1, units: 64 },
  critic: { firstUnits: 64, layers: 1, units: 64 },
  evaluate: { episodes: 3 },
  checkpoint: { everySeconds: 20 },
});

/** As numbers, from pictures: what is kept of them takes more room than its default. */
const FROM_PIXELS: DeepPartialConfig = {
  environment: { observation: 'pixels' },
  replay: { cacheBytes: 10_000_000_000 },
};

/**
 * The stand-in for two cores: convolutions cost most of a training step, so that each decision stands for four frames, with half as
 * large a batch. Some ten thousand training steps are few: it looks little more than a second ahead, since a return of so many
 * decisions comes through that many fewer renewals of the targets; four rewards of at most 1 then come to 133 at most. Before
 * anything is learnt all pictures look alike to the encoder, and a policy that learnt as fast as the critic would run to a bound of
 * its actions and stay there: it learns more slowly, from more that was done at random and with more noise.
 */
const LAPTOP_PIXELS: DeepPartialConfig = mergeConfigs(mergeConfigs(LAPTOP, FROM_PIXELS), {
  environment: { actionRepeat: 4 },
  schedule: { environmentSteps: 200_000, evaluateEvery: 10_000, seedEpisodes: 8 },
  replay: { transitions: 100_000, cacheBytes: 1_000_000_000 },
  learning: { batchSize: 128, policyLearningRate: 1e-4, gamma: 0.97 },
  critic: { lowestReturn: 0, highestReturn: 140 },
  exploration: { deviation: 0.4 },
});

const SMOKE_PIXELS: DeepPartialConfig = mergeConfigs(mergeConfigs(SMOKE, FROM_PIXELS), {
  environment: { actionRepeat: 4 },
  schedule: { environmentSteps: 6000, evaluateEvery: 3000, evaluateEpisodes: 1 },
  replay: { transitions: 10_000, cacheBytes: 100_000_000 },
  learning: { batchSize: 32, samplesPerStep: 8, gamma: 0.97 },
  encoder: { filters: 8 },
  critic: { lowestReturn: 0, highestReturn: 140 },
  evaluate: { episodes: 2 },
});

/** A new tile brings 3 points and more at once, and standing still costs a tenth a frame. */
const DRIVING: DeepPartialConfig = { critic: { lowestReturn: -20 } };

/** What there is of pictures alone, where numbers are what the other presets read. */
function besideNumbers(changes: DeepPartialConfig): Presets[string] {
  const both = D4PG_ENVIRONMENTS.filter((id) => environmentFacts(id)?.numbers === true);
  return Object.fromEntries(both.map((id) => [id, changes]));
}

/** Environments that show pictures alone are learnt from these by the presets that read numbers elsewhere. */
function elsewhere(numbers: DeepPartialConfig, pixels: DeepPartialConfig): Presets[string] {
  return { '*': numbers, 'car-racing': pixels };
}

/** From the quickest to the paper's own. */
export const D4PG_PRESETS: Presets = {
  smoke: elsewhere(SMOKE, mergeConfigs(SMOKE_PIXELS, DRIVING)),
  'smoke-pixels': besideNumbers(SMOKE_PIXELS),
  laptop: elsewhere(LAPTOP, mergeConfigs(LAPTOP_PIXELS, DRIVING)),
  'laptop-pixels': besideNumbers(LAPTOP_PIXELS),
  paper: elsewhere(CONTROL_SUITE, mergeConfigs(CONTROL_SUITE, FROM_PIXELS)),
};
