/** What every algorithm's trainer is. The supervisor pulls: pause is to stop pulling, stop is `return()`. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { TrainingUpdate } from '../../shared/run.ts';
import type { Environment } from '../environments/environment.ts';

export interface Trainer {
  /** Goes on from wherever `restore` put it; a fresh trainer begins at the beginning. Nothing runs between pulls. */
  train(): AsyncGenerator<TrainingUpdate, void, void>;
  /**
   * Weights, optimizer moments, random streams, counters, replay watermark. Called between two pulls only.
   * save -> restore -> n steps equals n steps, bit for bit.
   */
  save(): Promise<Checkpoint>;
  /** @throws StudioError `checkpoint.mismatch` where it belongs to another algorithm or architecture. */
  restore(checkpoint: Checkpoint): Promise<void>;
  /**
   * Takes over the phases that the algorithm shares (`sharing` in shared/algorithms) from another run, and begins after
   * them. Given by the algorithms that share.
   * @throws StudioError `checkpoint.mismatch` where it does not hold them.
   */
  beginFrom?(checkpoint: Checkpoint): Promise<void>;
  dispose(): Promise<void>;
}

/** What a trainer is given; nothing else reaches it. */
/** @typeParam Config what the algorithm's schema makes of the run's config */
export interface TrainerContext<Config = Readonly<Record<string, unknown>>> {
  readonly environment: string;
  readonly config: Config;
  /** The run's own folder; the trainer may keep its frame cache in `cache/` below it. */
  readonly folder: string;
  /** Seconds this run has trained before, over all its sittings. */
  readonly wallSecondsBefore: number;
  /** Monotonic seconds; only for progress and `wallSeconds`. */
  readonly clock: () => number;
  /** Worker threads for environments. */
  readonly workers: number;
  /** Where the agent learns instead of in its environment; absent: it learns there. */
  readonly dream?: DreamGround;
}

/** Another run's world model, of which this run has a copy. Plain data, so that it can be handed to threads. */
export interface BorrowedModel {
  readonly algorithm: string;
  /** What it was trained in. */
  readonly environment: string;
  /** Its run's whole config. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly checkpoint: Checkpoint;
  /** Counts where the model samples by one. */
  readonly temperature: number;
}

/** A borrowed model, and how it is brought to dream. */
export interface DreamGround {
  readonly model: BorrowedModel;
  /** The backend must have been initialised. @throws StudioError `checkpoint.mismatch`, `dream.*` */
  open(): Promise<SharedDream>;
}

/** One model, loaded once, in which any number of episodes are dreamt side by side. */
export interface SharedDream {
  /** What recipes of its episodes say of it. */
  readonly config: EnvironmentConfig;
  /** The caller's, and no longer than this. */
  begin(): Environment;
  close(): void;
}
