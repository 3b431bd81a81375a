/**
 * Names, notes and reasons may come from a run that somebody else made: in a terminal they are plain text on one line. What a
 * terminal would obey is taken out, and what is too long is cut.
 */
import { stripVTControlCharacters } from 'node:util';

/** A name, and whatever stands in a table; a run's id has 100 at most. */
export const CELL_CHARACTERS = 100;
/** As a part of a sentence: a path or a list of choices is whole. */
export const VALUE_CHARACTERS = 1000;

/** Control characters of both sets, line and paragraph separators, and what turns the direction of writing. */
const OBEYED = /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** The same without the end of a line. */
const OBEYED_IN_LINES = new RegExp(`(?!\\n)${OBEYED.source}`, 'gu');

/** One line, at most so many characters; the last is `…` where more was there. */
export function plainText(text: string, mostCharacters: number): string {
  // Twice as much is enough to fill what is shown, and a gigabyte of text costs nothing.
  const some = text.slice(0, 4 * mostCharacters).toWellFormed();
  const plain = [...stripVTControlCharacters(some).replace(OBEYED, ' ')];
  const isWhole = plain.length <= mostCharacters && some.length === text.length;
  return isWhole ? plain.join('') : `${plain.slice(0, mostCharacters - 1).join('')}…`;
}

/** Values that are names of runs. */
const NAMES = ['name', 'run'];

/** Values for a sentence of the catalogue. */
export function plainValues<Value extends string | number>(
  values: Readonly<Record<string, Value>>,
): Record<string, string | Value> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? plainText(value, NAMES.includes(name) ? CELL_CHARACTERS : VALUE_CHARACTERS)
        : value,
    ]),
  );
}

/**
 * Whole output as it goes out: what a terminal would obey becomes its escape (`\u001b`), which changes no JSON that is
 * printed; in any other text it is seen for what it is.
 */
export function terminalSafe(output: string): string {
  return output
    .toWellFormed()
    .replace(OBEYED_IN_LINES, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
