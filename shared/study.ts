/**
 * A study: runs of one algorithm with something varied, or of several beside each other, each row over the same seeds. The definition is what the page
 * makes, what `studio study FILE.json` reads and what the store keeps; rows and runs follow from it alone.
 */
import { z } from 'zod';
import { algorithmDefinition } from './algorithms/registry.ts';
import { configFields, configValue, nestConfig, resolveConfig } from './config.ts';
import type { PhaseSharing } from './algorithms/algorithm.ts';
import { StudioError } from './errors.ts';
import { HERE, WHERE_SCHEMA } from './machines.ts';
import { LARGEST_SEED } from './seed.ts';

/** More would be a mistake in a grid rather than a plan. */
export const MOST_STUDY_RUNS = 500;

/** Of a study's runs, or of all. */
export const MOST_AT_ONCE = 64;
/** The setting that says how many trainings, from 1 to `MOST_AT_ONCE`. */
export const CONCURRENCY_SETTING = 'training.concurrent';

const CONFIG_VALUE = z.union([z.number(), z.string().max(200), z.boolean()]);
export type ConfigValue = z.infer<typeof CONFIG_VALUE>;
/** Dotted paths, such as `controller.temperature`. */
const SETTINGS = z.record(z.string().min(1).max(200), CONFIG_VALUE);
export type Settings = Readonly<Record<string, ConfigValue>>;

/** What is varied: every combination of some fields' values, or rows that are named and chosen one by one. */
const VARIATION_SCHEMA = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('grid'),
    fields: z
      .array(
        z.strictObject({
          path: z.string().min(1).max(200),
          values: z.array(CONFIG_VALUE).min(1).max(200),
        }),
      )
      .max(20),
  }),
  z.strictObject({
    kind: z.literal('list'),
    rows: z
      .array(
        z.strictObject({
          name: z.string().trim().min(1).max(120),
          /** Another than the study's own, with a preset of that one. */
          algorithm: z.string().min(1).max(100).optional(),
          preset: z.string().min(1).max(100).optional(),
          settings: SETTINGS,
        }),
      )
      .min(1)
      .max(MOST_STUDY_RUNS),
  }),
]);

/** A figure that others published for some rows, to stand beside ours. */
const PUBLISHED_SCHEMA = z.strictObject({
  /** Rows that have all of these values. */
  settings: SETTINGS.default({}),
  /** All environments where it is left out. */
  environment: z.string().max(100).optional(),
  /** Likewise. */
  algorithm: z.string().max(100).optional(),
  /** A column's figure; the score where it is left out. */
  figure: z.string().max(100).optional(),
  mean: z.number(),
  deviation: z.number().min(0).optional(),
  source: z.string().min(1).max(300),
});

/** A column beside the score: a figure of each run's result. */
const COLUMN_SCHEMA = z.strictObject({
  figure: z.string().min(1).max(100),
  /** The figure that is its standard deviation over episodes. */
  deviation: z.string().min(1).max(100).optional(),
  /** The figure that counts those episodes. */
  episodes: z.string().min(1).max(100).optional(),
  title: z.string().trim().min(1).max(60),
});

export const STUDY_SCHEMA = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** What it is to find out, and later what was found. */
  question: z.string().max(100_000).default(''),
  algorithm: z.string().min(1).max(100),
  /** More than one: every row is made for each. */
  environments: z.array(z.string().min(1).max(100)).min(1).max(100),
  preset: z.string().min(1).max(100),
  /** Over the preset, in every run. */
  settings: SETTINGS.default({}),
  vary: VARIATION_SCHEMA.default({ kind: 'grid', fields: [] }),
  seeds: z.array(z.number().int().min(0).max(LARGEST_SEED)).min(1).max(100).default([0]),
  /** How many of its runs may train at a time, within what the studio allows at all. */
  concurrent: z.number().int().min(1).max(MOST_AT_ONCE).default(1),
  /** Where its runs are trained: `here`, `anywhere`, or a worker's id. */
  where: WHERE_SCHEMA.default(HERE),
  /** Runs of one seed begin where the first of them had trained what their configs have in common. */
  share: z.boolean().default(false),
  columns: z.array(COLUMN_SCHEMA).max(8).default([]),
  published: z.array(PUBLISHED_SCHEMA).max(500).default([]),
});
export type StudyDefinition = z.output<typeof STUDY_SCHEMA>;
export type StudyInput = z.input<typeof STUDY_SCHEMA>;

