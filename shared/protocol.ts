/**
 * The whole protocol between a renderer and the host, in two verbs: `call` answers once, `listen` streams. The same
 * over a MessagePort on the desktop and over a WebSocket in the browser. Checked here, at the edge, and nowhere else.
 *
 * Long on purpose: a command's arguments, its result and the events that it leads to are read together.
 */
import { z } from 'zod';
import {
  BRANCH_NAME_SCHEMA,
  BRANCH_RECORD_SCHEMA,
  BRANCHES_REQUEST_SCHEMA,
  type BranchesAnswer,
  type BranchRecord,
} from './branches.ts';
import type { DataSetSummary } from './dataSet.ts';
import type { DiagnosticsReport } from './diagnostics.ts';
import {
  CONTINUATION_SCHEMA,
  type Continued,
  DRAWING_STEPS,
  type DrawingTrainingState,
  MOST_DRAWING_STEPS,
} from './drawing/continuation.ts';
import type { ErrorReport } from './errors.ts';
import { MOST_EVALUATION_EPISODES } from './evaluation.ts';
import { LARGEST_SEED } from './seed.ts';
import type { Film } from './film.ts';
import { WHERE_SCHEMA } from './machines.ts';
import type { EvaluationResult, EvaluationUnderWay } from './evaluation.ts';
import {
  FEWEST_TRUST_EPISODES,
  MOST_TRUST_EPISODES,
  MOST_TRUST_TEMPERATURES,
  TRUST_INSTRUMENTS,
  TRUST_TEMPERATURE_BOUNDS,
  type TrustRow,
  type TrustUnderWay,
} from './trust.ts';
import { MOST_INVITATION_HOURS, type MachinesReport } from './hub.ts';
import { COLUMN_KEY_SCHEMA, type ColumnValue } from './query/columnKey.ts';
import { AXIS_SCHEMA } from './run.ts';
import type {
  CheckpointSummary,
  EpisodeSummary,
  LogEntry,
  MetricRecord,
  MetricSeries,
  PhaseProgress,
  Picture,
  PicturePanel,
  Axis,
  RunDetail,
  RunResult,
  RunSummary,
} from './run.ts';
import type { Scene } from './scene.ts';
import { CLEARING_SCHEMA } from './storage.ts';
import type {
  Backup,
  BinContent,
  ClearingPreview,
  DatabaseState,
  DiskForecast,
  RepairReport,
  StoreReport,
} from './storage.ts';
import { CONCURRENCY_SETTING, MOST_AT_ONCE, STUDY_SCHEMA, type Study } from './study.ts';
import type { ActionSpace, ObservationSpace } from './spaces.ts';
import { THEATRE_CONTROL_SCHEMA, THEATRE_SOURCE_SCHEMA } from './theatre.ts';
import type { TheatreFrame, TheatreInfo, TheatreState, TheatreTimeline } from './theatre.ts';
import { ENVIRONMENT_CONFIG_SCHEMA, type Recipe } from './recipe.ts';

export const PROTOCOL_VERSION = 2;

const nothing = z.strictObject({});
const id = z.string().min(1).max(100);
const runOnly = z.strictObject({ runId: id });
const workerOnly = z.strictObject({ workerId: id });
/** Where it was to be trained before, where that is left out. */
const runAndWhere = z.strictObject({ runId: id, where: WHERE_SCHEMA.optional() });
const studyOnly = z.strictObject({ studyId: id });
const tags = z.array(z.string().min(1).max(60)).max(50);
const inBin = z.strictObject({
  runIds: z.array(id).max(10_000).default([]),
  studyIds: z.array(id).max(1000).default([]),
});
const runsOnly = z.strictObject({ runIds: z.array(id).min(1).max(10_000) });

/** Characters; what is larger is no model, and would not fit into a message. */
export const LARGEST_MODEL_FILE = 15_000_000;

/** Larger than any run that the studio exports. */
export const MOST_IMPORT_BYTES = 1024 * 1024 * 1024;

/** What an import sends in one message. */
export const IMPORT_MESSAGE_BYTES = 15 * 1024 * 1024;

/** Letters of a setting's value, written as JSON. */
const MOST_SETTING_LETTERS = 10_000;

/** Null: as the machine's cores allow. */
const TRAININGS_AT_ONCE = z.number().int().min(1).max(MOST_AT_ONCE).nullable();

