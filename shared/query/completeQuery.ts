/** What may be typed next in a query over experiments. */
import { LANGUAGES, translate } from '../messages/index.ts';
import { RUN_STATUSES, type RunSummary } from '../run.ts';
import {
  CURVE_FUNCTIONS,
  DATE_FIELDS,
  FLAGS,
  NUMBER_FIELDS,
  resolveField,
  settings,
  TEXT_FIELDS,
  type TextField,
  type Vocabulary,
} from './queryFields.ts';
import type { QueryNode } from './parseQuery.ts';
import { queryTokens, type Token } from './queryTokens.ts';

export interface QueryOption {
  /** Takes the place of what is being typed. */
  readonly text: string;
  /** A message key that says what it is, or the text itself. */
  readonly detail: string;
  /** For a setting: whose label says what it is. */
  readonly setting?: string;
}

export interface QueryCompletion {
  /** The characters that an option takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly QueryOption[];
}

const MOST_OPTIONS = 12;
const DATES = ['today', 'yesterday', '7d', '30d'] as const;

/** @param caret characters before the caret @param runs whose tags and names of places are offered */
export function completeQuery(
  text: string,
  caret: number,
  vocabulary: Vocabulary,
  runs: readonly RunSummary[],
): QueryCompletion {
  const before = queryTokens(text.slice(0, caret));
  const last = before.at(-1);
  const typing = last !== undefined && last.at + last.length === caret && typedText(last) !== null;
  const typed = typing ? (typedText(last) ?? '') : '';
  const operator = before.at(typing ? -2 : -1);
  const from = typing ? last.at : caret;
  const to = caret;
  if (operator?.kind === 'operator' && (typing || operator.at + operator.length === caret)) {
    const field = before.at(typing ? -3 : -2);
    const values = field === undefined ? [] : valuesOf(field, vocabulary, runs);
    return { from, to, options: matching(values, typed) };
  }
  if (typed === '') return { from, to, options: [] };
  return { from, to, options: matching(names(vocabulary), typed) };
}

/**
 * A word of a query that nothing was found by, and the field that it may be the beginning of: a person who types a name on its
 * way to a comparison has not looked for that word. Null: no word is like that.
 */
export function meantField(
  node: QueryNode,
  vocabulary: Vocabulary,
): { readonly word: string; readonly field: string } | null {
  switch (node.kind) {
    case 'words': {
      const [option] = matching(names(vocabulary), node.text);
      return option === undefined ? null : { word: node.text, field: option.text.trim() };
    }
    case 'all':
    case 'any':
      for (const part of node.parts) {
        const found = meantField(part, vocabulary);
        if (found !== null) return found;
      }
      return null;
    case 'not':
    case 'flag':
    case 'compare':
      return null;
  }
}

function typedText(token: Token): string | null {
  if (token.kind === 'word') return token.text;
  return token.kind === 'quoted' && !token.closed ? token.text : null;
}

interface Candidate extends QueryOption {
  /** What it may be found by, in lower case, best first. */
  readonly findable: readonly string[];
}

function matching(candidates: readonly Candidate[], typed: string): readonly QueryOption[] {
  const wanted = typed.toLowerCase();
  const ranked = candidates.flatMap((candidate) => {
    const rank = Math.min(...candidate.findable.map((name, index) => rankOf(name, wanted) + index / 100));
    return rank >= 4 || candidate.text.trim().toLowerCase() === wanted ? [] : [{ candidate, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, MOST_OPTIONS).map(({ candidate: { text, detail, setting } }) => ({
    text,
    detail,
    ...(setting === undefined ? {} : { setting }),
  }));
}

/** The whole, its beginning, the beginning of a part or word. 4: not at all. */
function rankOf(name: string, wanted: string): number {
  if (wanted === '') return 1;
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  const at = name.indexOf(wanted);
  if (at > 0 && /[\s./_-]/.test(name[at - 1] ?? '')) return 2;
  return at > 0 && wanted.length > 2 && /[A-Z]/i.test(name[at] ?? '') ? 3 : 4;
}

function names({ metrics }: Vocabulary): readonly Candidate[] {
  const plain = (name: string, ending: string): Candidate => ({
    text: `${name}${ending}`,
    detail: `query.field.${name}`,
    findable: [name],
  });
  return [
    ...TEXT_FIELDS.map((name) => plain(name, ':')),
    ...NUMBER_FIELDS.map((name) => plain(name, ' > ')),
    ...DATE_FIELDS.map((name) => plain(name, ' > ')),
    plain('is', ':'),
    ...CURVE_FUNCTIONS.map((name): Candidate => ({
      text: `${name}(`,
      detail: `query.function.${name}`,
      findable: [`${name}(`],
    })),
    ...[...settings().values()].map(({ path, labels }): Candidate => ({
      text: `${path} = `,
      detail: path,
      setting: path,
      findable: [path.toLowerCase(), ...labels.map((label) => label.toLowerCase())],
    })),
    ...metrics.map((metric): Candidate => ({
      text: `${metric} > `,
      detail: 'query.curve',
      findable: [metric.toLowerCase()],
    })),
  ];
}

function valuesOf(field: Token, vocabulary: Vocabulary, runs: readonly RunSummary[]): readonly Candidate[] {
  const name = field.kind === 'word' || field.kind === 'quoted' ? field.text : '';
  if (name.toLowerCase() === 'is')
    return FLAGS.map((flag) => ({ text: flag, detail: `query.flag.${flag}`, findable: [flag] }));
  const resolved = resolveField(name, vocabulary);
  switch (resolved?.kind) {
    case 'text':
      return textValues(resolved.name, runs);
    case 'date':
      return DATES.map((date) => ({ text: date, detail: `query.date.${date}`, findable: [date] }));
    case 'columns':
      return resolved.keys.flatMap((key) => (key.kind === 'config' ? settingValues(key.path, key.path) : []));
    case 'number':
    case undefined:
      return [];
  }
}

function settingValues(path: string, detail: string): readonly Candidate[] {
  const field = settings().get(path)?.field;
  const choices = field?.type === 'toggle' ? ['on', 'off'] : (field?.choices ?? []);
  return choices.map((choice) => ({ text: choice, detail, setting: path, findable: [choice.toLowerCase()] }));
}

/** Shown names of what the id is found by, too. */
const SHOWN: Partial<Record<TextField, (id: string) => string>> = {
  status: (id) => `status.${id}`,
  environment: (id) => `environment.${id.replaceAll('/', '.')}.name`,
  algorithm: (id) => `algorithm.${id}.name`,
  preset: (id) => `preset.${id}.name`,
};

function textValues(name: TextField, runs: readonly RunSummary[]): readonly Candidate[] {
  const values = new Set<string>(
    name === 'status' ? RUN_STATUSES : runs.flatMap((run) => valuesIn(run, name)),
  );
  return [...values].sort().map((value) => {
    const key = SHOWN[name]?.(value);
    const shown =
      key === undefined ? [] : LANGUAGES.map((language) => translate(language, key).toLowerCase());
    return {
      text: /[\s()"]/u.test(value) ? `"${value}"` : value,
      detail: key ?? `query.field.${name}`,
      findable: [value.toLowerCase(), ...shown],
    };
  });
}

function valuesIn(run: RunSummary, name: TextField): readonly string[] {
  switch (name) {
    case 'tag':
      return run.tags;
    case 'environment':
      return [run.environment];
    case 'algorithm':
      return [run.algorithm];
    case 'preset':
      return [run.preset];
    case 'status':
    case 'name':
    case 'notes':
    case 'id':
      return [];
  }
}
