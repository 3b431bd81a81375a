/** What the store keeps of a run: as the trainer's process sends it and the store takes it, and what the store makes of it. */
import type { EvaluationRecord } from '../../shared/evaluation.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { EpisodeRecord, LogEntry, MetricRecord, ResultRecord } from '../../shared/run.ts';
import type { TrustRecord } from '../../shared/trust.ts';
import type { CheckpointRow } from './checkpointTable.ts';

export type RunRecord =
  | MetricRecord
  | ResultRecord
  | {
      readonly kind: 'episode';
      readonly episode: EpisodeRecord;
      /** Now, where it is not given. */
      readonly createdAt?: string;
    }
  | { readonly kind: 'log'; readonly entry: LogEntry }
  /** Its file lies complete and synced in the run's folder. */
  | {
      readonly kind: 'checkpoint';
      readonly checkpoint: Omit<CheckpointRow, 'runId' | 'sequence' | 'pinned'> & {
        readonly pinned?: boolean;
      };
    }
  | { readonly kind: 'evaluation'; readonly evaluation: EvaluationRecord }
  | { readonly kind: 'trust'; readonly trust: TrustRecord };

/** The same with what the store added: ready to be announced. A result is told by the run's summary. */
export type RecordedEvent =
  Extract<TopicEvents['run'], { readonly kind: Exclude<RunRecord['kind'], 'result'> }> | ResultRecord;

/** How far a trainer process has come, so that what it kept when the host was gone is neither lost nor doubled. */
export interface Sitting {
  readonly id: string;
  readonly sequence: number;
  readonly wallSeconds: number;
  /** Of a run that trains elsewhere: how far its stream of records has been read with these. */
  readonly position?: number | undefined;
}

export function logEntry(
  level: LogEntry['level'],
  key: string,
  values: LogEntry['values'] = {},
  at = new Date(),
): LogEntry {
  return { at: at.toISOString(), level, key, values };
}