/** Arguments of every command. Results: `CommandResults`. */
export const COMMANDS = {
  'system.info': nothing,
  /** Measures again; takes a second or two. */
  'system.doctor': nothing,
  /** What a bug report needs, in a language. Measures and checks: takes some seconds. */
  'system.diagnostics': z.strictObject({ language: z.enum(['en', 'ko']).default('en') }),
  'system.storage': nothing,
  'machines.report': nothing,
  /** Starts the hub. `open`: other computers can reach it. Answers when it runs, which may take a download. */
  'machines.start': z.strictObject({ open: z.boolean() }),
  'machines.stop': nothing,
  /** A join address, told this once. */
  'machines.invite': z.strictObject({
    hours: z.number().positive().max(MOST_INVITATION_HOURS),
    reusable: z.boolean(),
  }),
  'machines.drain': workerOnly,
  'machines.remove': workerOnly,
  'settings.get': nothing,
  'settings.set': z
    .strictObject({
      key: z.string().min(1).max(200),
      value: z
        .unknown()
        .refine((value) => (JSON.stringify(value) ?? '').length <= MOST_SETTING_LETTERS, {
          error: 'too large for a setting',
        })
        .pipe(z.json()),
    })
    .refine(({ key, value }) => key !== CONCURRENCY_SETTING || TRAININGS_AT_ONCE.safeParse(value).success, {
      path: ['value'],
      error: `expected a whole number from 1 to ${MOST_AT_ONCE}, or null`,
    }),
  'environments.list': nothing,
  'runs.list': nothing,
  /** One value a run of each of these columns, of every run that is not in the bin. */
  'runs.columns': z.strictObject({ keys: z.array(COLUMN_KEY_SCHEMA).max(32) }),
  /** What a query can name besides what the program knows. */
  'runs.vocabulary': nothing,
  'runs.get': runOnly,
  'runs.create': z.strictObject({
    algorithm: z.string(),
    environment: z.string(),
    preset: z.string(),
    /** Dotted paths, over the preset. */
    overrides: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
    name: z.string().max(200).optional(),
    tags: z.array(z.string().min(1).max(60)).max(50).default([]),
    start: z.boolean().default(true),
    /** Where it is started: `here` where it is left out. */
    where: WHERE_SCHEMA.optional(),
  }),
  /** Runs whose world models could dream for the agent of such an experiment, each with what keeps it from that. */
  'runs.dreams': z.strictObject({
    algorithm: z.string(),
    environment: z.string(),
    preset: z.string(),
    overrides: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
  }),
  /** An evaluated episode and a dream of it as pictures, made in a process of its own when it is its turn: takes seconds. */
  'runs.film': runOnly,
  /** Some steps into a dream of its best checkpoint, small; made once, when its turn has come. */
  'runs.dreamPicture': runOnly,
  'runs.start': runAndWhere,
  'runs.pause': runOnly,
  'runs.resume': runAndWhere,
  'runs.stop': runOnly,
  'runs.update': z.strictObject({
    runId: id,
    name: z.string().min(1).max(200).optional(),
    notes: z.string().max(100_000).optional(),
    tags: z.array(z.string().min(1).max(60)).max(50).optional(),
    archived: z.boolean().optional(),
    /** Dotted paths. A draft takes any; a run that has begun only what nothing it learned depends on (`FieldMeta.later`). */
    overrides: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).optional(),
  }),
  'runs.duplicate': runOnly,
  /**
   * A new run of the same settings, in the run's place in its study; the run itself keeps all its records. For one that has
   * nothing to go on from.
   */
  'runs.beginAgain': z.strictObject({ runId: id, start: z.boolean().default(true) }),
  /** Goes to the bin; `runs.restore` undoes it until the bin is emptied. */
  'runs.delete': runsOnly,
  'runs.restore': runsOnly,
  'runs.emptyBin': nothing,
  /** Many at once: to the archive or back, tags added and taken off. */
  'runs.change': z.strictObject({
    runIds: z.array(id).min(1).max(10_000),
    archived: z.boolean().optional(),
    addTags: tags.optional(),
    removeTags: tags.optional(),
  }),
  'bin.list': nothing,
  'bin.restore': inBin,
  /** For good. A study takes those of its runs along that lie in the bin. */
  'bin.remove': inBin,
  /** What a limit would remove for good, now. */
  'bin.preview': z.strictObject({ limitBytes: z.number().int().min(0) }),
  /** From now on, and at once: what was deleted first goes first. */
  'bin.limit': z.strictObject({ limitBytes: z.number().int().min(0).nullable() }),
  /** What `storage.clear` would remove. */
  'storage.preview': CLEARING_SCHEMA,
  'storage.clear': CLEARING_SCHEMA,
  'storage.forecast': nothing,
  'store.state': nothing,
  'store.backUp': nothing,
  /** Gives unused room back: in steps, or, of an older studio's database, by rebuilding it at the next start. */
  'store.compact': nothing,
  /** Reads every page and every checkpoint; takes as long as that does. */
  'store.check': nothing,
  /** Mends what can be mended while the studio runs. A broken database is mended at the next start. */
  'store.repair': nothing,
  'runs.metrics': z.strictObject({
    runId: id,
    names: z.array(z.string()).max(200).optional(),
    /** Thinned to so many points a series, minima and maxima kept. */
    maxPoints: z.number().int().min(10).max(100_000).default(1000),
  }),
  'runs.episodes': z.strictObject({
    runId: id,
    purpose: z.string().optional(),
    limit: z.number().int().min(1).max(10_000).default(500),
  }),
  'runs.checkpoints': runOnly,
  'runs.log': z.strictObject({ runId: id, limit: z.number().int().min(1).max(10_000).default(1000) }),
  /** The newest live pictures and distributions of a run, for a page that was just opened. */
  'runs.live': runOnly,
  /** One file with the run, its history and its kept checkpoints: all, or the one to play with. */
  'runs.export': z.strictObject({
    runId: id,
    checkpoints: z.enum(['all', 'final', 'weights']).default('all'),
  }),
  /** A small file, in one message. */
  'runs.import': z.strictObject({
    file: z.instanceof(Uint8Array).refine(({ length }) => length <= IMPORT_MESSAGE_BYTES, {
      error: 'larger than one message: send it in pieces',
    }),
  }),
  /** A file of any size that an import may have, in pieces: begin, pieces in their order, finish. */
  'imports.begin': z.strictObject({ bytes: z.number().int().min(0) }),
  'imports.piece': z.strictObject({
    bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= IMPORT_MESSAGE_BYTES, {
      error: 'larger than a piece may be',
    }),
  }),
  'imports.finish': nothing,
  /** Whatever is taken in or sent now; nothing of it stays. */
  'imports.stop': nothing,
  /** Recorded data that was brought in, the newest first. */
  'dataSets.list': nothing,
  'studies.list': nothing,
  'studies.get': studyOnly,
  /**
   * Makes every run of it, as a draft; `start` queues them at once. `takeIn`: where a completed experiment of no study has
   * the very settings of a run, it becomes that run.
   */
  'studies.create': z.strictObject({
    definition: STUDY_SCHEMA,
    start: z.boolean().default(true),
    takeIn: z.boolean().default(false),
  }),
  /** What `takeIn` would take. */
  'studies.trainedBefore': z.strictObject({ definition: STUDY_SCHEMA }),
  'studies.update': z.strictObject({
    studyId: id,
    name: z.string().trim().min(1).max(200).optional(),
    question: z.string().max(100_000).optional(),
    concurrent: z.number().int().min(1).max(MOST_AT_ONCE).optional(),
    /** All that it is to have; those that it has cannot be taken out. New ones are made as drafts. */
    seeds: STUDY_SCHEMA.shape.seeds.unwrap().optional(),
    /** Its runs with it. */
    archived: z.boolean().optional(),
  }),
  /** Queues whatever has not ended yet, and makes what is missing. Failed runs only where asked for. */
  'studies.start': z.strictObject({ studyId: id, failedToo: z.boolean().default(false) }),
  'studies.pause': studyOnly,
  /** To the bin, with its runs or without; what trains is paused. */
  'studies.delete': z.strictObject({ studyId: id, runs: z.enum(['keep', 'delete']) }),
  /** Undoes a deletion until the bin is emptied, with the runs that lie in the bin. */
  'studies.restore': studyOnly,
  'checkpoints.pin': z.strictObject({ checkpointId: id, pinned: z.boolean() }),
  /** Plays whole episodes with a checkpoint, in a process of its own; the run's own score stays what it is. */
  'evaluations.start': z.strictObject({
    runId: id,
    checkpointId: id,
    /** The run's own number and seed, if not given. */
    episodes: z.number().int().min(1).max(MOST_EVALUATION_EPISODES).optional(),
    seed: z.number().int().min(0).max(LARGEST_SEED).optional(),
  }),
  'evaluations.cancel': z.strictObject({ evaluationId: id }),
  'evaluations.list': runOnly,
  /** Of all runs, in the order in which they play. */
  'evaluations.underWay': nothing,
  /** Measures how far a checkpoint's dream may be believed, in a process of its own. */
  'trust.start': z.strictObject({
    runId: id,
    checkpointId: id,
    instrument: z.enum(TRUST_INSTRUMENTS),
    episodes: z.number().int().min(FEWEST_TRUST_EPISODES).max(MOST_TRUST_EPISODES).optional(),
    temperatures: z
      .array(z.number().min(TRUST_TEMPERATURE_BOUNDS.low).max(TRUST_TEMPERATURE_BOUNDS.high))
      .min(1)
      .max(MOST_TRUST_TEMPERATURES)
      .optional(),
    /** The run's own, if not given. */
    seed: z.number().int().min(0).max(LARGEST_SEED).optional(),
  }),
  'trust.cancel': z.strictObject({ measurementId: id }),
  'trust.list': runOnly,
  /** Ways in which a drawing that was begun may go on, by the course's drawing model. */
  'drawing.continue': CONTINUATION_SCHEMA,
  /** Trains that model anew, in a process of its own; told by the topic `drawing`. */
  'drawing.train': z.strictObject({
    /** Batches. */
    steps: z.number().int().min(1).max(MOST_DRAWING_STEPS).default(DRAWING_STEPS),
    seed: z.number().int().min(0).max(LARGEST_SEED).default(1),
  }),
  'drawing.stop': nothing,
  'drawing.state': nothing,
  'episodes.recipe': z.strictObject({ episodeId: id }),
  'theatre.open': z.strictObject({ source: THEATRE_SOURCE_SCHEMA }),
  'theatre.control': z.strictObject({ sessionId: id, control: THEATRE_CONTROL_SCHEMA }),
  /** Dreams from one moment under actions of their own, each beside what reality does under the same. */
  'theatre.branches': z.strictObject({ sessionId: id, request: BRANCHES_REQUEST_SCHEMA }),
  'theatre.close': z.strictObject({ sessionId: id }),
  'branches.list': runOnly,
  /** Keeps with the run what `theatre.branches` found. */
  'branches.keep': z.strictObject({
    runId: id,
    branch: BRANCH_RECORD_SCHEMA.omit({ id: true, createdAt: true }),
  }),
  'branches.rename': z.strictObject({ runId: id, branchId: id, name: BRANCH_NAME_SCHEMA }),
  'branches.remove': z.strictObject({ runId: id, branchId: id }),
  'environments.preview': z.strictObject({
    environment: z.string(),
    config: ENVIRONMENT_CONFIG_SCHEMA.default({}),
  }),
  /** The person of this computer lets the code run that such an experiment needs. */
  'environments.allow': z.strictObject({
    algorithm: z.string(),
    environment: z.string(),
    preset: z.string(),
    overrides: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
  }),
  'environments.inspectModel': z.strictObject({
    xml: z.string().max(LARGEST_MODEL_FILE),
    reward: z.string().max(10_000),
    keyframe: z.string().max(200).default(''),
  }),
} as const satisfies Readonly<Record<string, z.ZodType>>;
export type CommandName = keyof typeof COMMANDS;
export type CommandArguments<Name extends CommandName> = z.input<(typeof COMMANDS)[Name]>;

