/**
 * Dreamer's config, Hafner et al. 2020 (arXiv:1912.01603): defaults are the paper's for the control suite, or its
 * authors' code's where the paper is silent. What DreamerV2 and DreamerV3 do otherwise are options. Labels and help are
 * in the catalogue, as those of config.ts.
 */
import { z } from 'zod';
import {
  choice,
  count,
  group,
  mergeConfigs,
  real,
  text,
  toggle,
  type DeepPartialConfig,
} from './configFields.ts';
import { LARGEST_TRAINED_MODEL, OWN_MODEL } from './exampleModel.ts';
import { LARGEST_SEED } from './seed.ts';

/** Only a person's own model knows them; no paper has them. */
const own = { only: [OWN_MODEL], paper: null };

export const DREAMER_SCHEMA = z.strictObject({
  seed: count(0, 0, LARGEST_SEED),
  environment: group({
    actionRepeat: count(2, 1, 16, { unit: 'frames' }),
    /** `state`: the environment's own numbers, where it gives them. */
    observation: choice(['pixels', 'state'], 'pixels'),
    /** CarRacing: v3 completes a lap at 95% of the tiles; v0 at every tile. */
    lapRule: choice(['v0', 'v3'], 'v3', { advanced: true, only: ['car-racing'] }),
    /** A person's own MJCF, the whole text, so that the run needs no file; empty: the example. */
    model: text(LARGEST_TRAINED_MODEL, { ...own, long: true }),
    /** Over the model's sensors. */
    reward: text(10_000, own),
    physicsSteps: count(2, 1, 1000, { ...own, unit: 'steps' }),
    /** Actions in an episode, each repeat counted. */
    maxSteps: count(1000, 10, 100_000, { ...own, unit: 'frames' }),
    startSpread: real(0.1, 0, 10, own),
    camera: count(0, 0, 1000, { ...own, advanced: true }),
  }),
  schedule: group({
    /** Of the whole run, seed episodes counted. */
    environmentSteps: count(5_000_000, 100, 1_000_000_000, { unit: 'frames', later: true }),
    seedEpisodes: count(5, 1, 1000, { unit: 'episodes' }),
    pretrainSteps: count(100, 0, 1_000_000, { unit: 'batches' }),
    trainSteps: count(100, 1, 100_000, { unit: 'batches' }),
    evaluateEvery: count(10_000, 100, 10_000_000, { unit: 'frames', later: true }),
    evaluateEpisodes: count(1, 1, 1000, { unit: 'episodes', later: true }),
  }),
  replay: group({
    /** Observations kept on disk at most; the oldest episodes give way. */
    cacheBytes: count(100_000_000_000, 1_000_000, 100_000_000_000_000, { unit: 'bytes', advanced: true }),
  }),
  model: group({
    /** Numbers, or with classes variables. */
    stochasticSize: count(30, 1, 512),
    latent: choice(['gaussian', 'categorical'], 'gaussian'),
    latentClasses: count(32, 2, 256, { paper: null }),
    deterministicSize: count(200, 1, 4096),
    hiddenSize: count(200, 1, 4096),
    /** Channels after the first convolution; each further one doubles them. */
    imageDepth: count(32, 1, 128),
    /** Dense layers each way where state vectors are observed. */
    vectorLayers: count(2, 1, 8, { advanced: true }),
    vectorUnits: count(400, 1, 4096, { advanced: true }),
    vectorScale: choice(['plain', 'symlog'], 'plain'),
    rewardLayers: count(2, 1, 8, { advanced: true }),
    rewardUnits: count(400, 1, 4096, { advanced: true }),
    rewardHead: choice(['plain', 'symlog', 'two-hot'], 'plain'),
    predictsDiscount: toggle(false),
    discountLayers: count(3, 1, 8, { advanced: true }),
    discountUnits: count(400, 1, 4096, { advanced: true }),
    discountScale: real(10, 0, 1000, { advanced: true }),
    batchSize: count(50, 1, 1024),
    sequenceLength: count(50, 2, 1000, { unit: 'steps' }),
    learningRate: real(6e-4, 1e-7, 1e-1),
    beta: real(1, 0, 100),
    freeNats: real(3, 0, 100),
    balancesKl: toggle(false),
    /** The prior's share: DreamerV2's. */
    klBalance: real(0.8, 0, 1, { paper: null }),
    layerNorm: toggle(false),
    gradientClip: real(100, 0, 100_000, { advanced: true }),
  }),
  behaviour: group({
    /** `actor`: maximises the imagined rewards alone (V_R); `planner`: PlaNet's search, nothing is learnt. */
    kind: choice(['actor-critic', 'actor', 'planner'], 'actor-critic'),
    horizon: count(15, 2, 200, { unit: 'steps' }),
    gamma: real(0.99, 0.5, 1),
    lambda: real(0.95, 0, 1),
    returnScale: choice(['none', 'percentiles'], 'none'),
    actorLayers: count(4, 1, 8, { advanced: true }),
    actorUnits: count(400, 1, 4096),
    actorLearningRate: real(8e-5, 1e-7, 1e-1),
    actionDistribution: choice(['squashed', 'bounded'], 'squashed'),
    /** What a nat of the actions' entropy is worth beside the returns. */
    entropyScale: real(0, 0, 10),
    criticLayers: count(3, 1, 8, { advanced: true }),
    criticUnits: count(400, 1, 4096),
    valueHead: choice(['plain', 'symlog', 'two-hot'], 'plain'),
    criticLearningRate: real(8e-5, 1e-7, 1e-1),
    layerNorm: toggle(false),
    gradientClip: real(100, 0, 100_000, { advanced: true }),
    /** Deviation of what is added to actions in [-1, 1]; with discrete actions the share of random ones. */
    explorationNoise: real(0.3, 0, 5),
    /** PlaNet's search: sequences tried an iteration, those kept of them, iterations. */
    planCandidates: count(1000, 2, 100_000, { advanced: true }),
    planElites: count(100, 1, 10_000, { advanced: true }),
    planIterations: count(10, 1, 100, { advanced: true }),
  }),
  evaluate: group({ episodes: count(10, 1, 10_000, { unit: 'episodes', later: true }) }),
  checkpoint: group({
    everySeconds: count(300, 5, 86_400, { unit: 'seconds', later: true }),
    keep: count(5, 1, 1000, { later: true }),
  }),
  compute: group({ threads: count(2, 1, 256, { unit: 'threads' }) }),
});
export type DreamerConfig = z.infer<typeof DREAMER_SCHEMA>;

