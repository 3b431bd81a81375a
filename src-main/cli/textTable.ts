/**
 * Rows of text in columns as wide as their widest field. Korean and other wide characters take two places. Fields are data, so
 * each is made plain and cut.
 */
import { CELL_CHARACTERS, plainText } from './plainText.ts';

export function textTable(cells: readonly (readonly string[])[]): string[] {
  const rows = cells.map((row) => row.map((cell) => plainText(cell, CELL_CHARACTERS)));
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => shownWidth(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - shownWidth(cell))))
      .join('  ')
      .trimEnd(),
  );
}

const WIDE = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/g;

const shownWidth = (text: string): number => text.length + (text.match(WIDE)?.length ?? 0);