export interface SystemInfo {
  readonly version: string;
  readonly protocolVersion: number;
  readonly dataFolder: string;
  readonly platform: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly desktop: boolean;
  readonly backend: 'tensorflow' | 'wasm' | 'unknown';
  readonly gpu: string | null;
  /** Of what computes in theatres: the same bits come out where it is the same. Empty until one is open. */
  readonly computeId: string;
  /** How many runs may train at a time (the setting `training.concurrent`, else by the cores). */
  readonly trainingsAtOnce: number;
  /** How long the host's loop was away at a time, at most, within the last minute. */
  readonly longestStallMilliseconds: number;
}

export interface DoctorReport {
  readonly items: readonly {
    readonly id: string;
    readonly state: 'good' | 'warning' | 'missing';
    /** Message key and its values; `next` says how to get what is missing. */
    readonly label: string;
    readonly value: string;
    readonly next: string | null;
    readonly values?: Readonly<Record<string, string | number>>;
  }[];
}

export interface StorageReport {
  readonly databaseBytes: number;
  readonly checkpointBytes: number;
  readonly cacheBytes: number;
  readonly binBytes: number;
  readonly freeBytes: number;
  readonly runs: readonly { readonly runId: string; readonly name: string; readonly bytes: number }[];
}

export interface EnvironmentSummary {
  readonly id: string;
  readonly version: number;
  readonly observations: ObservationSpace;
  readonly actions: ActionSpace;
  readonly stepSeconds: number;
  readonly maxEpisodeSteps: number;
  readonly rewardRange: readonly [number, number];
  /** Key names (KeyboardEvent.code) to what they do to the action. */
  readonly keys: readonly {
    readonly code: string;
    readonly index: number;
    readonly value: number;
    readonly label: string;
  }[];
  /** Title, description and reward: message keys `environment.<id>.*`. */
  readonly source: string;
  /** Published scores to compare with. */
  readonly knownScores: readonly {
    readonly label: string;
    readonly score: number;
    readonly deviation?: number;
    readonly source: string;
  }[];
}

