/** Which environments Dreamer trains on, and its sizes for each. Measured figures stand in docs/results.md. */
import { mergeConfigs, type DeepPartialConfig } from '../../configFields.ts';
import { DATA_SET } from '../../dataSet.ts';
import { environmentIds } from '../../environmentFacts.ts';
import type { Presets } from '../algorithm.ts';

/** Those that give state vectors as well as pixels. */
const STATE_ENVIRONMENTS = environmentIds((facts) => facts.numbers);

/** Pixels from every one, numbers where there are any; boxes and choices. */
export const DREAMER_ENVIRONMENTS: readonly string[] = [
  ...STATE_ENVIRONMENTS,
  ...environmentIds((facts) => !facts.numbers),
  DATA_SET,
];

/** Nobody acts in what was recorded. */
const RECORDED: DeepPartialConfig = { environment: { actionRepeat: 1 }, behaviour: { kind: 'none' } };

/** Enough of a search to be told from chance, at a twentieth of PlaNet's cost. */
const SMALL_SEARCH: DeepPartialConfig = { planCandidates: 100, planElites: 10, planIterations: 5 };

/** What the paper does where actions are discrete and episodes end. */
const DISCRETE: DeepPartialConfig = {
  environment: { actionRepeat: 4 },
  model: { predictsDiscount: true, beta: 0.1 },
  behaviour: { horizon: 10 },
};

/**
 * Small networks that learn fast. Trained so often on so little, the paper's actor would be stuck at its actions' bounds before
 * the model knows what they do (docs/results.md): hence DreamerV3's.
 */
const SMALL_BEHAVIOUR: DeepPartialConfig = {
  ...SMALL_SEARCH,
  returnScale: 'percentiles',
  actionDistribution: 'bounded',
  entropyScale: 3e-4,
  actorLayers: 2,
  actorUnits: 100,
  actorLearningRate: 3e-4,
  criticLayers: 2,
  criticUnits: 100,
  criticLearningRate: 3e-4,
};

/**
 * What small networks see in their first thousands of updates is worth less than the paper's 3 free nats, under which nothing
 * teaches the prior: there are none here, and the posterior is held back by a tenth only, as in DreamerV3.
 */
const LAPTOP: DeepPartialConfig = {
  schedule: { environmentSteps: 105_000, evaluateEvery: 5000, evaluateEpisodes: 4 },
  model: {
    deterministicSize: 100,
    hiddenSize: 100,
    imageDepth: 8,
    rewardUnits: 100,
    discountLayers: 2,
    discountUnits: 100,
    batchSize: 16,
    sequenceLength: 32,
    learningRate: 1e-3,
    beta: 0.5,
    freeNats: 0,
    balancesKl: true,
  },
  behaviour: SMALL_BEHAVIOUR,
  replay: { cacheBytes: 4_000_000_000 },
};

/**
 * Numbers tell the whole state at once, so short stretches will do; and there are few of them beside thousands of pixels,
 * so that the KL must count less for them to be heard. Speeds reach tens where angles stay under one: hence symlog.
 */
const LAPTOP_STATE: DeepPartialConfig = {
  environment: { observation: 'state' },
  schedule: { environmentSteps: 180_000, trainSteps: 200, evaluateEvery: 5000, evaluateEpisodes: 4 },
  model: {
    deterministicSize: 100,
    hiddenSize: 100,
    vectorUnits: 100,
    vectorScale: 'symlog',
    rewardUnits: 100,
    batchSize: 16,
    sequenceLength: 16,
    learningRate: 1e-3,
    beta: 0.1,
    freeNats: 1,
  },
  behaviour: SMALL_BEHAVIOUR,
  replay: { cacheBytes: 1_000_000_000 },
};

/** With the paper's noise the cheetah does not keep its gait; the walker needs it to find one (docs/results.md). */
const RUNNING: DeepPartialConfig = mergeConfigs(LAPTOP_STATE, { behaviour: { explorationNoise: 0.1 } });

/**
 * DreamerV3 (arXiv:2301.04104) in what matters at small sizes, at the sizes of `laptop`, so that both can be set side by side. Its
 * losses count as there: the whole squared error, the prior's half of the KL by 1 and the posterior's by 0.1, a free nat each state.
 */
