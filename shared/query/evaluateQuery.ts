/** Whether a run is what a query asks for. */
import { algorithmKey, LANGUAGES, translate } from '../messages/index.ts';
import type { RunSummary } from '../run.ts';
import { columnId, type ColumnKey, type ColumnValue } from './columnKey.ts';
import type { QueryNode } from './parseQuery.ts';
import type { DateField, Flag, NumberField, TextField } from './queryFields.ts';
import type { Operator } from './queryTokens.ts';
import type { Span } from './queryValues.ts';

/** Marks runs that a person wants on top. */
export const STAR_TAG = 'starred';

/** Values of one column by run; a run that is missing has none. */
export type Column = ReadonlyMap<string, ColumnValue>;

/** @param values in the order of `runIds` */
export function columnOf(runIds: readonly string[], values: readonly ColumnValue[]): Column {
  return new Map(runIds.map((id, index) => [id, values[index] ?? null]));
}

export interface QueryColumns {
  column(key: ColumnKey): Column;
}

export type RunPredicate = (run: RunSummary) => boolean;
type Compare = Extract<QueryNode, { kind: 'compare' }>;

/** What has to be asked of the store before the query can be answered. */
export function neededColumns(node: QueryNode): readonly ColumnKey[] {
  const found = new Map<string, ColumnKey>();
  const visit = (at: QueryNode) => {
    if (at.kind === 'all' || at.kind === 'any') at.parts.forEach(visit);
    else if (at.kind === 'not') visit(at.part);
    else if (at.kind === 'compare' && at.field.kind === 'columns')
      for (const key of at.field.keys) found.set(columnId(key), key);
  };
  visit(node);
  return [...found.values()];
}

/** Columns are looked up once, not a run. */
export function runPredicate(node: QueryNode, columns: QueryColumns): RunPredicate {
  switch (node.kind) {
    case 'all': {
      const parts = node.parts.map((part) => runPredicate(part, columns));
      return (run) => parts.every((part) => part(run));
    }
    case 'any': {
      const parts = node.parts.map((part) => runPredicate(part, columns));
      return (run) => parts.some((part) => part(run));
    }
    case 'not': {
      const part = runPredicate(node.part, columns);
      return (run) => !part(run);
    }
    case 'words': {
      const wanted = node.text.toLowerCase();
      return (run) =>
        [run.name, run.notes, run.id, ...run.tags].some((text) => text.toLowerCase().includes(wanted));
    }
    case 'flag':
      return FLAG[node.flag];
    case 'compare':
      return comparison(node, columns);
  }
}

const FLAG: Readonly<Record<Flag, RunPredicate>> = {
  archived: (run) => run.archived,
  scored: (run) => run.score !== null,
  active: (run) => ['queued', 'starting', 'running', 'pausing'].includes(run.status),
  starred: (run) => run.tags.includes(STAR_TAG),
  study: (run) => run.studyId !== null,
};

export const NUMBER: Readonly<Record<NumberField, (run: RunSummary) => number | null>> = {
  score: (run) => run.score,
  best: (run) => run.bestScore,
  steps: (run) => run.axis.environmentSteps,
  gradients: (run) => run.axis.gradientSteps,
  time: (run) => run.wallSeconds,
  size: (run) => run.sizeBytes,
};

export const DATE: Readonly<Record<DateField, (run: RunSummary) => string | null>> = {
  created: (run) => run.createdAt,
  started: (run) => run.startedAt,
  ended: (run) => run.endedAt,
};

/** A key's text in every language, made once: ten thousand runs have a handful of them. */
const madeNames = new Map<string, readonly string[]>();
function namesOf(id: string, key: string): readonly string[] {
  const known = madeNames.get(key);
  if (known !== undefined) return known;
  const shown = LANGUAGES.map((language) => translate(language, key)).filter((text) => text !== key);
  const names = [...new Set([id, ...shown].map((text) => text.toLowerCase()))];
  madeNames.set(key, names);
  return names;
}

