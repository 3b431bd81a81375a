/** A3C's sizes. Measured figures stand in docs/results.md. */
import { mergeConfigs, type DeepPartialConfig } from '../../configFields.ts';
import type { Presets } from '../algorithm.ts';

/** The paper's for actions in numbers (supplement 9), for an environment whose rewards are small already. */
const CONTINUOUS: DeepPartialConfig = {
  environment: { actionRepeat: 2 },
  actions: { kind: 'continuous' },
  network: { separate: true, units: 200, lstmUnits: 128 },
  learning: { entropyWeight: 1e-4, rewardLimit: 0 },
};

/** On two cores, for ten times the steps that agents with a replay are given. */
const LAPTOP: DeepPartialConfig = mergeConfigs(CONTINUOUS, {
  schedule: { environmentSteps: 1_000_000, evaluateEvery: 50_000 },
  actions: { variance: 'each', bounded: true },
  workers: { count: 2, steps: 20 },
  // Rewards of up to 1 a frame add up to a hundred and more: scaled, the value's error does not drown the policy's.
  learning: {
    optimiser: 'adam',
    learningRate: 3e-4,
    valueWeight: 0.5,
    entropyWeight: 1e-3,
    rewardScale: 0.1,
  },
});

/** From nothing to an evaluated behaviour in a minute: shows that all works, learns little. */
const SMOKE: DeepPartialConfig = mergeConfigs(LAPTOP, {
  environment: { actionRepeat: 4 },
  schedule: { environmentSteps: 16_000, evaluateEvery: 8000, evaluateEpisodes: 2 },
  network: { units: 64, lstmUnits: 32 },
  learning: { learningRate: 1e-3 },
  evaluate: { episodes: 3 },
  checkpoint: { everySeconds: 20 },
});

/** What `*` above asks for, back to the paper's Atari: pictures, and choices between actions. */
const FROM_FRAMES: DeepPartialConfig = {
  environment: { actionRepeat: 4 },
  actions: { kind: 'choices', variance: 'spherical', bounded: false },
  network: { separate: false, units: 256, lstmUnits: 0 },
  learning: { entropyWeight: 0.01, rewardLimit: 1 },
};

/** Edges and a stack, as World Models says of what it quotes; everything else is the studio's own. */
const LAPTOP_FROM_FRAMES: DeepPartialConfig = mergeConfigs(FROM_FRAMES, {
  schedule: { environmentSteps: 4_000_000, evaluateEvery: 200_000 },
  frames: { edges: true },
  actions: { bounded: true },
  learning: { learningRate: 1e-4, valueWeight: 0.5 },
});

const SMOKE_FROM_FRAMES: DeepPartialConfig = mergeConfigs(LAPTOP_FROM_FRAMES, {
  schedule: { environmentSteps: 8000, evaluateEvery: 4000, evaluateEpisodes: 1 },
  frames: { stack: 2 },
  network: { units: 64 },
  evaluate: { episodes: 2 },
});

/** A lap without a new tile for so long will hardly find the road again. */
const DRIVING: DeepPartialConfig = { workers: { patience: 100 } };
const SMOKE_DRIVING: DeepPartialConfig = { workers: { patience: 50 } };
/** The paper's own run on the order that gave it its name. */
const ASYNCHRONOUS: DeepPartialConfig = { workers: { order: 'asynchronous' } };

/** From the quickest to the paper's own. */
export const A3C_PRESETS: Presets = {
  smoke: {
    '*': SMOKE,
    'car-racing': mergeConfigs(SMOKE_FROM_FRAMES, SMOKE_DRIVING),
    'take-cover': SMOKE_FROM_FRAMES,
  },
  laptop: {
    '*': LAPTOP,
    'car-racing': mergeConfigs(LAPTOP_FROM_FRAMES, DRIVING),
    'take-cover': LAPTOP_FROM_FRAMES,
  },
  paper: {
    '*': mergeConfigs(CONTINUOUS, ASYNCHRONOUS),
    'car-racing': FROM_FRAMES,
    'take-cover': FROM_FRAMES,
  },
};
