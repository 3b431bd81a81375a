/** The toy's config. */
import { z } from 'zod';
import { count, group, real } from '../../configFields.ts';
import { environmentFields } from '../../environmentSettings.ts';
import { LARGEST_SEED } from '../../seed.ts';

export const TOY_SCHEMA = z.strictObject({
  seed: count(0, 0, LARGEST_SEED),
  environment: group(environmentFields(1)),
  schedule: group({
    environmentSteps: count(400, 40, 1_000_000, { unit: 'frames', later: true, paper: null }),
    seedEpisodes: count(1, 1, 1000, { unit: 'episodes', paper: null }),
    evaluateEvery: count(200, 10, 1_000_000, { unit: 'frames', later: true, paper: null }),
    evaluateEpisodes: count(2, 1, 1000, { unit: 'episodes', later: true, paper: null }),
  }),
  replay: group({
    cacheBytes: count(10_000_000, 1_000_000, 1_000_000_000, { unit: 'bytes', advanced: true, paper: null }),
  }),
  search: group({
    stepSize: real(0.05, 0, 10),
    deviation: real(0.5, 0, 5),
    /** Each waits so long, that somebody can stop in the middle. */
    secondsAStep: real(0, 0, 1, { later: true }),
  }),
  evaluate: group({ episodes: count(3, 1, 10_000, { unit: 'episodes', later: true }) }),
  checkpoint: group({
    everySeconds: count(300, 5, 86_400, { unit: 'seconds', later: true }),
    keep: count(5, 1, 1000, { later: true }),
  }),
  compute: group({ threads: count(1, 1, 256, { unit: 'threads' }) }),
});
export type ToyConfig = z.infer<typeof TOY_SCHEMA>;
