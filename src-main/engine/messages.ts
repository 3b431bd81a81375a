/** What the host and its engine processes say to each other. Both are of one build, so nothing is checked here. */
import type { ErrorReport } from '../../shared/errors.ts';
import type { EnvironmentSummary, TopicEvents } from '../../shared/protocol.ts';
import type { EnvironmentConfig, Recipe } from '../../shared/recipe.ts';
import type { Axis, CheckpointReason, ComputeFingerprint, TrainingUpdate } from '../../shared/run.ts';
import type { Scene } from '../../shared/scene.ts';
import type { TheatreControl, TheatreInfo } from '../../shared/theatre.ts';

/** Everything a trainer needs; it asks for nothing else. */
export interface TrainerStart {
  readonly runId: string;
  readonly algorithm: string;
  readonly environment: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** `runs/<id>` in the data folder. */
  readonly folder: string;
  /** Path of the checkpoint file to go on from; null: from the beginning. */
  readonly resumeFrom: string | null;
  readonly wallSecondsBefore: number;
  readonly workers: number;
}

export type ToTrainer =
  | ({ readonly type: 'start' } & TrainerStart)
  /** Every update up to this sequence number is in the store. */
  | { readonly type: 'recorded'; readonly sequence: number }
  /** Stop pulling, keep a checkpoint, exit. Both can be resumed; they differ in what the run is then called. */
  | { readonly type: 'pause' }
  | { readonly type: 'stop' }
  /** Exit at once; the run was deleted. */
  | { readonly type: 'abandon' };

/** A checkpoint file that lies complete and synced in the run's folder. */
export interface WrittenCheckpoint {
  readonly id: string;
  /** Its name in `checkpoints/`. */
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly reason: CheckpointReason;
  readonly phase: string;
  readonly score: number | null;
  readonly axis: Axis;
  readonly createdAt: string;
}

/** An update that the store keeps, numbered so that the host can say how far it has come. */
export type TrainerRecord =
  | { readonly kind: 'update'; readonly update: TrainingUpdate }
  | { readonly kind: 'checkpoint'; readonly checkpoint: WrittenCheckpoint };

export type FromTrainer =
  | {
      readonly type: 'started';
      readonly compute: ComputeFingerprint;
      /** Whether the checkpoint was restored; what was recorded after it is about to be computed again. */
      readonly restored: boolean;
    }
  | {
      readonly type: 'record';
      readonly sequence: number;
      readonly record: TrainerRecord;
      readonly wallSeconds: number;
    }
  /** Progress, pictures, distributions: may be dropped. */
  | { readonly type: 'live'; readonly update: TrainingUpdate; readonly wallSeconds: number }
  | {
      readonly type: 'finished';
      readonly outcome: 'completed' | 'paused' | 'stopped';
      readonly wallSeconds: number;
    }
  | { readonly type: 'failed'; readonly error: ErrorReport; readonly wallSeconds: number };

/** A theatre source with every name turned into a file. */
export interface ResolvedSource {
  readonly environment: string;
  readonly environmentConfig: EnvironmentConfig;
  readonly title: string;
  readonly model: ResolvedModel | null;
  /** A recorded episode to replay. */
  readonly recipe: Recipe | null;
  readonly seed: number | null;
}

export interface ResolvedModel {
  readonly runId: string;
  readonly algorithm: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly checkpointId: string;
  readonly checkpointFile: string;
  readonly checkpointScore: number | null;
}

export type EngineRequest =
  | { readonly what: 'environments' }
  | { readonly what: 'preview'; readonly environment: string; readonly config: EnvironmentConfig };

export interface EngineAnswers {
  environments: readonly EnvironmentSummary[];
  preview: { readonly scene: Scene; readonly poses: Float64Array; readonly camera: string };
}

export type ToInspector =
  | { readonly type: 'open'; readonly sessionId: string; readonly source: ResolvedSource }
  | { readonly type: 'control'; readonly control: TheatreControl }
  /** Another checkpoint of the same run, chosen by a person or followed live. */
  | { readonly type: 'model'; readonly model: ResolvedModel }
  /** The last lossy event was drawn: the next may come. */
  | { readonly type: 'acknowledge' }
  | { readonly type: 'close' }
  | { readonly type: 'request'; readonly id: number; readonly request: EngineRequest };

export type FromInspector =
  /** Everything heavy is loaded. */
  | { readonly type: 'ready' }
  | { readonly type: 'opened'; readonly info: TheatreInfo }
  | { readonly type: 'event'; readonly event: TopicEvents['theatre']; readonly lossy: boolean }
  /** A control or the opening failed; the session lives on unless it never opened. */
  | { readonly type: 'failed'; readonly error: ErrorReport }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly error: ErrorReport };
