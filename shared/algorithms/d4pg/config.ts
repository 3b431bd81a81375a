/**
 * D4PG's config, Barth-Maron et al. 2018 (arXiv:1804.08617). Defaults are acme's (github.com/google-deepmind/acme, agents/jax/d4pg);
 * what it sets for the control suite is the preset `paper`. Pictures are encoded as Yarats et al. 2019 (arXiv:1910.01741) have it,
 * grey and of 64x64 pixels in place of coloured and 84x84. Labels and help are in the catalogue, under the algorithm's id.
 */
import { z } from 'zod';
import { choice, count, group, real } from '../../configFields.ts';
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

export const D4PG_SCHEMA = z.strictObject({
  seed: SEED_FIELD,
  environment: group({
    ...environmentFields(1),
    /** `state`: the environment's own numbers, where it gives them. */
    observation: choice(['state', 'pixels'], 'state'),
  }),
  dream: DREAM_GROUP,
  schedule: group({
    ...playedFields(1_000_000, 1, { paper: null }),
    ...evaluatedFields(10_000, 4, { paper: null }),
  }),
  replay: group({
    /** Transitions that are drawn from; the oldest episodes give way. */
    transitions: count(1_000_000, 1000, 100_000_000, { unit: 'steps' }),
    /** Rewards that are counted before a return is estimated. */
    steps: count(5, 1, 100, { unit: 'steps' }),
    cacheBytes: count(4_000_000_000, 1_000_000, 100_000_000_000_000, {
      unit: 'bytes',
      advanced: true,
      paper: null,
    }),
  }),
  learning: group({
    batchSize: count(256, 1, 4096),
    /** How often each transition is drawn, on average. */
    samplesPerStep: count(32, 1, 1024),
    policyLearningRate: real(1e-4, 1e-7, 1e-1),
    criticLearningRate: real(1e-4, 1e-7, 1e-1),
    gamma: real(0.99, 0.5, 1),
    /** Training steps after which the targets are copies of what learns. */
    targetEvery: count(100, 1, 100_000, { unit: 'batches' }),
    gradientClip: real(40, 0, 100_000, { advanced: true }),
  }),
  /** Of pictures alone. */
  encoder: group({
    stackedFrames: count(3, 1, 16, { unit: 'frames' }),
    /** Of each convolution. */
    filters: count(32, 1, 256, { advanced: true }),
    layers: count(2, 1, 6, { advanced: true, paper: 4 }),
    /** Numbers that policy and critic read in place of a stack of frames. */
    features: count(50, 1, 4096),
    /** Pixels by which a stack is moved at most whenever it is drawn (Kostrikov et al. 2020, arXiv:2004.13649); 0: not at all. */
    shift: count(4, 0, 16, { paper: 0 }),
  }),
  policy: group({
    firstUnits: count(300, 1, 4096),
    layers: count(1, 0, 8, { advanced: true }),
    units: count(200, 1, 4096),
  }),
  critic: group({
    firstUnits: count(400, 1, 4096),
    layers: count(1, 0, 8, { advanced: true }),
    units: count(300, 1, 4096),
    atoms: count(51, 2, 1001),
    lowestReturn: real(-150, -1e6, 1e6),
    highestReturn: real(150, -1e6, 1e6),
  }),
  exploration: group({
    /** Deviation of the noise on actions in [-1, 1]. */
    deviation: real(0.3, 0, 5),
  }),
  evaluate: group({ episodes: scoredEpisodes(10) }),
  checkpoint: CHECKPOINT_GROUP,
  compute: COMPUTE_GROUP,
});
export type D4pgConfig = z.infer<typeof D4PG_SCHEMA>;
