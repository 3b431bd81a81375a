/** What a query over experiments can ask for: the summary's own fields, every setting by its path or its label, every curve. */
import { ALGORITHMS } from '../algorithms/registry.ts';
import { configFields, type ConfigField } from '../config.ts';
import { algorithmKey, LANGUAGES, translate } from '../messages/index.ts';
import type { ColumnKey } from './columnKey.ts';

export const TEXT_FIELDS = [
  'tag',
  'status',
  'environment',
  'algorithm',
  'preset',
  'name',
  'notes',
  'id',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

export const NUMBER_FIELDS = ['score', 'best', 'steps', 'gradients', 'time', 'size'] as const;
export type NumberField = (typeof NUMBER_FIELDS)[number];

export const DATE_FIELDS = ['created', 'started', 'ended'] as const;
export type DateField = (typeof DATE_FIELDS)[number];

export const FLAGS = ['archived', 'scored', 'active', 'starred', 'study'] as const;
export type Flag = (typeof FLAGS)[number];

/** Names that are taken for others. */
const ALSO: Readonly<Record<string, string>> = { env: 'environment', tags: 'tag' };

export const CURVE_FUNCTIONS = ['last', 'best', 'lowest'] as const;
export type CurveFunction = (typeof CURVE_FUNCTIONS)[number];

export type QueryField =
  | { readonly kind: 'text'; readonly name: TextField }
  | { readonly kind: 'number'; readonly name: NumberField }
  | { readonly kind: 'date'; readonly name: DateField }
  /** Any of several columns: a label that settings of several parts share. */
  | { readonly kind: 'columns'; readonly keys: readonly ColumnKey[] };

export interface Vocabulary {
  /** Curves that any run has. */
  readonly metrics: readonly string[];
}

export interface Setting {
  readonly path: string;
  /** What algorithms call it, in each language. */
  readonly labels: readonly string[];
  /** Of the algorithm that has it first. */
  readonly field: ConfigField;
}

let madeSettings: ReadonlyMap<string, Setting> | undefined;

/** By path, of all algorithms. */
export function settings(): ReadonlyMap<string, Setting> {
  madeSettings ??= makeSettings();
  return madeSettings;
}

function makeSettings(): ReadonlyMap<string, Setting> {
  const made = new Map<string, { path: string; labels: Set<string>; field: ConfigField }>();
  for (const algorithm of Object.keys(ALGORITHMS)) {
    for (const field of configFields(algorithm)) {
      const known = made.get(field.path) ?? { path: field.path, labels: new Set(), field };
      made.set(field.path, known);
      for (const language of LANGUAGES) {
        const key = algorithmKey(algorithm, `config.${field.path}.label`);
        const label = translate(language, key);
        if (label !== key) known.labels.add(label);
      }
    }
  }
  return new Map([...made].map(([path, { labels, field }]) => [path, { path, labels: [...labels], field }]));
}

/** @param name as it was typed, without quotation marks @returns null: nothing is called so */
export function resolveField(name: string, { metrics }: Vocabulary): QueryField | null {
  const lower = name.toLowerCase();
  const plain = Object.hasOwn(ALSO, lower) ? (ALSO[lower] ?? lower) : lower;
  const text = TEXT_FIELDS.find((known) => known === plain);
  if (text !== undefined) return { kind: 'text', name: text };
  const number = NUMBER_FIELDS.find((known) => known === plain);
  if (number !== undefined) return { kind: 'number', name: number };
  const date = DATE_FIELDS.find((known) => known === plain);
  if (date !== undefined) return { kind: 'date', name: date };
  if (lower === 'last') return curveField('score', 'last', null, metrics);
  const at = /^(.+)@([\d.,]+[kMG]?)$/.exec(name);
  const steps = at === null ? null : stepsOf(at[2] ?? '');
  if (at !== null && steps !== null) return curveField(at[1] ?? '', 'at', steps, metrics);
  const curve = metrics.find((metric) => metric.toLowerCase() === lower);
  if (curve !== undefined) return curveField(curve, 'last', null, metrics);
  const paths = settingPaths(lower);
  return paths.length === 0
    ? null
    : { kind: 'columns', keys: paths.map((path) => ({ kind: 'config', path })) };
}

/** `best(evaluation/return)`: a figure of a curve. @returns null: there is no such curve */
export function resolveCurve(
  figure: CurveFunction,
  metric: string,
  { metrics }: Vocabulary,
): QueryField | null {
  return curveField(metric, figure, null, metrics);
}

function curveField(
  name: string,
  figure: Extract<ColumnKey, { kind: 'metric' }>['figure'],
  steps: number | null,
  metrics: readonly string[],
): QueryField | null {
  const lower = name.toLowerCase();
  const metric = lower === 'score' ? null : metrics.find((known) => known.toLowerCase() === lower);
  if (metric === undefined) return null;
  return { kind: 'columns', keys: [{ kind: 'metric', metric, figure, steps }] };
}

function stepsOf(text: string): number | null {
  const found = /^([\d.]+)([kMG]?)$/.exec(text.replaceAll(',', ''));
  if (found === null || !Number.isFinite(Number(found[1]))) return null;
  const factor = { k: 1e3, M: 1e6, G: 1e9 }[found[2] ?? ''] ?? 1;
  return Number(found[1]) * factor;
}

/** By the whole path, else by its end (`latentSize`), else by the label in any language. */
function settingPaths(lower: string): readonly string[] {
  const all = [...settings().values()];
  const whole = all.filter(({ path }) => path.toLowerCase() === lower);
  if (whole.length > 0) return whole.map(({ path }) => path);
  const ending = all.filter(({ path }) => path.toLowerCase().endsWith(`.${lower}`));
  if (ending.length > 0) return ending.map(({ path }) => path);
  return all
    .filter(({ labels }) => labels.some((label) => label.toLowerCase() === lower))
    .map(({ path }) => path);
}

/** Everything that a field can be called, for completion and for guessing what was meant. */
export function fieldNames({ metrics }: Vocabulary): readonly string[] {
  return [...TEXT_FIELDS, ...NUMBER_FIELDS, ...DATE_FIELDS, 'is', ...settings().keys(), ...metrics];
}
