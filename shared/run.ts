/** What a run is and what it reports while it trains: the records that the store keeps and every view shows. */
import { z } from 'zod';
import type { EnvironmentLock } from './environmentLock.ts';
import type { Recipe } from './recipe.ts';

export const RUN_STATUSES = [
  'draft',
  'queued',
  'starting',
  'running',
  'pausing',
  'paused',
  'stopped',
  'completed',
  'failed',
  'interrupted',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Every metric row carries all three, so that charts can convert between them. */
export const AXIS_SCHEMA = z.object({
  /** Frames, action repeat counted. */
  environmentSteps: z.number(),
  gradientSteps: z.number(),
  wallSeconds: z.number(),
});
export type Axis = z.infer<typeof AXIS_SCHEMA>;
export type AxisName = keyof Axis;

/** Training, evaluation and inspection episodes never mix. */
export type EpisodePurpose = 'collection' | 'training' | 'evaluation' | 'dream' | 'inspection';

export interface EpisodeRecord {
  readonly purpose: EpisodePurpose;
  readonly phase: string;
  /** Sum of rewards; null where the model that dreamt it has no reward head. */
  readonly episodeReturn: number | null;
  readonly length: number;
  readonly terminated: boolean;
  readonly axis: Axis;
  /** Kept for some episodes only (the config says how many); enough to compute it again. */
  readonly recipe?: Recipe;
  readonly details?: Readonly<Record<string, number | string>>;
}

/** One picture of a live panel: RGB, row-major from the top. Several pictures of one panel form a grid. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  /** Which of the five meanings it has; decides its frame. */
  readonly meaning: 'real' | 'seen' | 'dreamt' | 'error';
}

/** Live pictures of a phase: rows of equally sized pictures with a label each (message key). */
export interface PicturePanel {
  /** Message key, such as `panel.reconstruction`. */
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly pictures: readonly Picture[] }[];
  /** The pictures are 255 - x, as the model takes them: turned back where people look. */
  readonly inverted?: boolean;
}

export interface PhaseProgress {
  /** Such as `collect`, `vision`, `encode`, `memory`, `controller`, `evaluate`. */
  readonly phase: string;
  /** Position among `phases`, from 0, iterations counted. */
  readonly index: number;
  readonly phases: readonly string[];
  readonly done: number;
  readonly total: number;
  /** What is counted, as a message key: `unit.episode`, `unit.batch`, `unit.frame`, `unit.generation`, `unit.step`. */
  readonly unit: string;
  /** Honest estimates: null until there is enough to tell. */
  readonly phaseSecondsLeft: number | null;
  readonly runSecondsLeft: number | null;
}

/** Numbers of one moment of a run, by metric name: the same from the trainer to the store and to the window. */
export interface MetricRecord {
  readonly kind: 'metrics';
  readonly axis: Axis;
  readonly values: Readonly<Record<string, number>>;
}

/** Final figures of a run. */
export interface ResultRecord {
  readonly kind: 'result';
  readonly result: RunResult;
}

/** What a trainer yields. `metrics`, `episode` and `log` are records; `progress`, `pictures` and `distribution` are live and lossy. */
export type TrainingUpdate =
  | { readonly kind: 'progress'; readonly progress: PhaseProgress }
  | MetricRecord
  | { readonly kind: 'episode'; readonly episode: EpisodeRecord }
  | { readonly kind: 'pictures'; readonly phase: string; readonly panel: PicturePanel }
  /** One number a member of a population, such as a generation's scores. */
  | {
      readonly kind: 'distribution';
      readonly name: string;
      readonly axis: Axis;
      readonly values: Float64Array;
    }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warning' | 'error';
      readonly key: string;
      readonly values?: Readonly<Record<string, number | string>>;
    }
  /** The trainer asks that its state be kept now (a phase ended, an interval passed, a best was found). */
  | { readonly kind: 'checkpoint'; readonly reason: CheckpointReason; readonly score: number | null }
  /** There is no room on the disk of this folder: nothing was done. Pulled again, the trainer tries again. */
  | { readonly kind: 'waiting'; readonly folder: string }
  /** The last update before the generator returns. */
  | ResultRecord;

export const CHECKPOINT_REASONS = ['interval', 'phase', 'best', 'final', 'pause', 'manual'] as const;
export type CheckpointReason = (typeof CHECKPOINT_REASONS)[number];

export interface RunResult {
  readonly score: number;
  readonly scoreDeviation: number;
  readonly scoreEpisodes: number;
  /** Further figures and their baselines, such as `vision.error` and `vision.meanFrameError`. */
  readonly figures: Readonly<Record<string, number>>;
}

