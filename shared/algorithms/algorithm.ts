/**
 * What the studio knows of an algorithm without running it: its settings, presets and phases, which curves tell how it goes, and
 * what the doctor reads off them. Texts are in the catalogue, under the algorithm's id. Each algorithm is one folder beside
 * this file and one line in registry.ts; how it trains and acts is in src-main/algorithms.
 */
import type { z } from 'zod';
import type { DeepPartialConfig } from '../configFields.ts';
import type { ErrorCode, ErrorValues } from '../errors.ts';
import type { PolicyName } from '../trust.ts';
import type { AxisName, CheckpointSummary, EpisodeSummary, MetricSeries, RunDetail } from '../run.ts';

/** Preset name to what it changes, environment by environment; `*` for all. Later wins. The quickest preset comes first. */
export type Presets = Readonly<Record<string, Readonly<Record<string, DeepPartialConfig>>>>;

/**
 * Settings that do not go together, though each is within its bounds: found where a config is resolved, and shown at the field
 * in the form. Every conflict is an error code, so that form and command line say the same.
 */
export interface ConfigConflict {
  readonly code: Extract<ErrorCode, `config.${string}`>;
  /** The field to change, dotted. */
  readonly field: string;
  readonly values: ErrorValues;
}

/** Runs whose configs differ in `laterGroups` only can begin from a checkpoint of one another. */
export interface PhaseSharing {
  /** The last phase that is shared. */
  readonly after: string;
  /** Phases whose checkpoints hold what is shared. */
  readonly laterPhases: readonly string[];
  /** First parts of config paths that matter only later. */
  readonly laterGroups: readonly string[];
  /** Values without which later phases come back to what is shared. */
  readonly needs: Readonly<Record<string, number | string | boolean>>;
}

export interface ChartPlan {
  /** Message key `chart.<id>`, or the metric's own name where the catalogue has none. */
  readonly id: string;
  readonly metrics: readonly string[];
}

/** How a curve is drawn; colours are the interface's names. */
export interface CurveLook {
  readonly colour: 'real' | 'seen' | 'dreamt' | 'error' | 'muted';
  readonly dash?: readonly number[];
}

export interface AlgorithmCharts<Config> {
  /** Metrics that are read against each other. */
  readonly together: readonly ChartPlan[];
  /** The two or three curves that say how it goes, by phase. Only those that exist are drawn. */
  readonly matters: Readonly<Record<string, readonly string[]>>;
  /** Charts whose scores may be set beside published ones. */
  readonly scores: readonly string[];
  /** Phases in which the scores of a population are drawn. */
  readonly populations: readonly string[];
  /** What a chart runs over. */
  axis(chart: string, config: Config): AxisName;
  /** Undefined where nothing is special about a metric. */
  look(metric: string): CurveLook | undefined;
}

/** What the doctor says: a message `finding.<id>`. */
export interface Finding {
  readonly id: string;
  readonly level: 'good' | 'warning' | 'bad';
  readonly values: Readonly<Record<string, number>>;
  /** Whom it speaks of: `{policy}` in its text. */
  readonly policy?: PolicyName;
  /** A part of the action, in the environment's own words: `{action}`. */
  readonly action?: string;
}

/** What diagnosis needs of a run's metrics. */
export interface MetricReader {
  last(name: string): number | undefined;
  values(name: string): Float64Array | undefined;
  /** Environment steps at which those were measured, as many; absent: not known. */
  steps?(name: string): Float64Array | undefined;
  readonly names: readonly string[];
}

export interface DiagnosedRun<Config> extends Pick<RunDetail, 'environment' | 'exact' | 'result' | 'score'> {
  readonly config: Config;
}

export interface Diagnosis<Config> {
  /** All that `read` may find. */
  readonly ids: readonly string[];
  read(run: DiagnosedRun<Config>, metrics: MetricReader): readonly Finding[];
}

export interface Interval {
  readonly mean: number;
  /** Half of the 95% confidence interval of the mean. */
  readonly half: number;
}

/** A score in the dream beside the score in reality, at one evaluation of a run that learns in a dream. */
export interface DreamCheck {
  /** Where it stood: the generation of its search, or the steps of the dream that it has learnt from. */
  readonly at: number;
  readonly virtual: Interval;
  readonly actual: Interval;
  /** What the dream promises beyond reality, with its own interval. */
  readonly gap: Interval;
  /** The whole interval of the gap lies above zero. */
  readonly exploits: boolean;
  /** Dreams recorded at this evaluation, the longest first. */
  readonly dreams: readonly EpisodeSummary[];
}

/** What the dreams of its runs are to another run's agent. */
export interface DreamOffer<Config> {
  /** A temperature says how widely they sample. */
  readonly hasTemperature: boolean;
  /** What is not predicted, without which nothing can be learnt there; null: nothing. */
  lacks(environment: string, config: Config): 'reward' | 'end' | null;
  /** Settings under which it takes other actions than the environment does, as `name: here / in the dream`; absent: none. */
  otherActions?(config: Config): readonly string[];
  /** Whether a checkpoint holds the whole model, as far as can be told without its file. */
  isWhole(checkpoint: Pick<CheckpointSummary, 'phase' | 'reason'>): boolean;
}

/** @typeParam Config what `schema` makes of any input that it takes */
export interface AlgorithmDefinition<Config> {
  readonly id: string;
  readonly schema: z.ZodType<Config>;
  /** Environment ids it can train on. */
  readonly environments: readonly string[];
  /** One round's, in order: what a run that has not begun will do. */
  readonly phases: readonly string[];
  /** A checkpoint holds a world model: it can look at what others do, and dream beside them. */
  readonly hasWorldModel: boolean;
  /** Which metric is the score shown in tables. */
  readonly scoreMetric: string;
  readonly presets: Presets;
  /** What one run can take over from another, so that a study need not train it again. */
  readonly sharing?: PhaseSharing;
  readonly charts: AlgorithmCharts<Config>;
  readonly diagnosis: Diagnosis<Config>;
  conflicts(environment: string, config: Config): readonly ConfigConflict[];
  /** Whether a run that is done again does the same, to the last bit; absent: always. */
  repeats?(config: Config): boolean;
  /**
   * Whether there is a dream in pictures to play.
   * @param observation the config's `environment.observation`; null where it has none
   */
  dreamsInPictures(observation: string | null): boolean;
  /** Absent where there is no world model to dream with. */
  readonly dreams?: DreamOffer<Config>;
  /** Whether a checkpoint of that phase holds a behaviour, as far as can be told without its file. */
  mayAct(config: Config, phase: string): boolean;
  /** Of the dreams that a run learns in or shows, where they can be made wilder or tamer; absent: they cannot. */
  dreamTemperature?(config: Config): number;
  /** Steps of the dreams that behaviour is taught on; absent or null where it is taught otherwise. */
  imaginedSteps?(config: Config): number | null;
  /**
   * Every evaluation of a run that learns in its dream, oldest first; none where it does not. Absent where it never does.
   * @param find a metric's series by name
   */
  dreamChecks?(
    config: Config,
    find: (name: string) => MetricSeries | undefined,
    episodes: readonly EpisodeSummary[],
  ): readonly DreamCheck[];
}

/** One of whose config nothing is known but that its own schema has parsed it. */
export type AnyAlgorithm = AlgorithmDefinition<Readonly<Record<string, unknown>>>;
