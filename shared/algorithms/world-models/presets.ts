/** World Models' sizes for each environment. Measured figures stand in docs/results.md. */
import { mergeConfigs, type DeepPartialConfig } from '../../configFields.ts';
import { DATA_SET } from '../../dataSet.ts';
import type { Presets } from '../algorithm.ts';

/** Hours on two CPU cores. */
const LAPTOP_CAR_RACING: DeepPartialConfig = {
  environment: { actionRepeat: 4 },
  collect: { episodes: 150, maxSteps: 250 },
  vision: { epochs: 5, maxBatches: 900, learningRate: 5e-4 },
  memory: { steps: 400, batchSize: 32, sequenceLength: 100 },
  controller: {
    latents: 'mean',
    populationSize: 32,
    rollouts: 4,
    generations: 120,
    maxSteps: 250,
    patience: 40,
    evaluateEvery: 10,
    evaluateRollouts: 16,
  },
  evaluate: { precision: 'half' },
};

const SMOKE_CAR_RACING: DeepPartialConfig = {
  environment: { actionRepeat: 4 },
  collect: { episodes: 24, maxSteps: 100 },
  vision: { epochs: 4, maxBatches: 220, batchSize: 32, learningRate: 1e-3 },
  memory: { steps: 60, batchSize: 16, sequenceLength: 50 },
  controller: {
    latents: 'mean',
    populationSize: 16,
    rollouts: 2,
    generations: 15,
    maxSteps: 150,
    patience: 20,
    evaluateEvery: 5,
    evaluateRollouts: 8,
  },
  evaluate: { episodes: 20, precision: 'half' },
  checkpoint: { everySeconds: 20 },
};

const PAPER_TAKE_COVER: DeepPartialConfig = {
  // Episodes of 100 frames or fewer are dropped.
  collect: { policy: 'sticky-uniform', maxSteps: 2100, minSteps: 101 },
  vision: { latentSize: 64 },
  memory: { hiddenSize: 512, sequenceLength: 500, learningRateDecay: 0.99999, predictsDone: true },
  controller: { inputs: 'zhc', bias: false, trainIn: 'dream', temperature: 1.15, maxSteps: 2100 },
};

/** One decision every 4 tics: a dream of the whole game takes 525 steps instead of 2,100. Scores still count tics. */
const QUARTER_STEPS: DeepPartialConfig = mergeConfigs(PAPER_TAKE_COVER, {
  environment: { actionRepeat: 4 },
  collect: { maxSteps: 525, minSteps: 26 },
  controller: { maxSteps: 525 },
});

const LAPTOP_TAKE_COVER: DeepPartialConfig = mergeConfigs(QUARTER_STEPS, {
  collect: { episodes: 800 },
  // Small batches, since it takes thousands of steps until fireballs and monsters are seen, which are a few pixels wide;
  // and twice the free nats, since each costs some.
  vision: { epochs: 3, maxBatches: 6000, batchSize: 32, learningRate: 5e-4, klTolerance: 1 },
  memory: { steps: 1200, batchSize: 32, sequenceLength: 128, learningRateDecay: 0.998 },
  controller: {
    // The best of the five temperatures measured at these sizes (docs/results.md); the paper's own best is 1.15.
    temperature: 1.3,
    rollouts: 8,
    generations: 100,
    evaluateEvery: 20,
    evaluateRollouts: 256,
    evaluateEpisodes: 50,
  },
  evaluate: { precision: 'half' },
});

const SMOKE_TAKE_COVER: DeepPartialConfig = mergeConfigs(QUARTER_STEPS, {
  collect: { episodes: 40 },
  // Until about batch 200 V only learns the mean frame; then it begins to see the player's place and the monsters.
  vision: { epochs: 10, maxBatches: 600, batchSize: 32, learningRate: 1e-3 },
  memory: { hiddenSize: 128, steps: 150, batchSize: 16, sequenceLength: 50, learningRateDecay: 0.99 },
  controller: {
    populationSize: 16,
    rollouts: 4,
    generations: 15,
    maxSteps: 250,
    evaluateEvery: 5,
    evaluateRollouts: 32,
    evaluateEpisodes: 8,
  },
  evaluate: { episodes: 20, precision: 'half' },
  checkpoint: { everySeconds: 20 },
});

/** V and M as for CarRacing; how often an action is repeated is the recording's own. */
const recorded = ({ vision = {}, memory = {}, checkpoint = {} }: DeepPartialConfig): DeepPartialConfig => ({
  vision,
  memory,
  checkpoint,
});

/** From the quickest to the paper's own. */
export const WORLD_MODELS_PRESETS: Presets = {
  smoke: {
    'car-racing': SMOKE_CAR_RACING,
    'take-cover': SMOKE_TAKE_COVER,
    [DATA_SET]: recorded(SMOKE_CAR_RACING),
  },
  laptop: {
    'car-racing': LAPTOP_CAR_RACING,
    'take-cover': LAPTOP_TAKE_COVER,
    [DATA_SET]: recorded(LAPTOP_CAR_RACING),
  },
  paper: { 'car-racing': {}, 'take-cover': PAPER_TAKE_COVER, [DATA_SET]: {} },
};
