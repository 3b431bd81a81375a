/**
 * Dreamer's config, Hafner et al. 2020 (arXiv:1912.01603): defaults are the paper's for the control suite, or its
 * authors' code's where the paper is silent. What DreamerV2 and DreamerV3 do otherwise are options. Labels and help are
 * in the catalogue, under the algorithm's id.
 */
import { z } from 'zod';
import { choice, count, group, real, toggle } from '../../configFields.ts';
import { DATA_SET } from '../../dataSet.ts';
import { environmentFields, OBSERVED } from '../../environmentSettings.ts';
import {
  CHECKPOINT_GROUP,
  COMPUTE_GROUP,
  evaluatedFields,
  playedFields,
  scoredEpisodes,
  SEED_FIELD,
} from '../../runSettings.ts';

export const DREAMER_SCHEMA = z.strictObject({
  seed: SEED_FIELD,
  environment: group({
    ...environmentFields(2),
    /** `state`: the environment's own numbers, where it gives them; `both` as DreamerV3 has it. */
    observation: choice(OBSERVED, 'pixels'),
  }),
  schedule: group({
    ...playedFields(5_000_000, 5),
    pretrainSteps: count(100, 0, 1_000_000, { unit: 'batches' }),
    trainSteps: count(100, 1, 100_000, { unit: 'batches' }),
    /** All training steps on recorded data. */
    offlineSteps: count(20_000, 1, 100_000_000, {
      unit: 'batches',
      later: true,
      only: [DATA_SET],
      paper: null,
    }),
    ...evaluatedFields(10_000, 1),
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
    /** PlaNet reads 5, with noise in place of the others; Dreamer, its paper and its code, all 8. */
    imageBits: count(8, 1, 8, { advanced: true }),
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
    /** 2: the whole squared error, as in DreamerV3; PlaNet's code has 10 for the reward. */
    observationScale: real(1, 0, 1000, { advanced: true }),
    rewardScale: real(1, 0, 1000, { advanced: true }),
    beta: real(1, 0, 100),
    freeNats: real(3, 0, 100),
    /** Of each state's KL, as in DreamerV3, not of the batch's mean. */
    freeNatsEach: toggle(false),
    balancesKl: toggle(false),
    /** The prior's share: DreamerV2's. */
    klBalance: real(0.8, 0, 1, { paper: null }),
    layerNorm: toggle(false),
    /** DreamerV2's and V3's gates are normalised together. */
    gru: choice(['gru', 'normed-gru'], 'gru', { advanced: true }),
    adamEpsilon: real(1e-8, 1e-12, 1, { advanced: true }),
    gradientClip: real(100, 0, 100_000, { advanced: true }),
  }),
  behaviour: group({
    /**
     * `actor`: maximises the imagined rewards alone (V_R); `planner`: PlaNet's search, nothing is learnt; `none`: from recorded data
     * the world model is trained alone.
     */
    kind: choice(['actor-critic', 'actor', 'planner', 'none'], 'actor-critic'),
    horizon: count(15, 2, 200, { unit: 'steps' }),
    gamma: real(0.99, 0.5, 1),
    lambda: real(0.95, 0, 1),
    returnScale: choice(['none', 'percentiles'], 'none'),
    actorLayers: count(4, 1, 8, { advanced: true }),
    actorUnits: count(400, 1, 4096),
    actorLearningRate: real(8e-5, 1e-7, 1e-1),
    /** `reinforce`: as DreamerV3 was released. */
    actorGradient: choice(['dynamics', 'reinforce'], 'dynamics'),
    actionDistribution: choice(['squashed', 'bounded'], 'squashed'),
    /** The share of an even choice in every choice among actions: DreamerV3's 0.01. */
    unimix: real(0, 0, 1),
    /** What a nat of the actions' entropy is worth beside the returns. */
    entropyScale: real(0, 0, 10),
    criticLayers: count(3, 1, 8, { advanced: true }),
    criticUnits: count(400, 1, 4096),
    valueHead: choice(['plain', 'symlog', 'two-hot'], 'plain'),
    criticLearningRate: real(8e-5, 1e-7, 1e-1),
    /** DreamerV2 bootstraps with a copy, DreamerV3 keeps near an average. */
    slowCritic: choice(['none', 'copied', 'regularised'], 'none'),
    slowCriticEvery: count(100, 1, 1_000_000, { unit: 'batches', paper: null, advanced: true }),
    slowCriticRate: real(0.02, 1e-6, 1, { paper: null, advanced: true }),
    /** Of the value model's loss on what was played; 0.3 in DreamerV3. */
    replayValueScale: real(0, 0, 100, { advanced: true }),
    layerNorm: toggle(false),
    adamEpsilon: real(1e-8, 1e-12, 1, { advanced: true }),
    gradientClip: real(100, 0, 100_000, { advanced: true }),
    /** Whether what is imagined from where an episode ended teaches anything. */
    startsAtEnds: toggle(true, { advanced: true }),
    /** Deviation of what is added to actions in [-1, 1]; with discrete actions the share of random ones. */
    explorationNoise: real(0.3, 0, 5),
    /** It halves in so many environment steps, down to the least; 0: it stays. The authors' games: 0.4, 200,000, 0.1. */
    explorationHalfLife: count(0, 0, 1_000_000_000, { unit: 'steps', advanced: true }),
    explorationLeast: real(0, 0, 5, { advanced: true }),
    /** PlaNet's search: sequences tried an iteration, those kept of them, iterations. */
    planCandidates: count(1000, 2, 100_000, { advanced: true }),
    planElites: count(100, 1, 10_000, { advanced: true }),
    planIterations: count(10, 1, 100, { advanced: true }),
  }),
  evaluate: group({ episodes: scoredEpisodes(10) }),
  checkpoint: CHECKPOINT_GROUP,
  compute: COMPUTE_GROUP,
});
export type DreamerConfig = z.infer<typeof DREAMER_SCHEMA>;