/** A few seconds of an environment moving, for a living thumbnail. */
export type EnvironmentPreview = ScenePreview | PicturePreview;

export interface ScenePreview {
  readonly kind: 'scene';
  readonly scene: Scene;
  /** Frames one after the other, `poseLayout(scene).length` doubles each. */
  readonly poses: Float64Array;
  readonly frames: number;
  readonly frameSeconds: number;
}

/** Of an environment without a scene; no frames where it cannot be seen at all. */
export interface PicturePreview {
  readonly kind: 'pictures';
  readonly width: number;
  readonly height: number;
  /** Frames one after the other, RGB, row-major from the top. */
  readonly pixels: Uint8Array;
  readonly frames: number;
  readonly frameSeconds: number;
}

/** A person's own MJCF and reward, looked at before they become an environment. */
export interface ModelInspection {
  /** What a reward may read, and how many values each has; empty where the model does not compile. */
  readonly sensors: readonly { readonly name: string; readonly size: number }[];
  readonly actuators: readonly string[];
  /** Name or number of each keyframe that can be started from. */
  readonly keyframes: readonly string[];
  /** What a reward may call, with its parameters, such as `clamp(x, low, high)`. */
  readonly functions: readonly string[];
  /** MuJoCo's own message and line, or that the keyframe is unknown; null where the model compiles. */
  readonly modelError: ErrorReport | null;
  /** Null where the reward reads, and where the model does not compile. */
  readonly rewardError: ErrorReport | null;
  /** Why nothing can be trained on the model; null where something can, and where it does not compile. */
  readonly trainingError: ErrorReport | null;
}

