/** D4PG's sizes. Measured figures stand in docs/results.md. */
import { mergeConfigs, type DeepPartialConfig } from '../../configFields.ts';
import type { Presets } from '../algorithm.ts';

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

/** From the quickest to the paper's own. */
export const D4PG_PRESETS: Presets = {
  smoke: { '*': SMOKE },
  laptop: { '*': LAPTOP },
  paper: { '*': CONTROL_SUITE },
};