/** The twenty of the paper. */
const PAPER_TASKS = [
  'dmc/acrobot-swingup',
  'dmc/ball_in_cup-catch',
  'dmc/cartpole-balance',
  'dmc/cartpole-balance_sparse',
  'dmc/cartpole-swingup',
  'dmc/cartpole-swingup_sparse',
  'dmc/cheetah-run',
  'dmc/finger-spin',
  'dmc/finger-turn_easy',
  'dmc/finger-turn_hard',
  'dmc/hopper-hop',
  'dmc/hopper-stand',
  'dmc/pendulum-swingup',
  'dmc/quadruped-run',
  'dmc/quadruped-walk',
  'dmc/reacher-easy',
  'dmc/reacher-hard',
  'dmc/walker-run',
  'dmc/walker-stand',
  'dmc/walker-walk',
] as const;

/** The control suite's, and the door. */
const CONTROL_TASKS = [
  ...PAPER_TASKS,
  'dmc/humanoid-run',
  'dmc/humanoid-stand',
  'dmc/humanoid-walk',
  'door-open',
] as const;

/** All that give state vectors as well as pixels. */
const STATE_ENVIRONMENTS = [...CONTROL_TASKS, OWN_MODEL] as const;

export const DREAMER_ENVIRONMENTS: readonly string[] = [...STATE_ENVIRONMENTS, 'car-racing', 'take-cover'];

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
 * All that the studio has of DreamerV2 (arXiv:2010.02193) and DreamerV3 (arXiv:2301.04104) at the sizes of `laptop`, so
 * that both can be set side by side.
 */
const V3: DeepPartialConfig = mergeConfigs(LAPTOP, {
  model: {
    latent: 'categorical',
    stochasticSize: 16,
    latentClasses: 16,
    vectorScale: 'symlog',
    rewardHead: 'two-hot',
    freeNats: 1,
    layerNorm: true,
  },
  behaviour: { valueHead: 'two-hot', layerNorm: true },
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

export const DREAMER_PRESETS: Readonly<Record<string, Readonly<Record<string, DeepPartialConfig>>>> = {
  paper: { '*': {}, 'take-cover': DISCRETE },
  laptop: { '*': LAPTOP, 'take-cover': SMALL_DISCRETE, 'car-racing': SMALL_DRIVING },
  'laptop-state': { ...forEach(STATE_ENVIRONMENTS, LAPTOP_STATE), 'dmc/cheetah-run': RUNNING },
  v3: { '*': V3, 'take-cover': SMALL_DISCRETE, 'car-racing': SMALL_DRIVING },
  smoke: {
    '*': SMOKE,
    ...forEach(STATE_ENVIRONMENTS, SMOKE_STATE),
    'take-cover': DISCRETE,
    'car-racing': { environment: { actionRepeat: 4 } },
  },
};
