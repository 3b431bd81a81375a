/** What a field of the query language is of each run: one value, for axes and colours of drawings over the history. */
import type { RunSummary } from '../run.ts';
import { columnId, type ColumnKey, type ColumnValue } from './columnKey.ts';
import { DATE, NUMBER, type Column } from './evaluateQuery.ts';
import {
  CURVE_FUNCTIONS,
  DATE_FIELDS,
  NUMBER_FIELDS,
  resolveCurve,
  resolveField,
  settings,
  type QueryField,
  type Vocabulary,
} from './queryFields.ts';

/** Texts of a summary by which runs fall into a few kinds; names, notes and tags tell single runs apart instead. */
export const KIND_FIELDS = ['algorithm', 'environment', 'preset', 'status'] as const;
export type KindField = (typeof KIND_FIELDS)[number];

export const isKindField = (name: string): name is KindField => KIND_FIELDS.some((known) => known === name);

export type ValueField =
  { readonly kind: 'text'; readonly name: KindField } | Exclude<QueryField, { readonly kind: 'text' }>;

/** What can be drawn, as the query language writes it: the summary's own, every setting, every curve with its figures. */
export function valueNames({ metrics }: Vocabulary): readonly string[] {
  return [
    ...NUMBER_FIELDS,
    ...DATE_FIELDS,
    ...KIND_FIELDS,
    ...settings().keys(),
    ...metrics.flatMap((metric) => [metric, `best(${metric})`, `lowest(${metric})`]),
  ];
}

/**
 * @param name as in a query: `score`, `vision.latentSize`, `best(evaluation/return)`, `score@100k`, a label with or without
 * quotation marks @returns null: nothing is called so, or it is another text for every run
 */
export function valueField(name: string, vocabulary: Vocabulary): ValueField | null {
  const call = /^(\w+)\((.+)\)$/.exec(name.trim());
  const figure = CURVE_FUNCTIONS.find((known) => known === call?.[1]?.toLowerCase());
  const field =
    figure === undefined
      ? resolveField(unquoted(name), vocabulary)
      : resolveCurve(figure, unquoted(call?.[2] ?? ''), vocabulary);
  if (field?.kind !== 'text') return field;
  return isKindField(field.name) ? { kind: 'text', name: field.name } : null;
}

const unquoted = (name: string): string => name.trim().replace(/^"(.*)"$/, '$1');

/** What has to be asked of the store before the field can be read. */
export const valueColumns = (field: ValueField): readonly ColumnKey[] =>
  field.kind === 'columns' ? field.keys : [];

/**
 * In the order of the runs; dates in milliseconds since 1970. Of settings that share a label, a run has the value of the first
 * that it knows. @returns undefined: the store has not answered yet
 */
export function fieldValues(
  field: ValueField,
  runs: readonly RunSummary[],
  column: (key: ColumnKey) => Column | undefined,
): readonly ColumnValue[] | undefined {
  switch (field.kind) {
    case 'text':
      return runs.map((run) => run[field.name]);
    case 'number':
      return runs.map(NUMBER[field.name]);
    case 'date': {
      const read = DATE[field.name];
      return runs.map((run) => {
        const date = read(run);
        return date === null ? null : Date.parse(date);
      });
    }
    case 'columns': {
      const columns = new Map(field.keys.map((key) => [columnId(key), column(key)]));
      const there = [...columns.values()].filter((values) => values !== undefined);
      if (there.length < columns.size) return undefined;
      return runs.map(({ id }) => {
        for (const values of there) {
          const value = values.get(id);
          if (value !== undefined && value !== null) return value;
        }
        return null;
      });
    }
  }
}