const lower = (text: string): readonly string[] => [text.toLowerCase()];

/** What a field's value may be called, in lower case: an environment by its id and by the name that is shown. */
const TEXT: Readonly<Record<TextField, (run: RunSummary) => readonly string[]>> = {
  tag: (run) => run.tags.map((tag) => tag.toLowerCase()),
  status: (run) => namesOf(run.status, `status.${run.status}`),
  environment: (run) => namesOf(run.environment, `environment.${run.environment.replaceAll('/', '.')}.name`),
  algorithm: (run) => namesOf(run.algorithm, algorithmKey(run.algorithm, 'name')),
  preset: (run) => namesOf(run.preset, `preset.${run.preset}.name`),
  name: (run) => lower(run.name),
  notes: (run) => lower(run.notes),
  id: (run) => lower(run.id),
};

function comparison(node: Compare, columns: QueryColumns): RunPredicate {
  const { field, operator, number, span } = node;
  switch (field.kind) {
    case 'number': {
      const read = NUMBER[field.name];
      return (run) => compares(read(run), operator, number ?? Number.NaN);
    }
    case 'date': {
      const read = DATE[field.name];
      return (run) => span !== null && inSpan(read(run), operator, span);
    }
    case 'text': {
      const read = TEXT[field.name];
      const test = textTest(operator, node.value.toLowerCase());
      if (operator === '!=') return (run) => !read(run).some(textTest('=', node.value.toLowerCase()));
      return (run) => read(run).some(test);
    }
    case 'columns': {
      const values = field.keys.map((key) => columns.column(key));
      const test = columnTest(node);
      return (run) => values.some((column) => test(column.get(run.id) ?? null));
    }
  }
}

/** What has no value is neither above nor below nor unlike anything. */
function compares(found: number | null, operator: Operator, wanted: number): boolean {
  if (found === null) return false;
  switch (operator) {
    case '>':
      return found > wanted;
    case '>=':
      return found >= wanted;
    case '<':
      return found < wanted;
    case '<=':
      return found <= wanted;
    case '!=':
      return found !== wanted;
    case '=':
    case ':':
      return found === wanted;
    case '~':
      return Math.abs(found - wanted) <= 0.01 * Math.abs(wanted);
  }
}

/** A day is after another when it begins once that has ended. */
function inSpan(date: string | null, operator: Operator, { from, to }: Span): boolean {
  if (date === null) return false;
  const at = Date.parse(date);
  switch (operator) {
    case '>':
      return at >= to;
    case '>=':
      return at >= from;
    case '<':
      return at < from;
    case '<=':
      return at < to || at === from;
    case '!=':
      return at < from || at >= to;
    case '=':
    case ':':
    case '~':
      // So long ago: from then on.
      return from === to ? at >= from : at >= from && at < to;
  }
}

/** `:` is a beginning, also of a word within; `=` the whole; `~` anywhere. All in lower case. */
function textTest(operator: Operator, wanted: string): (found: string) => boolean {
  if (operator === '=') return (found) => found === wanted;
  if (operator === '~') return (found) => found.includes(wanted);
  return (found) =>
    found.startsWith(wanted) || found.split(/[\s/_,.-]+/u).some((word) => word.startsWith(wanted));
}

const YES = ['true', 'on', 'yes'];
const NO = ['false', 'off', 'no'];

function columnTest({ operator, value, number }: Compare): (found: ColumnValue) => boolean {
  const wanted = value.toLowerCase();
  return (found) => {
    if (found === null) return false;
    if (typeof found === 'number') return number !== null && compares(found, operator, number);
    if (typeof found === 'boolean') {
      const agrees = (found ? YES : NO).includes(wanted);
      return operator === '!=' ? (found ? NO : YES).includes(wanted) : agrees;
    }
    const text = found.toLowerCase();
    return operator === '!=' ? text !== wanted : textTest(operator, wanted)(text);
  };
}
