/** What a person sees and decides about the data folder: the bin, room, backups, and whether everything is in order. */
import { z } from 'zod';

/** A deleted experiment that can still be restored. */
export interface BinRun {
  readonly id: string;
  readonly name: string;
  readonly algorithm: string;
  readonly environment: string;
  readonly preset: string;
  readonly deletedAt: string;
  readonly studyId: string | null;
  /** Of its files. */
  readonly bytes: number;
}

export interface BinStudy {
  readonly id: string;
  readonly name: string;
  readonly deletedAt: string;
}

export interface BinContent {
  /** What was deleted last comes first. */
  readonly runs: readonly BinRun[];
  readonly studies: readonly BinStudy[];
  /** What the bin may hold; the oldest go first. Null: anything. */
  readonly limitBytes: number | null;
}

/** What may be cleared away of experiments that have ended; nothing that is shown as a result goes. */
export const CLEARING_SCHEMA = z.strictObject({
  /** So many of the newest checkpoints stay, with the best, the final and every pinned one. Null: all stay. */
  keepCheckpoints: z.number().int().min(1).max(10_000).nullable(),
  /** Training frames; computed again where a run goes on. */
  caches: z.boolean(),
});
export type Clearing = z.infer<typeof CLEARING_SCHEMA>;

export interface ClearingPreview {
  readonly checkpoints: number;
  readonly checkpointBytes: number;
  readonly caches: number;
  readonly cacheBytes: number;
}

export const BACKUP_REASONS = ['migration', 'repair', 'asked'] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

/** A copy of the database; checkpoints are files of their own and are not in it. */
export interface Backup {
  readonly fileName: string;
  readonly reason: BackupReason;
  readonly createdAt: string;
  readonly sizeBytes: number;
}

/** What is wrong in a data folder. `count` of the same kind, with a few examples. */
export const PROBLEM_KINDS = [
  /** SQLite finds broken pages or indexes. */
  'database',
  /** Rows that name a run, a study or a series that is not there. */
  'references',
  /** Checkpoints whose file is gone. */
  'missingFiles',
  /** Checkpoints whose file is not what was written. */
  'damagedFiles',
  /** Files that no row names. */
  'strayFiles',
  /** Folders of experiments that the database does not know. */
  'unknownRuns',
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

export interface StoreProblem {
  readonly kind: ProblemKind;
  readonly count: number;
  readonly examples: readonly string[];
}

export interface StoreReport {
  readonly runs: number;
  readonly checkpoints: number;
  /** Empty: everything is in order. */
  readonly problems: readonly StoreProblem[];
}

export interface RepairReport {
  /** What was done, each a message key `repair.*` with its values. */
  readonly done: readonly {
    readonly key: string;
    readonly values: Readonly<Record<string, string | number>>;
  }[];
  /** After it. */
  readonly report: StoreReport;
}

export interface DatabaseState {
  readonly bytes: number;
  /** Room that it holds and does not use. */
  readonly unusedBytes: number;
  /** Whether that is given back as it is; otherwise the database is rebuilt once, at a start. */
  readonly shrinkable: boolean;
  /** The next start rebuilds it. */
  readonly rebuildAsked: boolean;
  /** Newest first. */
  readonly backups: readonly Backup[];
}

/** How long the disk lasts. */
export interface DiskForecast {
  readonly freeBytes: number;
  /** What the trainings write; 0 while nothing trains or too little is known. */
  readonly bytesPerHour: number;
  /** Null: not within sight. */
  readonly hoursLeft: number | null;
  /** Worth telling: full within hours, or hardly any room left. */
  readonly low: boolean;
}
