/** What every algorithm's trainer is. The supervisor pulls: pause is to stop pulling, stop is `return()`. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../shared/run.ts';

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
}