const V3: DeepPartialConfig = mergeConfigs(LAPTOP, {
  model: {
    latent: 'categorical',
    stochasticSize: 16,
    latentClasses: 16,
    vectorScale: 'symlog',
    rewardHead: 'two-hot',
    discountScale: 1,
    observationScale: 2,
    beta: 1.1,
    klBalance: 1 / 1.1,
    freeNats: 1,
    freeNatsEach: true,
    layerNorm: true,
    gru: 'normed-gru',
  },
  behaviour: {
    gamma: 0.997,
    actorGradient: 'reinforce',
    unimix: 0.01,
    valueHead: 'two-hot',
    slowCritic: 'regularised',
    replayValueScale: 0.3,
    layerNorm: true,
    adamEpsilon: 1e-5,
    startsAtEnds: false,
    explorationNoise: 0,
  },
});

/** Where episodes end: as often acted and trained as `laptop`'s. */
const V3_ENDING: DeepPartialConfig = {
  environment: { actionRepeat: 4 },
  model: { predictsDiscount: true },
};
const V3_TAKE_COVER: DeepPartialConfig = mergeConfigs(V3_ENDING, {
  schedule: { trainSteps: 50 },
});

/** Episodes have some ninety decisions instead of five hundred. */
const SMALL_DISCRETE: DeepPartialConfig = mergeConfigs(DISCRETE, {
  schedule: { trainSteps: 50 },
  model: { beta: 0.5 },
});

/** Noise on gas and brake slows the car: who has only driven so leaves the road without it (docs/results.md). */
const SMALL_DRIVING: DeepPartialConfig = {
  environment: { actionRepeat: 4 },
  behaviour: { explorationNoise: 0.05 },
};

/** From nothing to an evaluated behaviour in a minute or two: shows that all works, learns little. */
const SMOKE: DeepPartialConfig = {
  schedule: {
    environmentSteps: 8000,
    seedEpisodes: 3,
    pretrainSteps: 30,
    trainSteps: 25,
    evaluateEvery: 4000,
    evaluateEpisodes: 2,
  },
  model: {
    deterministicSize: 64,
    hiddenSize: 64,
    imageDepth: 4,
    vectorUnits: 64,
    rewardUnits: 64,
    discountLayers: 2,
    discountUnits: 64,
    batchSize: 16,
    sequenceLength: 20,
    learningRate: 1e-3,
    freeNats: 1,
  },
  behaviour: {
    ...SMALL_SEARCH,
    horizon: 10,
    actorLayers: 2,
    actorUnits: 64,
    criticLayers: 2,
    criticUnits: 64,
  },
  evaluate: { episodes: 3 },
  checkpoint: { everySeconds: 20 },
  replay: { cacheBytes: 1_000_000_000 },
};
const SMOKE_STATE: DeepPartialConfig = { environment: { observation: 'state' } };

function forEach(
  ids: readonly string[],
  changes: DeepPartialConfig,
): Readonly<Record<string, DeepPartialConfig>> {
  return Object.fromEntries(ids.map((id) => [id, changes]));
}

/** From the quickest to the paper's own. */
export const DREAMER_PRESETS: Presets = {
  smoke: {
    '*': SMOKE,
    ...forEach(STATE_ENVIRONMENTS, SMOKE_STATE),
    'take-cover': DISCRETE,
    'car-racing': { environment: { actionRepeat: 4 } },
    [DATA_SET]: mergeConfigs(RECORDED, { schedule: { offlineSteps: 500 } }),
  },
  'laptop-state': {
    ...forEach(STATE_ENVIRONMENTS, LAPTOP_STATE),
    'dmc/cheetah-run': RUNNING,
    [DATA_SET]: mergeConfigs(LAPTOP_STATE, RECORDED),
  },
  laptop: { '*': LAPTOP, 'take-cover': SMALL_DISCRETE, 'car-racing': SMALL_DRIVING, [DATA_SET]: RECORDED },
  v3: { '*': V3, 'take-cover': V3_TAKE_COVER, 'car-racing': V3_ENDING, [DATA_SET]: RECORDED },
  paper: { '*': {}, 'take-cover': DISCRETE, [DATA_SET]: RECORDED },
};