/** What decides that two machines give the same bits; part of every run. */
export interface ComputeFingerprint {
  readonly backend: 'tensorflow' | 'wasm';
  readonly gpu: string | null;
  readonly threads: number;
  readonly oneDnn: boolean;
  readonly tensorflowVersion: string;
  readonly cpu: string;
  /** Where code that is not the studio's plays the environment; runs of older studios have none. */
  readonly environment?: EnvironmentLock | undefined;
}

/** Errors of a run that it meets again however often it is resumed. */
const LASTING_ERRORS =
  /^(config|environment|recipe)\.|^checkpoint\.mismatch$|^run\.(noCheckpoint|framesLost|episodesDiffer|episodesGone)$/;

/** Whether to resume it is of no use. */
export function goesNoFurther({ status, lastError }: Pick<RunSummary, 'status' | 'lastError'>): boolean {
  if (status === 'completed') return true;
  const ended = status === 'failed' || status === 'interrupted';
  return ended && lastError !== null && LASTING_ERRORS.test(lastError.code);
}

export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly algorithm: string;
  readonly environment: string;
  readonly preset: string;
  readonly status: RunStatus;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly archived: boolean;
  readonly score: number | null;
  readonly scoreDeviation: number | null;
  readonly bestScore: number | null;
  /** Up to 40 points of the score metric, for a sparkline. */
  readonly sparkline: readonly number[];
  readonly progress: PhaseProgress | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly wallSeconds: number;
  readonly axis: Axis;
  readonly sizeBytes: number;
  /** False once it was resumed on a machine or a build that gives other bits. */
  readonly exact: boolean;
  /** False: its model sees the environment's numbers, and its dream has nothing to look at. */
  readonly dreamsInPictures: boolean;
  /** The run in whose dream it learns, of which it has a copy; null: it learns in its environment, or in a dream of its own. */
  readonly learnsInDreamOf: string | null;
  /** Beside `score`, what it earned in the dream that it learnt in, at its end; null where it learnt in none. */
  readonly dreamScore: number | null;
  readonly lastError: {
    readonly code: string;
    /** In short, for lists; all that runs of older studios have. */
    readonly message: string;
    /** Everything that its text tells. */
    readonly values?: Readonly<Record<string, string | number>>;
    readonly detail?: string;
  } | null;
  readonly studyId: string | null;
  /** The cell of its study that it fills; null outside of studies. */
  readonly studyCell: { readonly row: string; readonly seed: number } | null;
  /** Where it is to be trained: `here`, `anywhere`, or a worker's id (machines.ts). */
  readonly where: string;
  /** Name of the machine that trains it, or did last; null: this one. */
  readonly worker: string | null;
}

export interface RunDetail extends RunSummary {
  /** The whole validated config of the algorithm (see config.ts). */
  readonly config: Readonly<Record<string, unknown>>;
  /** Dotted paths that differ from the preset, with both values. */
  readonly differences: readonly {
    readonly path: string;
    readonly value: unknown;
    readonly preset: unknown;
    readonly paper: unknown;
  }[];
  readonly compute: ComputeFingerprint | null;
  readonly metricNames: readonly string[];
  readonly result: RunResult | null;
  readonly codeVersion: string;
  /** The run of its study whose V and M it took over, with the name that had then; null: it trained its own. */
  readonly beganFrom: { readonly runId: string; readonly name: string } | null;
}

export interface CheckpointSummary {
  readonly id: string;
  readonly runId: string;
  readonly reason: CheckpointReason;
  readonly phase: string;
  readonly score: number | null;
  readonly axis: Axis;
  readonly createdAt: string;
  readonly sizeBytes: number;
  readonly pinned: boolean;
}

export interface EpisodeSummary extends Omit<EpisodeRecord, 'recipe'> {
  readonly id: string;
  readonly runId: string;
  readonly createdAt: string;
  readonly hasRecipe: boolean;
  readonly checkpointId: string | null;
}

export interface MetricSeries {
  readonly name: string;
  /** Equally long; where points were thinned, `minimum` and `maximum` hold each bucket's range. */
  readonly axis: {
    readonly environmentSteps: Float64Array;
    readonly gradientSteps: Float64Array;
    readonly wallSeconds: Float64Array;
  };
  readonly values: Float64Array;
  readonly minimum?: Float64Array;
  readonly maximum?: Float64Array;
  /** One number: the newest as it was recorded. A thinned curve's last point is a mean, which leaves out what is no number. */
  readonly newest?: Float64Array;
  /** Rows in the store; more than `values.length` where thinned. */
  readonly storedPoints: number;
}

export interface LogEntry {
  readonly at: string;
  readonly level: 'info' | 'warning' | 'error';
  /** Message key with values, translated where it is shown. */
  readonly key: string;
  readonly values: Readonly<Record<string, number | string>>;
}
