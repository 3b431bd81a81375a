/** Asks a host for everything that a study's page holds: for the window and for `studio study --html`. */
import { knownAlgorithm } from '../algorithms/registry.ts';
import { reportError } from '../errors.ts';
import { filmBytes, type FilmOutcome } from '../film.ts';
import { translate } from '../messages/index.ts';
import type { CommandArguments, CommandName, CommandResults } from '../protocol.ts';
import type { RunDetail, RunSummary } from '../run.ts';
import { runLook } from '../runColours.ts';
import { seedBand } from '../seedBand.ts';
import type { StudyRow } from '../study.ts';
import { studyTable, type StudyTableRow } from '../studyTable.ts';
import type { TableWords } from '../studyText.ts';
import type { PageChart, PageRow, StudyPageContent } from './studyPage.ts';

export type Call = <Name extends CommandName>(
  command: Name,
  args: CommandArguments<Name>,
) => Promise<CommandResults[Name]>;

export interface CollectOptions {
  readonly call: Call;
  readonly studyId: string;
  readonly words: TableWords;
  /** What a row is called, where its environment is told anyway and where it is not. */
  readonly rowName: (row: StudyRow) => string;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
  /** Told before each row's film is made, since one takes seconds. */
  readonly onFilm?: (done: number, total: number) => void;
  /** Looked at between films. @throws its reason */
  readonly signal?: AbortSignal;
}

/** What a page may hold: a browser keeps all pictures of it in memory. */
export const MOST_FILMS = 12;
export const MOST_FILM_BYTES = 40_000_000;

/** Points a curve; more would be lost in its pixels. */
const POINTS = 300;

/** @throws StudioError `study.unknown`; what is wrong with one run's film is told in its place. */
export async function collectStudyPage(options: CollectOptions): Promise<StudyPageContent> {
  const { call, studyId, words, rowName, writtenAt, signal } = options;
  const { study, results } = await call('studies.get', { studyId });
  const all = await call('runs.list', {});
  const summaries = all.filter((run) => run.studyId === studyId);
  const table = studyTable(study, summaries, results);
  const begun = table.flatMap(({ cells }) =>
    cells.flatMap(({ run }) => (run === null || run.startedAt === null ? [] : [run])),
  );
  const runs: RunDetail[] = [];
  for (const { id } of begun) runs.push(await call('runs.get', { runId: id }));
  const charts = await chartsOf(table, study.definition.environments, options);
  const best = table.map((row) => {
    const found = bestRun(row);
    return found === null ? null : (runs.find(({ id }) => id === found.id) ?? null);
  });
  const wanted = best.filter((run) => run !== null).length;
  const rows: PageRow[] = [];
  let bytes = 0;
  for (const [index, line] of table.entries()) {
    const run = best[index] ?? null;
    const shown = rows.filter(({ film }) => film !== null).length;
    let film: FilmOutcome | null = null;
    if (run !== null && shown < MOST_FILMS && bytes < MOST_FILM_BYTES) {
      signal?.throwIfAborted();
      options.onFilm?.(shown, Math.min(MOST_FILMS, wanted));
      film = await filmOf(call, run.id);
      if ('film' in film) bytes += filmBytes(film.film);
    }
    rows.push({ name: rowName(line.row), best: run, film });
  }
  signal?.throwIfAborted();
  const { version } = await call('system.info', {});
  return { study, table, charts, rows, runs, words, version, writtenAt: new Date(writtenAt).toISOString() };
}

async function filmOf(call: Call, runId: string): Promise<FilmOutcome> {
  try {
    return { film: await call('runs.film', { runId }) };
  } catch (error) {
    return { error: reportError(error) };
  }
}

/** Completed before others, then by score; of those without one the first. Null: none has begun. */
export function bestRun({ cells }: Pick<StudyTableRow, 'cells'>): RunSummary | null {
  const begun = cells.flatMap(({ run }) => (run === null || run.startedAt === null ? [] : [run]));
  const rank = ({ status, score }: RunSummary) => (status === 'completed' ? 1 : 0) + (score === null ? 0 : 2);
  return (
    [...begun].sort((a, b) => rank(b) - rank(a) || (b.score ?? -Infinity) - (a.score ?? -Infinity))[0] ?? null
  );
}

/** Of each environment: scores of different ones are no scores of each other. */
async function chartsOf(
  table: readonly StudyTableRow[],
  environments: readonly string[],
  { call, words, rowName }: CollectOptions,
): Promise<readonly PageChart[]> {
  const charts: PageChart[] = [];
  for (const environment of environments) {
    const rows = table.filter(({ row }) => row.environment === environment);
    const curves: PageChart['curves'][number][] = [];
    for (const [index, { row, cells }] of rows.entries()) {
      const metric = knownAlgorithm(row.algorithm)?.scoreMetric ?? 'evaluation/return';
      const seeds: { x: Float64Array; y: Float64Array }[] = [];
      for (const { run } of cells) {
        if (run === null || run.startedAt === null) continue;
        const [series] = await call('runs.metrics', { runId: run.id, names: [metric], maxPoints: POINTS });
        if (series !== undefined && series.values.length > 0)
          seeds.push({ x: series.axis.environmentSteps, y: series.values });
      }
      if (seeds.length === 0) continue;
      const { x, mean, minimum, maximum } = seedBand(seeds);
      const band = seeds.length > 1 ? { minimum, maximum } : {};
      curves.push({ label: rowName(row), x, y: mean, ...band, ...runLook(index) });
    }
    const score = translate(words.language, 'experiments.column.score');
    charts.push({ title: `${words.environmentName(environment)}, ${score}`, curves });
  }
  return charts;
}
