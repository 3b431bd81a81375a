/**
 * What an import writes: rows that know their place in the run's history, so that they may come in any order. The numbers are
 * those that the run gave them where it was trained; a checkpoint's says what came before it.
 */
import type { EvaluationRecord } from '../../shared/evaluation.ts';
import type { Axis, EpisodeRecord, LogEntry, RunResult } from '../../shared/run.ts';
import type { BranchRecord } from '../../shared/branches.ts';
import type { TrustRecord } from '../../shared/trust.ts';
import type { CheckpointRow } from './checkpointTable.ts';

export type ImportedRow =
  /** Part of one curve: columns of the same length, in the order of their sequence numbers. */
  | {
      readonly kind: 'metrics';
      readonly name: string;
      readonly sequence: Float64Array;
      readonly environmentSteps: Float64Array;
      readonly gradientSteps: Float64Array;
      readonly wallSeconds: Float64Array;
      readonly values: Float64Array;
    }
  | {
      readonly kind: 'episode';
      readonly sequence: number;
      readonly createdAt: string;
      readonly episode: Omit<EpisodeRecord, 'recipe'>;
      /** As `packRecipe` makes it. */
      readonly recipe: Uint8Array | null;
    }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Omit<CheckpointRow, 'runId'> }
  | { readonly kind: 'log'; readonly entry: LogEntry }
  | { readonly kind: 'evaluation'; readonly evaluation: EvaluationRecord }
  | { readonly kind: 'trust'; readonly trust: TrustRecord }
  | { readonly kind: 'branch'; readonly branch: BranchRecord };

/** How the run stood after its last record. */
export interface ImportedEnd {
  readonly sequence: number;
  readonly axis: Axis;
  readonly result: RunResult | null;
}