export interface Study {
  readonly id: string;
  readonly definition: StudyDefinition;
  readonly archived: boolean;
  readonly createdAt: string;
}

export interface StudyRow {
  /** The same for the same environment and values, so that a study that grew keeps its runs. */
  readonly key: string;
  readonly environment: string;
  readonly algorithm: string;
  readonly preset: string;
  /** Given in a list; null in a grid. */
  readonly name: string | null;
  /** What is varied, and what this row has of it. */
  readonly settings: Settings;
}

/** Paths that are varied, in their order. */
export function variedPaths({ vary }: StudyDefinition): readonly string[] {
  if (vary.kind === 'grid') return vary.fields.map(({ path }) => path);
  return [...new Set(vary.rows.flatMap(({ settings }) => Object.keys(settings)))];
}

/** Every row, environment by environment; in a grid the last field changes fastest. Checks nothing. */
export function studyRows(definition: StudyDefinition): readonly StudyRow[] {
  const { vary, environments, algorithm, preset } = definition;
  const variants: readonly Variant[] =
    vary.kind === 'list'
      ? vary.rows.map((row) => ({
          ...row,
          algorithm: row.algorithm ?? algorithm,
          preset: row.preset ?? preset,
        }))
      : vary.fields
          .reduce<readonly Settings[]>(
            (rows, { path, values }) =>
              rows.flatMap((row) => values.map((value) => ({ ...row, [path]: value }))),
            [{}],
          )
          .map((settings) => ({ name: null, algorithm, preset, settings }));
  return environments.flatMap((environment) =>
    variants.map((variant) => ({ key: rowKey(definition, environment, variant), environment, ...variant })),
  );
}

type Variant = Pick<StudyRow, 'name' | 'algorithm' | 'preset' | 'settings'>;

function rowKey(
  study: Pick<StudyDefinition, 'algorithm' | 'preset'>,
  environment: string,
  { algorithm, preset, settings }: Variant,
): string {
  const parts = Object.entries(settings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, value]) => `${path}=${JSON.stringify(value)}`);
  // Named only where they differ: so rows of older studies keep their keys.
  const own = algorithm === study.algorithm && preset === study.preset ? [] : [`${algorithm}/${preset}`];
  return [environment, ...own, ...parts].join(' ');
}

/** Every algorithm of which it makes runs, its own first if it has rows of that. */
export function studyAlgorithms({
  algorithm,
  vary,
}: Pick<StudyDefinition, 'algorithm' | 'vary'>): readonly string[] {
  if (vary.kind === 'grid') return [algorithm];
  return [...new Set(vary.rows.map((row) => row.algorithm ?? algorithm))];
}

/** Between a study's name and what tells its run from the others. */
const NAME_SEPARATOR = ': ';

/** The name of a run that a study makes. */
export function nameFromStudy(study: string, row: string): string {
  return `${study}${NAME_SEPARATOR}${row}`.slice(0, 200);
}

/** The run's own part of such a name; all of it where it has been given another. */
export function nameInStudy(study: string, name: string): string {
  const beginning = `${study}${NAME_SEPARATOR}`;
  return name.startsWith(beginning) ? name.slice(beginning.length) : name;
}

/** Rows of each environment, without making them. */
export function variantCount(vary: StudyDefinition['vary']): number {
  return vary.kind === 'list'
    ? vary.rows.length
    : vary.fields.reduce((product, { values }) => product * values.length, 1);
}

