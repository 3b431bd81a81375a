/**
 * The language in which experiments are asked for: `score > 700 tag:car (status:running or status:paused) vision.latentSize = 32
 * best(evaluation/return) > 800 created > 7d -is:archived "wide latents"`. Parts side by side are joined by and. What is wrong or
 * unfinished is told with its place; whatever stands beside it is still understood.
 */
import { RUN_STATUSES } from '../run.ts';
import { CURVE_FUNCTIONS, FLAGS, fieldNames, resolveCurve, resolveField } from './queryFields.ts';
import type { CurveFunction, Flag, QueryField, Vocabulary } from './queryFields.ts';
import { nearest } from './nearest.ts';
import { queryTokens, type Operator, type Place, type Token } from './queryTokens.ts';
import { parseDate, parseQuantity, type Span } from './queryValues.ts';

export type QueryNode =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly QueryNode[] }
  | { readonly kind: 'not'; readonly part: QueryNode }
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'flag'; readonly flag: Flag }
  | {
      readonly kind: 'compare';
      readonly field: QueryField;
      readonly operator: Operator;
      readonly value: string;
      /** Null where the value is no number. */
      readonly number: number | null;
      /** Of a date's field. */
      readonly span: Span | null;
    };

export const PROBLEM_CODES = [
  'unknownField',
  'unknownCurve',
  'unknownFlag',
  'unknownStatus',
  'missingValue',
  'missingField',
  'missingPart',
  'notANumber',
  'notADate',
  'notOrdered',
  'openQuote',
  'openBracket',
  'closedBracket',
  'missingCurve',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** Why a part could not be understood; its text is the message `query.problem.<code>`. */
export interface QueryProblem extends Place {
  readonly code: ProblemCode;
  /** As it was typed. */
  readonly part: string;
  /** What was probably meant; empty where nothing is near. */
  readonly meant: string;
  /** It only has to be typed on. */
  readonly unfinished: boolean;
}

export interface ParsedQuery {
  readonly node: QueryNode;
  readonly problems: readonly QueryProblem[];
  /** Names the archive itself; otherwise archived runs stay out. */
  readonly mentionsArchive: boolean;
}

/** @param now milliseconds since 1970, for dates such as `7d` */
export function parseQuery(text: string, vocabulary: Vocabulary, now: number): ParsedQuery {
  return new Parser(text, vocabulary, now).parse();
}

const ORDERED: readonly Operator[] = ['>', '>=', '<', '<='];

class Parser {
  readonly #text: string;
  readonly #vocabulary: Vocabulary;
  readonly #now: number;
  readonly #tokens: readonly Token[];
  readonly #problems: QueryProblem[] = [];
  #next = 0;
  #mentionsArchive = false;

  constructor(text: string, vocabulary: Vocabulary, now: number) {
    this.#text = text;
    this.#vocabulary = vocabulary;
    this.#now = now;
    this.#tokens = queryTokens(text);
  }

  parse(): ParsedQuery {
    const parts: QueryNode[] = [];
    while (this.#peek() !== undefined) {
      parts.push(this.#any());
      const stray = this.#peek();
      if (stray?.kind === 'close') {
        this.#problem('closedBracket', stray);
        this.#next += 1;
      }
    }
    const node: QueryNode = parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'all', parts };
    return { node, problems: this.#problems, mentionsArchive: this.#mentionsArchive };
  }

  #any(): QueryNode {
    const parts = [this.#all()];
    for (let or = this.#peek(); or !== undefined && isWord(or, 'or'); or = this.#peek()) {
      this.#next += 1;
      if (this.#atEnd()) this.#problem('missingPart', or, { unfinished: true });
      else parts.push(this.#all());
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'any', parts };
  }

  #all(): QueryNode {
    const parts: QueryNode[] = [];
    while (!this.#atEnd()) {
      const token = this.#peek();
      if (token !== undefined && isWord(token, 'or')) {
        // `or` with nothing before it.
        if (parts.length > 0) break;
        this.#problem('missingPart', token);
        this.#next += 1;
        continue;
      }
      if (token !== undefined && isWord(token, 'and')) {
        this.#next += 1;
        if (this.#atEnd()) this.#problem('missingPart', token, { unfinished: true });
        continue;
      }
      const part = this.#part();
      if (part !== null) parts.push(part);
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'all', parts };
  }

  /** @returns null: it was not understood, and filters nothing */
  #part(): QueryNode | null {
    const token = this.#take();
    if (token === undefined) return null;
    if (token.kind === 'minus' || isWord(token, 'not')) {
      if (this.#atEnd()) {
        this.#problem('missingPart', token, { unfinished: true });
        return null;
      }
      const part = this.#part();
      return part === null ? null : { kind: 'not', part };
    }
    if (token.kind === 'open') return this.#brackets(token);
    if (token.kind === 'operator') {
      const value = this.#peek();
      if (value?.kind === 'word' || value?.kind === 'quoted') this.#next += 1;
      this.#problem('missingField', token);
      return null;
    }
    return token.kind === 'word' || token.kind === 'quoted' ? this.#named(token) : null;
  }

  #brackets(open: Token): QueryNode {
    const part = this.#any();
    if (this.#peek()?.kind === 'close') this.#next += 1;
    else this.#problem('openBracket', open, { unfinished: true });
    return part;
  }

  /** A word alone, a field with what it is compared with, or a curve's figure. */
  #named(token: Extract<Token, { kind: 'word' | 'quoted' }>): QueryNode | null {
    if (token.kind === 'quoted' && !token.closed) {
      this.#problem('openQuote', token, { unfinished: true });
      return { kind: 'words', text: token.text };
    }
    const bracket = this.#peek();
    const figure = CURVE_FUNCTIONS.find((name) => isWord(token, name));
    if (figure !== undefined && bracket?.kind === 'open' && bracket.at === token.at + token.length)
      return this.#curve(token, figure);
    const operator = this.#peek();
    if (operator?.kind !== 'operator') return { kind: 'words', text: token.text };
    this.#next += 1;
    if (isWord(token, 'is')) return this.#flag(token, operator);
    const field = resolveField(token.text, this.#vocabulary);
    const value = this.#value(token, operator);
    if (field === null) {
      const meant = nearest(token.text, fieldNames(this.#vocabulary));
      this.#problem('unknownField', token, { meant });
      return null;
    }
    return value === null ? null : this.#compare(field, operator, value, token);
  }

  #curve(name: Extract<Token, { kind: 'word' | 'quoted' }>, figure: CurveFunction): QueryNode | null {
    this.#next += 1;
    const metric = this.#peek();
    if (metric?.kind !== 'word' && metric?.kind !== 'quoted') {
      this.#problem('missingCurve', name, { unfinished: metric === undefined });
      if (metric?.kind === 'close') this.#next += 1;
      return null;
    }
    this.#next += 1;
    const close = this.#peek();
    if (close?.kind !== 'close') {
      this.#problem('openBracket', name, { unfinished: true });
      return null;
    }
    this.#next += 1;
    const whole = { ...name, length: close.at + 1 - name.at };
    const field = resolveCurve(figure, metric.text, this.#vocabulary);
    const operator = this.#peek();
    if (operator?.kind !== 'operator') {
      this.#problem('missingValue', whole, { unfinished: true });
      return null;
    }
    this.#next += 1;
    const value = this.#value(whole, operator);
    if (field === null) {
      this.#problem('unknownCurve', metric, { meant: nearest(metric.text, this.#vocabulary.metrics) });
      return null;
    }
    return value === null ? null : this.#compare(field, operator, value, whole);
  }

  #flag(token: Token, operator: Token): QueryNode | null {
    const value = this.#value(token, operator);
    if (value === null) return null;
    const flag = FLAGS.find((known) => known === value.text.toLowerCase());
    if (flag === undefined) {
      this.#problem('unknownFlag', value, { meant: nearest(value.text, FLAGS) });
      return null;
    }
    if (flag === 'archived') this.#mentionsArchive = true;
    return { kind: 'flag', flag };
  }

  /** What stands behind an operator; null: nothing does. */
  #value(field: Place, operator: Place): Extract<Token, { kind: 'word' | 'quoted' }> | null {
    const value = this.#peek();
    if (value?.kind === 'word' || value?.kind === 'quoted') {
      this.#next += 1;
      if (value.kind === 'word' || value.closed) return value;
      this.#problem('openQuote', value, { unfinished: true });
      return null;
    }
    const place = { at: field.at, length: operator.at + operator.length - field.at };
    this.#problem('missingValue', place, { unfinished: value === undefined });
    return null;
  }

  #compare(
    field: QueryField,
    { operator }: Extract<Token, { kind: 'operator' }>,
    value: Extract<Token, { kind: 'word' | 'quoted' }>,
    name: Place,
  ): QueryNode | null {
    const number = parseQuantity(value.text);
    const whole = { at: name.at, length: value.at + value.length - name.at };
    const compared = { kind: 'compare', field, operator, value: value.text, number, span: null } as const;
    const ordered = ORDERED.includes(operator);
    switch (field.kind) {
      case 'number':
        if (number !== null) return compared;
        this.#problem('notANumber', value);
        return null;
      case 'date': {
        const span = parseDate(value.text, this.#now);
        if (span !== null) return { ...compared, span };
        this.#problem('notADate', value);
        return null;
      }
      case 'text': {
        if (ordered) {
          this.#problem('notOrdered', whole);
          return null;
        }
        if (field.name === 'status' && !isStatus(value.text)) {
          this.#problem('unknownStatus', value, { meant: nearest(value.text, RUN_STATUSES) });
          return null;
        }
        return compared;
      }
      case 'columns': {
        const curve = field.keys.some(({ kind }) => kind === 'metric');
        if (number !== null || (!ordered && !curve)) return compared;
        this.#problem('notANumber', value);
        return null;
      }
    }
  }

  #problem(
    code: ProblemCode,
    { at, length }: Place,
    { meant = '', unfinished = false }: { readonly meant?: string; readonly unfinished?: boolean } = {},
  ): void {
    this.#problems.push({ code, at, length, part: this.#text.slice(at, at + length), meant, unfinished });
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }
  #take(): Token | undefined {
    return this.#tokens[this.#next++];
  }
  #atEnd(): boolean {
    const token = this.#peek();
    return token === undefined || token.kind === 'close';
  }
}

const isWord = (token: Token, word: string) => token.kind === 'word' && token.text.toLowerCase() === word;

/** The beginning of one, in any case: `run` is `running`. Other languages' words are compared where runs are looked at. */
function isStatus(text: string): boolean {
  if (!/^[a-z]+$/i.test(text)) return true;
  return RUN_STATUSES.some((status) => status.startsWith(text.toLowerCase()));
}
