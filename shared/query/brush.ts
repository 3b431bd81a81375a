/** A part of an axis that a person marked, and the query that finds the same runs. */
import type { ColumnValue } from './columnKey.ts';
import type { ParsedQuery } from './parseQuery.ts';
import { queryTokens, type Token } from './queryTokens.ts';

/** Of a number or a date (milliseconds since 1970), both ends within; or some of the kinds that a field has. */
export type Brush =
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'choices'; readonly values: readonly (string | number | boolean)[] };

/** What has no value is in no brush. */
export function isBrushed(brush: Brush, value: ColumnValue): boolean {
  if (value === null) return false;
  if (brush.kind === 'choices') return brush.values.includes(value);
  return typeof value === 'number' && value >= brush.low && value <= brush.high;
}

/** @param dates the values are milliseconds since 1970 @param values of all runs that the query already finds */
export interface BrushedField {
  readonly name: string;
  readonly dates: boolean;
  readonly values: readonly ColumnValue[];
}

/** A part of a query that finds exactly what is brushed, in as few digits as do; dates to the minute at most. */
export function brushQuery(brush: Brush, { name, dates, values }: BrushedField): string {
  const asked = queryName(name);
  if (brush.kind === 'choices') {
    const parts = brush.values.map((value) => `${asked} = ${queryValue(value)}`);
    if (parts.length === 0) return '';
    return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' or ')})`;
  }
  const numbers = values.filter((value) => typeof value === 'number');
  const below = numbers.filter((value) => value < brush.low);
  const above = numbers.filter((value) => value > brush.high);
  const within = numbers.filter((value) => value >= brush.low && value <= brush.high);
  const first = within.reduce((least, value) => Math.min(least, value), brush.high);
  const last = within.reduce((most, value) => Math.max(most, value), brush.low);
  const outside = {
    below: below.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
    above: above.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  };
  const low = `${asked} >= ${dates ? lowDate(brush.low, outside.below, first) : lowNumber(brush.low, outside.below, first)}`;
  const high = `${asked} <= ${dates ? highDate(brush.high, last, outside.above) : highNumber(brush.high, last, outside.above)}`;
  // An end beyond which nothing lies says nothing, as long as the other one still asks for a value.
  if (above.length === 0) return low;
  return below.length === 0 ? high : `${low} ${high}`;
}

/** The query that also asks for `part`. Ends of the field's range that are there already give way to nearer ones. */
export function withPart(text: string, parsed: ParsedQuery, name: string, part: string): string {
  if (part === '') return text;
  const rest = withoutRanges(text, queryName(name), part).trim();
  if (rest === '') return part;
  return parsed.node.kind === 'any' ? `(${rest}) ${part}` : `${rest} ${part}`;
}

/** Only from a plain row of parts: within brackets, `or` and `not` a range means something else. */
function withoutRanges(text: string, asked: string, part: string): string {
  const tokens = queryTokens(text);
  const nested = tokens.some(
    (token) =>
      token.kind === 'minus' ||
      (token.kind === 'word' && ['or', 'and', 'not'].includes(token.text.toLowerCase())),
  );
  if (nested) return text;
  const kept: string[] = [];
  let from = 0;
  tokens.forEach((operator, index) => {
    if (operator.kind !== 'operator' || !['>=', '<='].includes(operator.operator)) return;
    if (!part.includes(`${asked} ${operator.operator} `)) return;
    const value = tokens[index + 1];
    const at = operator.at - 1;
    const begin = nameBegin(text, tokens, index);
    if (value?.kind !== 'word' || begin === null || text.slice(begin, at + 1).trim() !== asked) return;
    kept.push(text.slice(from, begin));
    from = value.at + value.length;
  });
  return [...kept, text.slice(from)]
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .join(' ');
}

/** Where what stands before an operator begins: a word, a quoted label or a figure of a curve; null: within brackets. */
function nameBegin(text: string, tokens: readonly Token[], operator: number): number | null {
  let at = operator - 1;
  if (tokens[at]?.kind === 'close') at -= 3;
  const depth = tokens
    .slice(0, Math.max(0, at))
    .reduce((sum, { kind }) => sum + (kind === 'open' ? 1 : kind === 'close' ? -1 : 0), 0);
  return depth === 0 ? (tokens[at]?.at ?? null) : null;
}

/** A field's name as a query takes it. */
function queryName(name: string): string {
  const bare = name.trim();
  if (/^(?:last|best|lowest)\(.+\)$/i.test(bare) || /^".*"$/.test(bare)) return bare;
  return /[\s()"=<>!~:]/u.test(bare) ? `"${bare}"` : bare;
}

function queryValue(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text = String(value);
  return text === '' || /[\s()"]/u.test(text) ? `"${text.replaceAll('"', '')}"` : text;
}

const MOST_DIGITS = 17;

/** The fewest digits that lie above what is outside and not above what is within. */
function lowNumber(low: number, outside: number, first: number): string {
  // Nothing is known of what lies beyond: the first value itself.
  if (!Number.isFinite(outside)) return String(first);
  for (let digits = 2; digits < MOST_DIGITS; digits++) {
    const rounded = Number(low.toPrecision(digits));
    if (rounded > outside && rounded <= first) return String(rounded);
  }
  return String(first);
}

function highNumber(high: number, last: number, outside: number): string {
  for (let digits = 2; digits < MOST_DIGITS; digits++) {
    const rounded = Number(high.toPrecision(digits));
    if (rounded < outside && rounded >= last) return String(rounded);
  }
  return String(last);
}

const two = (value: number): string => String(value).padStart(2, '0');
const dayText = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
const minuteText = (at: Date): string => `${dayText(at)}T${two(at.getHours())}:${two(at.getMinutes())}`;

/** A day where it begins after what is outside; days begin where the machine's do, as in the query language. */
function lowDate(low: number, outside: number, first: number): string {
  const at = new Date(Math.min(low, first));
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
  return day > outside ? dayText(at) : minuteText(new Date(first));
}

function highDate(high: number, last: number, outside: number): string {
  const at = new Date(Math.max(high, last));
  const next = new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1).getTime();
  return next <= outside ? dayText(at) : minuteText(new Date(last));
}