/** How many runs it makes, likewise. */
export function studyRunCount({
  vary,
  environments,
  seeds,
}: Pick<StudyDefinition, 'vary' | 'environments' | 'seeds'>): number {
  return variantCount(vary) * environments.length * seeds.length;
}

/** One run's validated config. @throws StudioError as `resolveConfig`. */
export function studyConfig(
  { settings }: StudyDefinition,
  row: StudyRow,
  seed: number,
): Record<string, unknown> {
  return resolveConfig(
    row.algorithm,
    row.environment,
    row.preset,
    nestConfig({ ...settings, ...row.settings, seed }),
  );
}

/**
 * A definition from outside, with defaults filled in and every config that it makes checked.
 * @throws StudioError `study.*`, or as `resolveConfig`: the first thing that is wrong.
 */
export function checkStudy(input: unknown): StudyDefinition {
  const parsed = STUDY_SCHEMA.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StudioError('study.invalid', {
      field: issue?.path.join('.') ?? '',
      reason: issue?.message ?? '',
    });
  }
  const definition = parsed.data;
  const count = studyRunCount(definition);
  if (count > MOST_STUDY_RUNS) throw new StudioError('study.tooMany', { count, limit: MOST_STUDY_RUNS });
  checkPaths(definition);
  const rows = studyRows(definition);
  const twice = repeated(rows.map(({ key }) => key)) ?? repeated(definition.seeds.map(String));
  if (twice !== undefined) throw new StudioError('study.repeats', { row: twice });
  // A seed changes no other field, so one of them stands for all.
  for (const row of rows) studyConfig(definition, row, definition.seeds[0] ?? 0);
  if (definition.share) checkSharing(definition);
  return definition;
}

function checkPaths(definition: StudyDefinition): void {
  const common = Object.keys(definition.settings);
  if ([...common, ...variedPaths(definition)].includes('seed')) throw new StudioError('study.seedsApart');
  for (const { algorithm, settings } of studyRows(definition)) {
    const known = new Set(configFields(algorithm).map(({ path }) => path));
    const field = [...common, ...Object.keys(settings)].find((path) => !known.has(path));
    if (field !== undefined) throw new StudioError('study.unknownField', { field, algorithm });
  }
}

function checkSharing(definition: StudyDefinition): void {
  const { algorithm } = definition;
  const { sharing } = algorithmDefinition(algorithm);
  if (studyAlgorithms(definition).length > 1)
    throw new StudioError('study.cannotShare', { field: 'algorithm' });
  if (sharing === undefined) throw new StudioError('study.nothingToShare', { algorithm });
  const field = unshareablePath(sharing, definition);
  if (field !== null) throw new StudioError('study.cannotShare', { field });
}

/** The first path that keeps runs from sharing, because what is shared depends on it; null: they may share. */
export function unshareablePath(sharing: PhaseSharing, definition: StudyDefinition): string | null {
  const isLater = (path: string) => sharing.laterGroups.includes(path.split('.')[0] ?? '');
  const early = variedPaths(definition).find((path) => !isLater(path));
  if (early !== undefined) return early;
  const [row] = studyRows(definition);
  if (row === undefined) return null;
  const config = studyConfig(definition, row, definition.seeds[0] ?? 0);
  const needed = Object.entries(sharing.needs).find(([path, value]) => configValue(config, path) !== value);
  return needed?.[0] ?? null;
}

function repeated(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}

/** The figure that was published for a row and a column (null: the score). */
export function publishedFor(
  { published }: StudyDefinition,
  row: StudyRow,
  figure: string | null,
): StudyDefinition['published'][number] | null {
  return (
    published.find(
      (entry) =>
        (entry.figure ?? null) === figure &&
        (entry.algorithm ?? row.algorithm) === row.algorithm &&
        (entry.environment ?? row.environment) === row.environment &&
        Object.entries(entry.settings).every(([path, value]) => row.settings[path] === value),
    ) ?? null
  );
}
