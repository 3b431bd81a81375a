/** The toy's config. */
import { z } from 'zod';
import { count, group, real } from '../../configFields.ts';
import { environmentFields } from '../../environmentSettings.ts';
import {
  CHECKPOINT_GROUP,
  COMPUTE_GROUP,
  evaluatedFields,
  playedFields,
  scoredEpisodes,
  SEED_FIELD,
} from '../../runSettings.ts';

export const TOY_SCHEMA = z.strictObject({
  seed: SEED_FIELD,
  environment: group(environmentFields(1)),
  schedule: group({ ...playedFields(400, 1), ...evaluatedFields(200, 2) }),
  replay: group({
    cacheBytes: count(10_000_000, 1_000_000, 1_000_000_000, { unit: 'bytes', advanced: true, paper: null }),
  }),
  search: group({
    stepSize: real(0.05, 0, 10),
    deviation: real(0.5, 0, 5),
    /** Each waits so long, that somebody can stop in the middle. */
    secondsAStep: real(0, 0, 1, { later: true }),
  }),
  evaluate: group({ episodes: scoredEpisodes(3) }),
  checkpoint: CHECKPOINT_GROUP,
  compute: COMPUTE_GROUP,
});
export type ToyConfig = z.infer<typeof TOY_SCHEMA>;
