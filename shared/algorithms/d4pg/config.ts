/**
 * D4PG's config, Barth-Maron et al. 2018 (arXiv:1804.08617). Defaults are acme's (github.com/google-deepmind/acme, agents/jax/d4pg);
 * what it sets for the control suite is the preset `paper`. Labels and help are in the catalogue, under the algorithm's id.
 */
import { z } from 'zod';
import { count, group, real } from '../../configFields.ts';
import { environmentFields } from '../../environmentSettings.ts';
import { LARGEST_SEED } from '../../seed.ts';

export const D4PG_SCHEMA = z.strictObject({
  seed: count(0, 0, LARGEST_SEED),
  environment: group(environmentFields(1)),
  schedule: group({
    /** Of the whole run, seed episodes counted. */
    environmentSteps: count(1_000_000, 100, 1_000_000_000, { unit: 'frames', later: true, paper: null }),
    seedEpisodes: count(1, 1, 1000, { unit: 'episodes', paper: null }),
    evaluateEvery: count(10_000, 100, 10_000_000, { unit: 'frames', later: true, paper: null }),
    evaluateEpisodes: count(4, 1, 1000, { unit: 'episodes', later: true, paper: null }),
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
  evaluate: group({ episodes: count(10, 1, 10_000, { unit: 'episodes', later: true }) }),
  checkpoint: group({
    everySeconds: count(300, 5, 86_400, { unit: 'seconds', later: true }),
    keep: count(5, 1, 1000, { later: true }),
  }),
  compute: group({ threads: count(2, 1, 256, { unit: 'threads' }) }),
});
export type D4pgConfig = z.infer<typeof D4PG_SCHEMA>;
