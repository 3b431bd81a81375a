/**
 * Where a run's trainer works. The supervisor launches a training into a place and hears the same of it wherever that is: here
 * a child process (trainingProcess.ts), elsewhere a worker on another machine (machines/places).
 */
import type { ErrorReport } from '../../shared/errors.ts';
import type { WorkerPlaces } from '../../shared/machines.ts';
import type { ComputeFingerprint } from '../../shared/run.ts';
import type { LiveUpdate, TrainerStart } from '../engine/messages.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { RecordedEvent } from '../store/runRecords.ts';

/** The checkpoint of a sibling from which a run takes its first phases over, as the run's log tells of it. */
export interface Shared {
  readonly name: string;
  readonly run: string;
  readonly checkpoint: string;
}

export interface TrainingOrder {
  /** `resumeFrom` and `beginFrom` are files in this host's data folder. */
  readonly start: Omit<TrainerStart, 'sitting'>;
  /** The checkpoint's id that `resumeFrom` is the file of. */
  readonly resumedFrom: string | null;
  readonly shared: Shared | null;
}

export type TrainingOutcome =
  | { readonly kind: 'completed' | 'paused' | 'stopped' }
  /** It said why. */
  | { readonly kind: 'failed'; readonly error: ErrorReport }
  /** It is gone without a word. */
  | { readonly kind: 'died'; readonly error: ErrorReport };

/** A sitting begins: elsewhere there may be several, one after the other. */
export interface StartedSitting {
  readonly compute: ComputeFingerprint;
  readonly restored: boolean;
  /** The checkpoint that it went on from. */
  readonly resumedFrom: string | null;
  readonly shared: Shared | null;
  /** How far a remote run's records have been read: stored with whatever `onStarted` stores. */
  readonly position?: number;
}

export interface TrainingEvents {
  /** Writes what a sitting begins with, before any of its records: all of it or nothing. Called again where it failed. */
  onStarted(sitting: StartedSitting): void;
  /** A worker has the run now. @param position as in `StartedSitting` */
  onTaken(worker: string, position: number): void;
  onRecorded(events: readonly RecordedEvent[]): void;
  onLive(update: LiveUpdate): void;
  onTrouble(error: ErrorReport | null): void;
  /** Resolves when the end is written, or nobody waits for that any more. */
  onEnded(outcome: TrainingOutcome, wallSeconds: number): Promise<void>;
}

/** A training that was launched. */
export interface Training {
  /** Of a trainer on this machine. */
  readonly processId: number | undefined;
  /** The store cannot be written for the moment; records wait. */
  readonly troubled: boolean;
  /** Resolves when it trains no more and its end is written. */
  readonly ended: Promise<void>;
  /** It keeps a checkpoint and goes. */
  pause(): void;
  stop(): void;
  /** This host hears no more of it. A trainer here keeps a checkpoint and what was not stored, and exits; a worker goes on. */
  letGo(): void;
  kill(): void;
}

export interface RunPlace {
  /** @throws StudioError where the training cannot be launched there. */
  launch(order: TrainingOrder, events: TrainingEvents): Promise<Training>;
}

/** The workers that this host may place runs on. */
export interface Machines {
  /** Told whenever a worker has come, changed or gone. */
  begin(ground: { readonly store: ExperimentStore; readonly changed: () => void }): void;
  readonly workers: readonly WorkerPlaces[];
  /**
   * Whether a run could ever be trained there.
   * @throws StudioError with why there is no hub, or `machines.unknownWorker`
   */
  demand(where: string): Promise<void>;
  /** @param where `anywhere`, or a worker's id */
  place(where: string): RunPlace;
  /** Takes up what was placed before this host was opened. */
  rejoin(runId: string, events: TrainingEvents): Training;
  /** Workers go on with what they have. */
  close(): Promise<void>;
}
