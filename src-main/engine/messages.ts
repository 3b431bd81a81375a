/** What the host and its engine processes say to each other. Both are of one build, so nothing is checked here. */
import type { EnvironmentLock, LockDifference } from '../../shared/environmentLock.ts';
import type { BranchesRequest } from '../../shared/branches.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import type { Continuation, Continued } from '../../shared/drawing/continuation.ts';
import type { EvaluatedEpisode } from '../../shared/evaluation.ts';
import type { Film } from '../../shared/film.ts';
import type { TrustInstrument, TrustResult } from '../../shared/trust.ts';
import type { ModelFacts } from '../environments/model-file/modelFacts.ts';
import type { EnvironmentPreview, EnvironmentSummary, TopicEvents } from '../../shared/protocol.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { ComputeFingerprint, Picture, TrainingUpdate } from '../../shared/run.ts';
import type { TheatreControl, TheatreInfo } from '../../shared/theatre.ts';
import type { RunRecord } from '../store/runRecords.ts';
import type { DrawingWeights } from './drawing.ts';
import type { SentRecipe } from './sentRecipe.ts';
import type { NamedTrainedFile } from './exportedWeights.ts';
import type { TrainedFile } from './servedDreams.ts';

/** Everything a trainer needs; it asks for nothing else. */
export interface TrainerStart {
  readonly runId: string;
  /** Names this process's part of the run. */
  readonly sitting: string;
  readonly algorithm: string;
  /** For whoever finds a checkpoint whose run is not known any more. */
  readonly name: string;
  readonly preset: string;
  readonly environment: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** `runs/<id>` in the data folder. */
  readonly folder: string;
  /** Path of the checkpoint file to go on from; null: from the beginning. */
  readonly resumeFrom: string | null;
  /** Path of another run's checkpoint whose first phases are taken over; only where there is none to go on from. */
  readonly beginFrom: string | null;
  readonly wallSecondsBefore: number;
  readonly workers: number;
}

export type ToTrainer =
  | ({ readonly type: 'start' } & TrainerStart)
  /** Every update up to this sequence number is in the store. */
  | { readonly type: 'recorded'; readonly sequence: number }
  /** A live update was passed on; a few may be on their way at a time, the rest are dropped. */
  | { readonly type: 'seen' }
  /** Stop pulling, keep a checkpoint, exit. Both can be resumed; they differ in what the run is then called. */
  | { readonly type: 'pause' }
  | { readonly type: 'stop' };

type UpdateOf<Kind extends TrainingUpdate['kind']> = Extract<TrainingUpdate, { readonly kind: Kind }>;

/** What the store keeps, as it takes it; a log line's time is the trainer's. Numbered from 1 within its sitting, so that the host can say how far it has come. */
export interface NumberedRecord {
  readonly sequence: number;
  readonly record: RunRecord;
  readonly wallSeconds: number;
}

/** Progress, pictures, distributions: may be dropped. */
export type LiveUpdate = UpdateOf<'progress'> | UpdateOf<'pictures'> | UpdateOf<'distribution'>;

/**
 * What a trainer leaves in `unrecorded.bin` (v8.serialize) when its host is gone: records that nobody confirmed, the
 * last checkpoint's among them.
 */
export interface LeftRecords {
  readonly sitting: string;
  readonly records: readonly NumberedRecord[];
}
export const LEFT_RECORDS_FILE = 'unrecorded.bin';

export type FromTrainer =
  | {
      readonly type: 'started';
      readonly compute: ComputeFingerprint;
      /** Whether the checkpoint was restored; what was recorded after it is about to be computed again. */
      readonly restored: boolean;
    }
  | ({ readonly type: 'record' } & NumberedRecord)
  | { readonly type: 'live'; readonly update: LiveUpdate; readonly wallSeconds: number }
  /** It stands still, on a full disk; null: it goes on. */
  | { readonly type: 'waiting'; readonly error: ErrorReport | null }
  | {
      readonly type: 'finished';
      readonly outcome: 'completed' | 'paused' | 'stopped';
      readonly wallSeconds: number;
    }
  | { readonly type: 'failed'; readonly error: ErrorReport; readonly wallSeconds: number };

/** Everything an evaluator needs: one checkpoint, and the episodes that it is to play. */
export interface EvaluatorStart {
  readonly algorithm: string;
  readonly environment: string;
  /** The run's. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly checkpointFile: string;
  readonly episodes: number;
  readonly seed: number;
  /** What the run depended on, where code that is not the studio's plays its environment. */
  readonly lock?: EnvironmentLock | undefined;
}

/** An evaluator has nothing to keep, so it is killed where its answer is no longer wanted. */
export type FromEvaluator =
  | { readonly type: 'episode'; readonly episode: EvaluatedEpisode }
  /** Episodes' worth of steps, those under way counted. */
  | { readonly type: 'played'; readonly episodes: number }
  | { readonly type: 'differs'; readonly difference: LockDifference }
  | { readonly type: 'finished'; readonly score: number; readonly scoreDeviation: number }
  | { readonly type: 'failed'; readonly error: ErrorReport };

/** What an evaluator needs to hold one instrument of trust against a checkpoint. */
export interface TrustStart extends EvaluatorStart {
  readonly instrument: TrustInstrument;
  /** Of dreams, where the model has one. */
  readonly temperatures: readonly number[];
}

