/** Cuts a query over experiments into its words, each with its place, so that whatever is wrong can be pointed at. */

export interface Place {
  /** Of the first character, from 0. */
  readonly at: number;
  readonly length: number;
}

export const OPERATORS = ['>=', '<=', '!=', '=', '>', '<', '~', ':'] as const;
export type Operator = (typeof OPERATORS)[number];

export type Token =
  | (Place & { readonly kind: 'word'; readonly text: string })
  /** `closed`: false where its second quotation mark is missing. */
  | (Place & { readonly kind: 'quoted'; readonly text: string; readonly closed: boolean })
  | (Place & { readonly kind: 'operator'; readonly operator: Operator })
  | (Place & { readonly kind: 'open' | 'close' | 'minus' });

const SPACE = /\s/u;
/** A value ends at a space or a bracket: dates hold colons, numbers begin with a minus. */
const VALUE_END = /[\s()"]/u;
const WORD_END = /[\s()"=<>!~:]/u;

export function queryTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const letter = text[at] ?? '';
    if (SPACE.test(letter)) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at, tokens.at(-1)?.kind === 'operator');
    tokens.push(token);
    at = token.at + token.length;
  }
  return tokens;
}

function tokenAt(text: string, at: number, isValue: boolean): Token {
  const letter = text[at] ?? '';
  if (letter === '"') return quotedAt(text, at);
  if (letter === '(') return { kind: 'open', at, length: 1 };
  if (letter === ')') return { kind: 'close', at, length: 1 };
  if (!isValue) {
    const operator = OPERATORS.find((known) => text.startsWith(known, at));
    if (operator !== undefined) return { kind: 'operator', operator, at, length: operator.length };
    if (letter === '-') return { kind: 'minus', at, length: 1 };
  }
  const ends = isValue ? VALUE_END : WORD_END;
  let end = at + 1;
  while (end < text.length && !ends.test(text[end] ?? '')) end += 1;
  return { kind: 'word', text: text.slice(at, end), at, length: end - at };
}

function quotedAt(text: string, at: number): Token {
  const end = text.indexOf('"', at + 1);
  const closed = end >= 0;
  return {
    kind: 'quoted',
    text: text.slice(at + 1, closed ? end : text.length),
    closed,
    at,
    length: (closed ? end + 1 : text.length) - at,
  };
}
