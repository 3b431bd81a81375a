/** What the store keeps of a run that trains, and what it makes of it. */
import type { EvaluationRecord, EvaluationResult } from '../../shared/evaluation.ts';
import type {
  Axis,
  CheckpointSummary,
  EpisodeRecord,
  EpisodeSummary,
  LogEntry,
  RunResult,
} from '../../shared/run.ts';
import type { CheckpointRow } from './checkpointTable.ts';

/** What the store keeps of a training update. */
export type RunRecord =
  | { readonly kind: 'metrics'; readonly axis: Axis; readonly values: Readonly<Record<string, number>> }
  | {
      readonly kind: 'episode';
      readonly episode: EpisodeRecord;
      /** Now, where it is not given. */
      readonly createdAt?: string;
    }
  | { readonly kind: 'log'; readonly entry: LogEntry }
  | {
      readonly kind: 'checkpoint';
      readonly checkpoint: Omit<CheckpointRow, 'runId' | 'sequence' | 'pinned'> & {
        readonly pinned?: boolean;
      };
    }
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'evaluation'; readonly evaluation: EvaluationRecord };

/** The same with what the store added: ready to be announced. */
export type RecordedEvent =
  | { readonly kind: 'metrics'; readonly axis: Axis; readonly values: Readonly<Record<string, number>> }
  | { readonly kind: 'episode'; readonly episode: EpisodeSummary }
  | { readonly kind: 'log'; readonly entry: LogEntry }
  | { readonly kind: 'checkpoint'; readonly checkpoint: CheckpointSummary }
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'evaluation'; readonly evaluation: EvaluationResult };

/** How far a trainer process has come, so that what it kept when the host was gone is neither lost nor doubled. */
export interface Sitting {
  readonly id: string;
  readonly sequence: number;
  readonly wallSeconds: number;
}
