/** A study's table as CSV (one line a run, for other programs) and as Markdown (one line a row, for people). */
import type { Language } from './messages/index.ts';
import { translate } from './messages/index.ts';
import { variedPaths, type ConfigValue, type Study } from './study.ts';
import type { RowFigure, StudyTableRow } from './studyTable.ts';

const plain = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

const csvField = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
// A spreadsheet would run what begins like this as a formula.
const harmless = (text: string): string => (/^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text);

/** Every run with its varied values, numbers in full. Column names are for programs: the same in every language. */
export function studyCsv({ definition }: Study, table: readonly StudyTableRow[]): string {
  const paths = variedPaths(definition);
  const head = [
    ...['row', 'environment', ...paths, 'seed', 'run', 'status'],
    ...['score', 'score_deviation', 'episodes'],
    ...definition.columns.flatMap(({ figure, deviation }) => [
      figure,
      ...(deviation === undefined ? [] : [deviation]),
    ]),
    ...['published', 'published_deviation', 'wall_seconds', 'environment_steps', 'gradient_steps'],
  ];
  const lines = table.flatMap(({ row, cells, published }) =>
    cells.map(({ seed, run, result }) => [
      row.name ?? '',
      row.environment,
      ...paths.map((path) => String(row.settings[path] ?? '')),
      String(seed),
      run?.id ?? '',
      run?.status ?? '',
      plain(result?.score),
      plain(result?.scoreDeviation),
      plain(result?.scoreEpisodes),
      ...definition.columns.flatMap(({ figure, deviation }) => [
        plain(result?.figures[figure]),
        ...(deviation === undefined ? [] : [plain(result?.figures[deviation])]),
      ]),
      plain(published?.mean),
      plain(published?.deviation),
      plain(run?.wallSeconds),
      plain(run?.axis.environmentSteps),
      plain(run?.axis.gradientSteps),
    ]),
  );
  return (
    [head, ...lines].map((line) => line.map((text) => csvField(harmless(text))).join(',')).join('\r\n') +
    '\r\n'
  );
}

/** `906 ± 21`, with as many digits as its size deserves. */
export function figureText(mean: number, deviation: number | null | undefined): string {
  const size = Math.abs(mean);
  const digits = size < 10 ? 2 : size < 100 ? 1 : 0;
  const shown = mean.toFixed(digits);
  return deviation === null || deviation === undefined ? shown : `${shown} ± ${deviation.toFixed(digits)}`;
}

const rowFigureText = (figure: RowFigure | null): string =>
  figure === null ? '–' : figureText(figure.mean, figure.deviation);

const confidenceText = (figure: RowFigure | null): string => {
  const width = figure?.confidence ?? null;
  return width === null ? '–' : `± ${figureText(width, null)}`;
};

const markdownField = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

/** @param settingText how a varied value is named, such as `z and h`. @param durationText such as `2 h 05 min`. */
export interface TableWords {
  readonly language: Language;
  readonly settingName: (path: string) => string;
  readonly settingText: (path: string, value: ConfigValue) => string;
  readonly environmentName: (environment: string) => string;
  readonly durationText: (seconds: number) => string;
}

export function studyMarkdown(
  { definition }: Study,
  table: readonly StudyTableRow[],
  words: TableWords,
): string {
  const say = (key: string) => translate(words.language, key);
  const grid = studyGrid({ definition }, table, words);
  const rule = grid.head.map((_, index) => (index < grid.names ? '---' : '---:'));
  const lines = [grid.head, rule, ...grid.rows].map((line) => `| ${line.map(markdownField).join(' | ')} |`);
  const sources = [...new Set(definition.published.map(({ source }) => source))];
  return [
    `## ${markdownField(definition.name)}`,
    ...(definition.question.trim() === '' ? [] : ['', definition.question.trim()]),
    '',
    ...lines,
    '',
    say('study.tableNote'),
    ...(sources.length === 0 ? [] : ['', `${say('study.published')}: ${sources.join('; ')}`]),
    '',
  ].join('\n');
}

/** The table as text fields: what Markdown and the terminal print. */
export function studyGrid(
  { definition }: Pick<Study, 'definition'>,
  table: readonly StudyTableRow[],
  words: TableWords,
): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly names: number;
} {
  const say = (key: string) => translate(words.language, key);
  const named = definition.vary.kind === 'list';
  const paths = variedPaths(definition);
  const several = definition.environments.length > 1;
  const names = [
    ...(named ? [say('study.row')] : []),
    ...(several ? [say('experiments.column.environment')] : []),
    ...paths.map(words.settingName),
  ];
  const publishes = (column: number | null) =>
    table.some(
      (row) => (column === null ? row.published : (row.columns[column]?.published ?? null)) !== null,
    );
  const head = [
    ...(names.length === 0 ? [say('experiments.column.environment')] : names),
    say('study.seeds'),
    say('experiments.column.score'),
    say('study.confidence'),
    ...(publishes(null) ? [say('study.published')] : []),
    ...definition.columns.flatMap(({ title }, index) => [
      title,
      ...(publishes(index) ? [`${title} (${say('study.published')})`] : []),
    ]),
    say('study.episodes'),
    say('study.wallTime'),
  ];
  const rows = table.map(({ row, cells, score, published, columns, wallSeconds }) => [
    ...(named ? [row.name ?? ''] : []),
    ...(several || names.length === 0 ? [words.environmentName(row.environment)] : []),
    ...paths.map((path) => {
      const value = row.settings[path];
      return value === undefined ? '–' : words.settingText(path, value);
    }),
    `${score?.seeds ?? 0}/${cells.length}`,
    rowFigureText(score),
    confidenceText(score),
    ...(publishes(null) ? [published === null ? '–' : figureText(published.mean, published.deviation)] : []),
    ...columns.flatMap((column, index) => [
      rowFigureText(column.figure),
      ...(publishes(index)
        ? [column.published === null ? '–' : figureText(column.published.mean, column.published.deviation)]
        : []),
    ]),
    String(score?.episodes ?? '–'),
    words.durationText(wallSeconds),
  ]);
  return { head, rows, names: Math.max(1, names.length) };
}