/** A run in whose dream an agent could learn. */
export interface DreamOfferEntry {
  readonly runId: string;
  readonly name: string;
  readonly algorithm: string;
  readonly hasTemperature: boolean;
  /** What keeps this agent from it; null: nothing. */
  readonly problem: ErrorReport | null;
}

export interface CommandResults {
  'system.info': SystemInfo;
  'system.doctor': DoctorReport;
  'system.diagnostics': DiagnosticsReport;
  'system.storage': StorageReport;
  'machines.report': MachinesReport;
  'machines.start': null;
  'machines.stop': null;
  'machines.invite': { readonly address: string; readonly expiresAt: string };
  'machines.drain': null;
  'machines.remove': null;
  'settings.get': Readonly<Record<string, unknown>>;
  'settings.set': null;
  'environments.list': readonly EnvironmentSummary[];
  'runs.list': readonly RunSummary[];
  'runs.columns': {
    readonly runIds: readonly string[];
    /** In the order of `keys`; each in the order of `runIds`. */
    readonly columns: readonly (readonly ColumnValue[])[];
  };
  'runs.vocabulary': { readonly metrics: readonly string[] };
  'runs.get': RunDetail;
  'runs.create': RunSummary;
  'runs.dreams': readonly DreamOfferEntry[];
  'runs.film': Film;
  /** Null: it dreams nothing that can be seen. */
  'runs.dreamPicture': Picture | null;
  'runs.start': RunSummary;
  'runs.pause': RunSummary;
  'runs.resume': RunSummary;
  'runs.stop': RunSummary;
  'runs.update': RunSummary;
  'runs.duplicate': RunSummary;
  'runs.beginAgain': RunSummary;
  'runs.delete': null;
  'runs.restore': null;
  'runs.emptyBin': { readonly freedBytes: number };
  'runs.change': null;
  'bin.list': BinContent;
  'bin.restore': null;
  'bin.remove': { readonly freedBytes: number };
  'bin.preview': { readonly runIds: readonly string[]; readonly bytes: number };
  'bin.limit': { readonly freedBytes: number };
  'storage.preview': ClearingPreview;
  'storage.clear': { readonly freedBytes: number };
  'storage.forecast': DiskForecast;
  'store.state': DatabaseState;
  'store.backUp': Backup;
  'store.compact': { readonly freedBytes: number; readonly atNextStart: boolean };
  'store.check': StoreReport;
  'store.repair': RepairReport & { readonly atNextStart: boolean };
  'runs.metrics': readonly MetricSeries[];
  'runs.episodes': readonly EpisodeSummary[];
  'runs.checkpoints': readonly CheckpointSummary[];
  'runs.log': readonly LogEntry[];
  'runs.live': {
    readonly panels: readonly { readonly phase: string; readonly panel: PicturePanel }[];
    readonly distributions: readonly RunDistribution[];
  };
  'runs.export': {
    readonly fileName: string;
    readonly file: Uint8Array;
    /** Damaged checkpoints, which are not in it. */
    readonly leftOut: readonly string[];
  };
  'runs.import': RunSummary;
  'imports.begin': null;
  'imports.piece': null;
  'imports.finish': RunSummary;
  'imports.stop': null;
  'dataSets.list': readonly DataSetSummary[];
  'studies.list': readonly Study[];
  'studies.get': StudyDetail;
  'studies.create': Study;
  'studies.trainedBefore': readonly TrainedBefore[];
  'studies.update': Study;
  'studies.start': Study;
  'studies.pause': Study;
  'studies.delete': null;
  'studies.restore': Study;
  'checkpoints.pin': null;
  'evaluations.start': EvaluationUnderWay;
  'evaluations.cancel': null;
  'evaluations.list': RunEvaluations;
  'evaluations.underWay': readonly EvaluationUnderWay[];
  'trust.start': TrustUnderWay;
  'trust.cancel': null;
  'trust.list': RunTrust;
  'drawing.continue': Continued;
  'drawing.train': DrawingTrainingState;
  'drawing.stop': DrawingTrainingState;
  'drawing.state': DrawingTrainingState;
  'episodes.recipe': Recipe;
  'theatre.open': TheatreInfo;
  'theatre.control': null;
  'theatre.branches': BranchesAnswer;
  'theatre.close': null;
  /** Oldest first. */
  'branches.list': readonly BranchRecord[];
  'branches.keep': BranchRecord;
  'branches.rename': null;
  'branches.remove': null;
  'environments.preview': EnvironmentPreview;
  'environments.allow': null;
  'environments.inspectModel': ModelInspection;
}

