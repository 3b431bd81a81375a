/** What learns in an episodic run, and what acts by what it has learnt. */
import type { CheckpointArray } from '../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../shared/run.ts';
import type { RandomStream } from '../numerics/random.ts';
import type { Driver } from './driver.ts';
import type { EpisodeOutcome } from './episodes.ts';

export interface EpisodicAgent {
  /** Moments in a row that an episode must have to be learnt from. */
  readonly moments: number;
  /** Training steps after an episode. @param length of the episode, in steps of the environment */
  trainStepsAfter(length: number): number;
  /** Training steps on the seed episodes, before it plays its first. */
  readonly pretrainSteps: number;
  /** Plays the seed episodes, before anything is learnt; absent: any action of the environment is as likely. */
  novice?(count: number, random: RandomStream): Driver;
  /** Plays to learn: draws its actions, with exploration. @param count environments side by side */
  explorer(count: number, random: RandomStream): Driver;
  /** Plays its best: no noise, the likeliest action. */
  best(count: number, random: RandomStream): Driver;
  /** One training step on a batch of the replay. @returns losses and the like, by metric name */
  train(random: RandomStream): Readonly<Record<string, number>>;
  /** What it makes of what it has learnt, to look at, seldom enough to cost next to nothing; null: nothing now. */
  pictures?(): TrainingUpdate | null;
  /** Further figures of an episode that was never learnt from. @param name of the draws */
  figuresOf?(outcome: EpisodeOutcome, name: string): Readonly<Record<string, number>>;
  /** `optimizers`: the steps that each has made. */
  save(): {
    readonly optimizers: Readonly<Record<string, number>>;
    readonly arrays: Readonly<Record<string, CheckpointArray>>;
  };
  /** @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape. */
  restore(
    optimizers: Readonly<Record<string, number>>,
    arrays: Readonly<Record<string, CheckpointArray>>,
  ): void;
  dispose(): void;
}
