/**
 * A study's table: its rows with their cells, and what is known of each row. Made by the page, the command line and the
 * exports alike. Only completed runs count; what is still on its way is shown in its cell and nowhere else.
 */
import type { RunResult, RunStatus, RunSummary } from './run.ts';
import { confidenceHalfWidth, meanOf, sampleDeviation } from './statistics.ts';
import { publishedFor, studyRows, type Study, type StudyDefinition, type StudyRow } from './study.ts';

/** One seed of one row. */
export interface StudyCell {
  readonly seed: number;
  /** Null: there is none (deleted, or not made yet). */
  readonly run: RunSummary | null;
  readonly result: RunResult | null;
}

/** A figure of a row. */
export interface RowFigure {
  /** Over the seeds' means. */
  readonly mean: number;
  /** Of single episodes around the row's mean, as papers give it; null where the runs do not tell. */
  readonly deviation: number | null;
  /** Half the width of the mean's 95% confidence interval; null where nothing can be said. */
  readonly confidence: number | null;
  /** What the interval is over: the seeds, or the episodes of the only one. */
  readonly over: 'seeds' | 'episodes';
  readonly seeds: number;
  readonly episodes: number | null;
}

export type Published = StudyDefinition['published'][number];

export interface StudyTableRow {
  readonly row: StudyRow;
  readonly cells: readonly StudyCell[];
  readonly score: RowFigure | null;
  readonly published: Published | null;
  /** In the order of the definition's columns. */
  readonly columns: readonly { readonly figure: RowFigure | null; readonly published: Published | null }[];
  readonly wallSeconds: number;
}

export interface StudyProgress {
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  /** Training now. */
  readonly running: number;
  readonly queued: number;
  /** Paused, stopped or interrupted: they can go on. */
  readonly resting: number;
  /** Drafts and empty cells. */
  readonly notBegun: number;
  readonly wallSeconds: number;
  /** Of the whole study, in [0, 1]: completed runs, and the phases of those under way. */
  readonly share: number;
}

/** @param runs of this study at least; others are passed over. */
export function studyTable(
  { id, definition }: Study,
  runs: readonly RunSummary[],
  results: Readonly<Record<string, RunResult>>,
): readonly StudyTableRow[] {
  const byCell = new Map<string, RunSummary>();
  for (const run of runs) {
    if (run.studyId !== id || run.studyCell === null) continue;
    const key = cellKey(run.studyCell.row, run.studyCell.seed);
    const before = byCell.get(key);
    if (before === undefined || isBetter(run, before)) byCell.set(key, run);
  }
  return studyRows(definition).map((row) => {
    const cells = definition.seeds.map((seed): StudyCell => {
      const run = byCell.get(cellKey(row.key, seed)) ?? null;
      return { seed, run, result: run === null ? null : (results[run.id] ?? null) };
    });
    const done = cells.flatMap(({ run, result }) =>
      run?.status === 'completed' && result !== null ? [result] : [],
    );
    return {
      row,
      cells,
      score: rowFigure(
        done.map(({ score, scoreDeviation, scoreEpisodes }) => ({
          mean: score,
          deviation: scoreDeviation,
          episodes: scoreEpisodes,
        })),
      ),
      published: publishedFor(definition, row, null),
      columns: definition.columns.map(({ figure, deviation, episodes }) => ({
        figure: rowFigure(
          done.flatMap(({ figures }) => {
            const mean = figures[figure];
            if (mean === undefined) return [];
            const count = episodes === undefined ? undefined : figures[episodes];
            return [
              {
                mean,
                deviation: deviation === undefined ? null : (figures[deviation] ?? null),
                episodes: count ?? null,
              },
            ];
          }),
        ),
        published: publishedFor(definition, row, figure),
      })),
      wallSeconds: cells.reduce((sum, { run }) => sum + (run?.wallSeconds ?? 0), 0),
    };
  });
}

const cellKey = (row: string, seed: number) => `${seed} ${row}`;

/** Of two runs in one cell (one was restored from the bin) the completed one, else the newer. */
function isBetter(run: RunSummary, before: RunSummary): boolean {
  if ((run.status === 'completed') !== (before.status === 'completed')) return run.status === 'completed';
  return run.createdAt >= before.createdAt;
}

interface SeedFigure {
  readonly mean: number;
  readonly deviation: number | null;
  readonly episodes: number | null;
}

/**
 * Episodes of several runs have a variance within each run and one between the runs' means; together they are the
 * deviation of one episode from the row's mean, which is what papers print. The interval is over seeds, whose runs are
 * independent; of one seed alone only its episodes can tell.
 */
export function rowFigure(seeds: readonly SeedFigure[]): RowFigure | null {
  const [first] = seeds;
  if (first === undefined) return null;
  const means = seeds.map(({ mean }) => mean);
  const mean = meanOf(means);
  const within = seeds.map(({ deviation }) => (deviation === null ? null : deviation * deviation));
  const known = within.filter((variance) => variance !== null);
  const between = meanOf(means.map((value) => (value - mean) ** 2));
  const deviation = known.length === seeds.length ? Math.sqrt(meanOf(known) + between) : null;
  const counts = seeds.map(({ episodes }) => episodes ?? Number.NaN);
  const episodes = counts.reduce((sum, count) => sum + count, 0);
  const spread = sampleDeviation(means);
  const alone =
    first.deviation === null || first.episodes === null || first.episodes < 2
      ? null
      : confidenceHalfWidth(first.deviation, first.episodes);
  return {
    mean,
    deviation,
    confidence: spread === null ? alone : confidenceHalfWidth(spread, seeds.length),
    over: seeds.length > 1 ? 'seeds' : 'episodes',
    seeds: seeds.length,
    episodes: Number.isNaN(episodes) ? null : episodes,
  };
}

const RUNNING: readonly RunStatus[] = ['starting', 'running', 'pausing'];
const RESTING: readonly RunStatus[] = ['paused', 'stopped', 'interrupted'];

export function studyProgress(table: readonly StudyTableRow[]): StudyProgress {
  const cells = table.flatMap((row) => row.cells);
  const count = (fits: (status: RunStatus) => boolean) =>
    cells.filter(({ run }) => run !== null && fits(run.status)).length;
  const shares = cells.map(({ run }) => (run === null ? 0 : runShare(run)));
  const completed = count((status) => status === 'completed');
  return {
    total: cells.length,
    completed,
    failed: count((status) => status === 'failed'),
    running: count((status) => RUNNING.includes(status)),
    queued: count((status) => status === 'queued'),
    resting: count((status) => RESTING.includes(status)),
    notBegun: cells.filter(({ run }) => run === null || run.status === 'draft').length,
    wallSeconds: table.reduce((sum, row) => sum + row.wallSeconds, 0),
    share: cells.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / cells.length,
  };
}

function runShare({ status, progress }: RunSummary): number {
  if (status === 'completed') return 1;
  if (progress === null || progress.total <= 0) return 0;
  return Math.min(1, (progress.index + progress.done / progress.total) / progress.phases.length);
}