export interface StudyDetail {
  readonly study: Study;
  /** By run; those without a result are left out. */
  readonly results: Readonly<Record<string, RunResult>>;
}

/** A completed experiment that is what a cell of a study would train. */
export interface TrainedBefore {
  /** `StudyRow.key` */
  readonly row: string;
  readonly seed: number;
  readonly runId: string;
}

export interface RunEvaluations {
  /** Newest first; those of checkpoints that made way for newer ones too. */
  readonly results: readonly EvaluationResult[];
  /** In the order in which they play. */
  readonly underWay: readonly EvaluationUnderWay[];
}

export interface RunTrust {
  /** Oldest first; those of checkpoints that made way for newer ones too. */
  readonly rows: readonly TrustRow[];
  /** In the order in which they measure. */
  readonly underWay: readonly TrustUnderWay[];
}

export interface RunDistribution {
  readonly name: string;
  readonly axis: Axis;
  readonly values: Float64Array;
}

/** Arguments of every topic. Events: `TopicEvents`. */
export const TOPICS = {
  /** Any run's summary changed, appeared or went. */
  runs: nothing,
  /** Any study changed, appeared or went. What its runs do is told by `runs`. */
  studies: nothing,
  /** What people asked for is played, of whatever run. */
  evaluations: nothing,
  /** The course's drawing model is trained. */
  drawing: nothing,
  /** How long the disk lasts. */
  disk: nothing,
  /** How far the import under way has come. */
  imports: nothing,
  /** One run's records and live pictures. */
  run: runOnly,
  theatre: z.strictObject({ sessionId: id }),
} as const satisfies Readonly<Record<string, z.ZodType>>;
export type TopicName = keyof typeof TOPICS;
export type TopicArguments<Name extends TopicName> = z.input<(typeof TOPICS)[Name]>;

