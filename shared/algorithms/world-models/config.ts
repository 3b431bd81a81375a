/**
 * World Models' config, Ha & Schmidhuber 2018 (arXiv:1803.10122). Defaults are the paper's for CarRacing (`facts` in
 * docs/results.md); its Take Cover is the preset `paper` there. Labels and help are in the catalogue, under the algorithm's id.
 */
import { z } from 'zod';
import { choice, count, group, real, text, toggle } from '../../configFields.ts';
import { DATA_SET } from '../../dataSet.ts';
import { environmentIds } from '../../environmentFacts.ts';
import { carRacingFields, lapRuleField } from '../../environments/carRacing.ts';
import { CHECKPOINT_GROUP, COMPUTE_GROUP, scoredEpisodes, SEED_FIELD } from '../../runSettings.ts';

export const WORLD_MODELS_SCHEMA = z.strictObject({
  seed: SEED_FIELD,
  environment: group({
    actionRepeat: count(1, 1, 8, { unit: 'frames' }),
    lapRule: lapRuleField('v0'),
    ...carRacingFields,
    dataSet: text(100, { only: [DATA_SET], paper: null }),
  }),
  collect: group({
    episodes: count(10_000, 1, 100_000, { unit: 'episodes' }),
    maxSteps: count(1000, 10, 10_000, { unit: 'steps' }),
    policy: choice(['random-networks', 'sticky-uniform', 'uniform'], 'random-networks'),
    /** Take Cover: shorter episodes are dropped, as the authors' code does. */
    minSteps: count(1, 1, 1000, { unit: 'steps', advanced: true }),
    /** Frames kept on disk at most; collection ends early where they would not fit. */
    cacheBytes: count(150_000_000_000, 1_000_000, 100_000_000_000_000, { unit: 'bytes', advanced: true }),
  }),
  vision: group({
    latentSize: count(32, 1, 512),
    epochs: count(10, 1, 1000, { unit: 'epochs' }),
    batchSize: count(100, 1, 1000, { unit: 'frames' }),
    learningRate: real(1e-4, 1e-7, 1e-1),
    /** KL is floored at this times the latent size. */
    klTolerance: real(0.5, 0, 10, { advanced: true }),
    /** 0: all collected frames each epoch. Otherwise as many batches in all. */
    maxBatches: count(0, 0, 10_000_000, { unit: 'batches', zero: 'noLimit' }),
  }),
  memory: group({
    hiddenSize: count(256, 1, 2048),
    mixtures: count(5, 1, 50),
    /** Take Cover. `raw`: M reads C's tanh, as the authors' does, not what the game makes of it (-1, 0, 1). */
    actions: choice(['chosen', 'raw'], 'chosen', {
      only: environmentIds(({ actionsAsNumber }) => actionsAsNumber === true),
      advanced: true,
    }),
    /** Off: M stays as it was drawn, a control for what its training is worth (as ctallec's, which reached 870). */
    trained: toggle(true, { advanced: true }),
    steps: count(4000, 1, 1_000_000, { unit: 'batches' }),
    batchSize: count(100, 1, 1000),
    sequenceLength: count(999, 2, 4000, { unit: 'steps' }),
    /** Batches follow one another in the episodes, and M's state goes on from one to the next, as in the authors' Take Cover. */
    carriesState: toggle(false, { advanced: true }),
    learningRate: real(1e-3, 1e-7, 1e-1),
    learningRateDecay: real(1, 0.9, 1, { advanced: true }),
    learningRateMinimum: real(1e-5, 0, 1e-1, { advanced: true }),
    gradientClip: real(1, 0, 1000, { advanced: true }),
    predictsReward: toggle(false),
    predictsDone: toggle(false),
    doneWeight: real(10, 0, 1000, { advanced: true }),
  }),
  controller: group({
    inputs: choice(['z', 'zh', 'zhc'], 'zh'),
    /**
     * What of V's Gaussian C and M are given of a real frame. The authors draw a sample; the latents that V does not use
     * are then noise of variance 1 at every step, which reaches the wheel through every weight that is not yet 0.
     */
    latents: choice(['sample', 'mean'], 'sample', { advanced: true }),
    /** 0 is the paper's linear controller; 40 tanh units in its ablation. */
    hiddenUnits: count(0, 0, 1024),
    bias: toggle(true, { advanced: true }),
    trainIn: choice(['environment', 'dream'], 'environment'),
    temperature: real(1, 0.01, 5),
    populationSize: count(64, 4, 1024),
    rollouts: count(16, 1, 1024, { unit: 'episodes' }),
    initialSigma: real(0.1, 1e-4, 10),
    /** `diagonal`: separable CMA-ES, for searches too short to learn how hundreds of weights depend on each other. */
    covariance: choice(['full', 'diagonal'], 'full', { advanced: true }),
    /** The step size's own adaptation takes about as many generations as C has parameters: a short search ends wide. */
    sigmaDecay: real(1, 0.5, 1, { advanced: true }),
    generations: count(1800, 1, 100_000, { unit: 'generations', later: true }),
    maxSteps: count(1000, 10, 10_000, { unit: 'steps' }),
    /** A rollout ends early after so many steps without reward; 0: never (the paper). Saves time on hopeless candidates. */
    patience: count(0, 0, 10_000, { unit: 'steps', advanced: true, zero: 'never' }),
    evaluateEvery: count(25, 1, 10_000, { unit: 'generations' }),
    evaluateRollouts: count(1024, 1, 10_000, { unit: 'episodes' }),
    /** C trained in the dream: real episodes beside the dreamt ones. */
    evaluateEpisodes: count(100, 1, 10_000, { unit: 'episodes' }),
  }),
  evaluate: group({
    episodes: scoredEpisodes(100),
    /** Of V's and M's weights in the final checkpoint and in the evaluation; `half` halves the file. */
    precision: choice(['single', 'half'], 'single', { advanced: true, later: true }),
  }),
  /** Rounds of collecting with the current controller and training everything again. */
  rounds: count(1, 1, 100),
  checkpoint: CHECKPOINT_GROUP,
  compute: COMPUTE_GROUP,
});
export type WorldModelsConfig = z.infer<typeof WORLD_MODELS_SCHEMA>;
