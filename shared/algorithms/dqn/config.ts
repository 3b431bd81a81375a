/**
 * DQN's config, Mnih et al. 2015 (Nature 518:529-533). Defaults are those of the paper as dopamine has them
 * (github.com/google/dopamine, configs/dqn_nature.gin); a decision is what it calls an agent step. Double DQN (van Hasselt et al.
 * 2016, arXiv:1509.06461), prioritised replay (Schaul et al. 2016, arXiv:1511.05952) and random shifts are options. What the paper does for the
 * Atari console's sake alone is not here: the maximum of two frames, idle starts, a lost life as an end; pictures are 64x64, not 84.
 * Labels and help are in the catalogue, under the algorithm's id.
 */
import { z } from 'zod';
import { CHOICE_KINDS } from '../../actionChoices.ts';
import { choice, count, group, real, toggle } from '../../configFields.ts';
import { DREAM_GROUP } from '../../dreamSettings.ts';
import { environmentFields } from '../../environmentSettings.ts';
import {
  CHECKPOINT_GROUP,
  COMPUTE_GROUP,
  evaluatedFields,
  playedFields,
  scoredEpisodes,
  SEED_FIELD,
} from '../../runSettings.ts';

export const DQN_SCHEMA = z.strictObject({
  seed: SEED_FIELD,
  environment: group({
    ...environmentFields(4),
    /** `state`: the environment's own numbers, where it gives them. */
    observation: choice(['pixels', 'state'], 'pixels'),
  }),
  dream: DREAM_GROUP,
  actions: group({
    /** See shared/actionChoices.ts. */
    choices: choice(CHOICE_KINDS, 'own', { paper: null }),
  }),
  schedule: group({
    /** 200 iterations of 250,000 decisions of 4 frames, and an evaluation after each. */
    ...playedFields(200_000_000, 1, { paper: null }),
    ...evaluatedFields(1_000_000, 4, { paper: null }),
  }),
  replay: group({
    /** Transitions that are drawn from; the oldest episodes give way. */
    transitions: count(1_000_000, 100, 100_000_000, { unit: 'steps' }),
    /** Rewards that are counted before a value is estimated. */
    steps: count(1, 1, 100, { unit: 'steps' }),
    prioritised: toggle(false),
    /** Schaul et al.'s alpha and, at the beginning, beta; proportional. */
    priorityExponent: real(0.6, 0, 1, { paper: null }),
    importanceExponent: real(0.4, 0, 1, { paper: null }),
    /** Observations kept on disk at most; the oldest episodes give way. */
    cacheBytes: count(10_000_000_000, 1_000_000, 100_000_000_000_000, {
      unit: 'bytes',
      advanced: true,
      paper: null,
    }),
  }),
  reward: group({
    /** What a reward is multiplied with, and then cut to; 0: not cut. */
    scale: real(1, 1e-6, 1e6),
    clip: real(1, 0, 1e6, { zero: 'noLimit' }),
  }),
  network: group({
    /** Frames that are seen at once. */
    stackedFrames: count(4, 1, 16, { unit: 'frames' }),
    /** Pixels by which a stack is moved at most whenever it is drawn (Kostrikov et al. 2020, arXiv:2004.13649); 0: not at all. */
    shift: count(0, 0, 16, { paper: null, advanced: true }),
    /** Before the values: one layer behind the convolutions, or each of the layers that read numbers. */
    units: count(512, 1, 4096),
    /** Where numbers are observed. */
    layers: count(2, 1, 8, { paper: null, advanced: true }),
  }),
  learning: group({
    startsAfter: count(50_000, 1, 100_000_000, { unit: 'steps' }),
    /** Decisions to one training step. */
    decisionsPerStep: count(4, 1, 1000, { unit: 'steps' }),
    batchSize: count(32, 1, 4096),
    optimizer: choice(['rmsprop', 'adam'], 'rmsprop'),
    learningRate: real(2.5e-4, 1e-7, 1e-1),
    /** Of RMSProp, which is centred. */
    rmsDecay: real(0.95, 0, 0.9999, { advanced: true }),
    rmsEpsilon: real(1e-5, 1e-10, 1, { advanced: true }),
    gamma: real(0.99, 0.5, 1),
    /** Training steps after which the target is a copy of what learns: 10,000 decisions. */
    targetEvery: count(2500, 1, 1_000_000, { unit: 'batches' }),
    doubleDqn: toggle(false),
    /** 0: as they are. */
    gradientClip: real(0, 0, 100_000, { advanced: true, paper: null, zero: 'noLimit' }),
  }),
  exploration: group({
    /** Of random decisions, from 1 where learning starts down to this. */
    finalEpsilon: real(0.1, 0, 1),
    decisions: count(1_000_000, 1, 1_000_000_000, { unit: 'steps' }),
  }),
  evaluate: group({
    episodes: scoredEpisodes(10),
    epsilon: real(0.05, 0, 1, { later: true }),
  }),
  checkpoint: CHECKPOINT_GROUP,
  compute: COMPUTE_GROUP,
});
export type DqnConfig = z.infer<typeof DQN_SCHEMA>;