/** What an evaluator needs to train the course's drawing model. */
export interface DrawingStart {
  /** Batches. */
  readonly drawingSteps: number;
  readonly seed: number;
}

/** What an evaluator needs to show one recorded episode, and a dream of it by one checkpoint. */
export interface FilmStart {
  readonly algorithm: string;
  /** The run's. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly checkpointId: string;
  readonly checkpointFile: string;
  readonly recipe: SentRecipe;
}

export type ToEvaluator = EvaluatorStart | TrustStart | FilmStart | DrawingStart;

export type FromFilm =
  { readonly type: 'filmed'; readonly film: Film } | { readonly type: 'failed'; readonly error: ErrorReport };

export type FromTrust =
  /** 0 to 1. */
  | { readonly type: 'share'; readonly share: number }
  | { readonly type: 'measured'; readonly result: TrustResult }
  | { readonly type: 'failed'; readonly error: ErrorReport };

export type FromDrawingTrainer =
  /** Now and then, and at the end. Nats a step. */
  | { readonly type: 'batch'; readonly step: number; readonly loss: number }
  | { readonly type: 'trained'; readonly weights: DrawingWeights }
  | { readonly type: 'failed'; readonly error: ErrorReport };

/** A theatre source with every name turned into a file. */
export interface ResolvedSource {
  readonly environment: string;
  readonly environmentConfig: EnvironmentConfig;
  readonly model: ResolvedModel | null;
  /** Whose world model is looked through instead; null: the model's own. */
  readonly lens: ResolvedLens | null;
  /** A recorded episode to replay. */
  readonly recipe: SentRecipe | null;
  /** What the run or the recorded episode depended on, where code that is not the studio's plays it. */
  readonly lock?: EnvironmentLock | null;
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

export interface ResolvedLens extends ResolvedModel {
  /** What it was trained in. */
  readonly environment: string;
}

export type EngineRequest =
  | { readonly what: 'environments' }
  | { readonly what: 'preview'; readonly environment: string; readonly config: EnvironmentConfig }
  | (OwnCode & { readonly what: 'try' })
  | (OwnCode & { readonly what: 'allow' })
  | (NamedTrainedFile & { readonly what: 'weights' })
  | (TrainedFile & { readonly what: 'dreamPicture' })
  | {
      readonly what: 'drawing';
      readonly continuation: Continuation;
      /** Of the model that was trained from the page; null: the one that ships. */
      readonly own: DrawingWeights | null;
    };

/** A run in an environment of a person's own code. */
export interface OwnCode {
  readonly algorithm: string;
  readonly environment: string;
  /** The run's whole config. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface EngineAnswers {
  environments: readonly EnvironmentSummary[];
  preview: EnvironmentPreview;
  /** It opens, and something can be trained on it. */
  try: null;
  allow: null;
  /** A safetensors file. */
  weights: Uint8Array;
  drawing: Continued;
  dreamPicture: Picture;
}

/** A model that may come from anybody: opened, or opened and played for a preview. */
export type ModelToCheck =
  | { readonly what: 'model'; readonly xml: string }
  | { readonly what: 'preview'; readonly environment: string; readonly config: EnvironmentConfig };

export type CheckedModel =
  | { readonly what: 'model'; readonly facts: ModelFacts }
  | { readonly what: 'preview'; readonly preview: EnvironmentPreview };

export type FromModelChecker =
  /** Everything is loaded: what it is given now is all that takes its time. */
  | { readonly type: 'ready' }
  | { readonly type: 'found'; readonly found: CheckedModel }
  | { readonly type: 'refused'; readonly error: ErrorReport };

export type ToInspector =
  | { readonly type: 'open'; readonly sessionId: string; readonly source: ResolvedSource }
  | { readonly type: 'control'; readonly control: TheatreControl }
  /** Another checkpoint of the same run, chosen by a person or followed live. */
  | { readonly type: 'model'; readonly model: ResolvedModel }
  /** Somebody begins to listen: tell everything from the beginning. */
  | { readonly type: 'greet' }
  /** The last lossy event was drawn: the next may come. */
  | { readonly type: 'acknowledge' }
  /** The theatre closes, the process stays for the next one and says `left`. */
  | { readonly type: 'leave' }
  | { readonly type: 'close' }
  /** Answered once everything that was told before is done. */
  | {
      readonly type: 'branches';
      readonly id: number;
      readonly request: BranchesRequest;
      /** The checkpoints that the request names, each once. */
      readonly trained: readonly ResolvedLens[];
    }
  | { readonly type: 'request'; readonly id: number; readonly request: EngineRequest };

export type FromInspector =
  /** Everything heavy is loaded; null: nothing computes tensors here. */
  | { readonly type: 'ready'; readonly compute: ComputeFingerprint | null }
  | { readonly type: 'opened'; readonly info: TheatreInfo }
  | { readonly type: 'event'; readonly event: TopicEvents['theatre']; readonly lossy: boolean }
  /** MuJoCo gave up here: what is open is to go on elsewhere, and nothing new is to be opened. */
  | { readonly type: 'spent' }
  /** The theatre is closed; whatever it sent came before. */
  | { readonly type: 'left' }
  /** A control or the opening failed; the session lives on unless it never opened. */
  | { readonly type: 'failed'; readonly error: ErrorReport }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly error: ErrorReport };
