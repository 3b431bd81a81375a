/** Settings that every algorithm's config has, or every one in which episodes and training steps take turns. */
import { count, group, type FieldMeta } from './configFields.ts';
import { LARGEST_SEED } from './seed.ts';

/** The field `seed`: all of a run's randomness follows from it. */
export const SEED_FIELD = count(0, 0, LARGEST_SEED);

/** The group `checkpoint`. */
export const CHECKPOINT_GROUP = group({
  everySeconds: count(300, 5, 86_400, { unit: 'seconds', later: true }),
  keep: count(5, 1, 1000, { later: true }),
});

/** The group `compute`. */
export const COMPUTE_GROUP = group({ threads: count(2, 1, 256, { unit: 'threads' }) });

/** Of the group `evaluate`: what a run's score is the mean of. */
export function scoredEpisodes(initial: number) {
  return count(initial, 1, 10_000, { unit: 'episodes', later: true });
}

/** Of the group `schedule`: what is played to learn from. */
export function playedFields(environmentSteps: number, seedEpisodes: number, meta: FieldMeta = {}) {
  return {
    /** Of the whole run, seed episodes counted. */
    environmentSteps: count(environmentSteps, 100, 1_000_000_000, { unit: 'frames', later: true, ...meta }),
    seedEpisodes: count(seedEpisodes, 1, 1000, { unit: 'episodes', ...meta }),
  };
}

/** Of the group `schedule`: the evaluations between. @param every frames from one to the next @param episodes of each */
export function evaluatedFields(every: number, episodes: number, meta: FieldMeta = {}) {
  return {
    evaluateEvery: count(every, 100, 10_000_000, { unit: 'frames', later: true, ...meta }),
    evaluateEpisodes: count(episodes, 1, 1000, { unit: 'episodes', later: true, ...meta }),
  };
}
