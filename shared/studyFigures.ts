/**
 * A study's figures over a number that it varies, such as the score over the horizon: a drawing for each environment, a
 * line for each choice of what else is varied.
 */
import type { Settings, StudyDefinition } from './study.ts';
import type { Published, RowFigure, StudyTableRow } from './studyTable.ts';

export interface FigurePoint<Figure> {
  /** The varied number. */
  readonly x: number;
  readonly figure: Figure;
}

export interface FigureLine {
  /** What else is varied, and what this line has of it. */
  readonly settings: Settings;
  /** Which of the definition's columns; null: the score. */
  readonly column: number | null;
  /** By growing x; rows of which no run is completed have none. */
  readonly measured: readonly FigurePoint<RowFigure>[];
  readonly published: readonly FigurePoint<Published>[];
}

export interface StudyFigure {
  readonly environment: string;
  readonly lines: readonly FigureLine[];
}

/** Paths of which a grid tries two numbers at least. */
export function numberPaths({ vary }: StudyDefinition): readonly string[] {
  if (vary.kind !== 'grid') return [];
  return vary.fields
    .filter(({ values }) => values.length > 1 && values.every((value) => typeof value === 'number'))
    .map(({ path }) => path);
}

/** @param path one of `numberPaths`. */
export function studyFigures(
  definition: StudyDefinition,
  table: readonly StudyTableRow[],
  path: string,
): readonly StudyFigure[] {
  const columns = [null, ...definition.columns.keys()];
  return definition.environments.map((environment) => {
    const lines = new Map<string, StudyTableRow[]>();
    for (const line of table) {
      if (line.row.environment !== environment) continue;
      const key = JSON.stringify(others(line.row.settings, path));
      lines.set(key, [...(lines.get(key) ?? []), line]);
    }
    return {
      environment,
      lines: [...lines.values()].flatMap((rows) =>
        columns.map((column): FigureLine => {
          const of = (row: StudyTableRow) =>
            column === null ? { figure: row.score, published: row.published } : row.columns[column];
          return {
            settings: others(rows[0]?.row.settings ?? {}, path),
            column,
            measured: points(rows, path, (row) => of(row)?.figure ?? null),
            published: points(rows, path, (row) => of(row)?.published ?? null),
          };
        }),
      ),
    };
  });
}

function others(settings: Settings, path: string): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([other]) => other !== path));
}

function points<Figure>(
  rows: readonly StudyTableRow[],
  path: string,
  figureOf: (row: StudyTableRow) => Figure | null,
): readonly FigurePoint<Figure>[] {
  return rows
    .flatMap((row) => {
      const x = row.row.settings[path];
      const figure = figureOf(row);
      return typeof x === 'number' && figure !== null ? [{ x, figure }] : [];
    })
    .sort((a, b) => a.x - b.x);
}