export interface TopicEvents {
  runs:
    | { readonly kind: 'changed'; readonly run: RunSummary }
    /** Several at once, by one command. */
    | { readonly kind: 'manyChanged'; readonly runs: readonly RunSummary[] }
    | { readonly kind: 'removed'; readonly runIds: readonly string[] };
  studies:
    | { readonly kind: 'changed'; readonly study: Study }
    | { readonly kind: 'removed'; readonly studyIds: readonly string[] };
  evaluations: { readonly kind: 'underWay'; readonly evaluations: readonly EvaluationUnderWay[] };
  drawing: { readonly kind: 'state'; readonly state: DrawingTrainingState };
  disk: { readonly kind: 'forecast'; readonly forecast: DiskForecast };
  imports:
    /** Of the file, unpacked. */
    | { readonly kind: 'progress'; readonly doneBytes: number; readonly totalBytes: number }
    | { readonly kind: 'ended' };
  run:
    | { readonly kind: 'summary'; readonly run: RunSummary }
    | { readonly kind: 'progress'; readonly progress: PhaseProgress }
    | MetricRecord
    | { readonly kind: 'episode'; readonly episode: EpisodeSummary }
    | { readonly kind: 'checkpoint'; readonly checkpoint: CheckpointSummary }
    | { readonly kind: 'log'; readonly entry: LogEntry }
    | { readonly kind: 'evaluationProgress'; readonly evaluation: EvaluationUnderWay }
    /** It is done, and stored. */
    | { readonly kind: 'evaluation'; readonly evaluation: EvaluationResult }
    /** It ended without a result: cancelled where there is no error. */
    | {
        readonly kind: 'evaluationEnded';
        readonly evaluationId: string;
        readonly checkpointId: string;
        readonly error: ErrorReport | null;
      }
    | { readonly kind: 'trustProgress'; readonly measurement: TrustUnderWay }
    /** It is done, and stored. */
    | { readonly kind: 'trust'; readonly trust: TrustRow }
    /** It ended without figures: cancelled where there is no error. */
    | { readonly kind: 'trustEnded'; readonly measurement: TrustUnderWay; readonly error: ErrorReport | null }
    /** Lossy. */
    | { readonly kind: 'pictures'; readonly phase: string; readonly panel: PicturePanel }
    | { readonly kind: 'distribution'; readonly distribution: RunDistribution };
  theatre:
    | { readonly kind: 'info'; readonly info: TheatreInfo }
    | { readonly kind: 'scene'; readonly scene: Scene }
    | { readonly kind: 'state'; readonly state: TheatreState }
    | { readonly kind: 'timeline'; readonly timeline: TheatreTimeline }
    /** Lossy: latest only, the next goes out when the last is acknowledged. */
    | { readonly kind: 'frame'; readonly frame: TheatreFrame }
    | { readonly kind: 'failed'; readonly error: ErrorReport };
}

/** What a client sends. */
export const CLIENT_MESSAGE_SCHEMA = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: z.number().int(), command: z.string(), args: z.unknown() }),
  z.strictObject({ type: z.literal('listen'), id: z.number().int(), topic: z.string(), args: z.unknown() }),
  z.strictObject({ type: z.literal('unlisten'), id: z.number().int() }),
  /** The listener's last lossy event has been drawn. */
  z.strictObject({ type: z.literal('acknowledge'), id: z.number().int() }),
]);
export type ClientMessage = z.infer<typeof CLIENT_MESSAGE_SCHEMA>;

/** What the host sends. `lossy` events wait for an acknowledgement; only the newest waits. */
export type HostMessage =
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: ErrorReport }
  | { readonly type: 'event'; readonly id: number; readonly event: unknown; readonly lossy: boolean }
  /** The topic ended by itself (its session closed, its run was removed). */
  | { readonly type: 'ended'; readonly id: number };

export { AXIS_SCHEMA };
