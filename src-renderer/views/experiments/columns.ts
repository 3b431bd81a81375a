/** The columns that the table of experiments can show, and how each sorts. */
import { STAR_TAG } from '../../../shared/query/evaluateQuery.ts';
import type { RunSummary } from '../../../shared/run.ts';

export const COLUMNS = [
  'status',
  'name',
  'algorithm',
  'environment',
  'preset',
  'score',
  'best',
  'dream',
  'progress',
  'tags',
  'created',
  'time',
  'steps',
  'size',
] as const;
export type ColumnId = (typeof COLUMNS)[number];

export interface Column {
  readonly id: ColumnId;
  /** Pixels; the name takes what is left. */
  readonly width: number;
  readonly align: 'start' | 'end';
  /** Which way a first click sorts. */
  readonly firstDirection: 'ascending' | 'descending';
  readonly sortValue: (run: RunSummary) => string | number | null;
}

/** What needs a person first. */
const STATUS_ORDER: readonly RunSummary['status'][] = [
  'running',
  'starting',
  'pausing',
  'queued',
  'failed',
  'interrupted',
  'paused',
  'draft',
  'stopped',
  'completed',
];

const text = (read: (run: RunSummary) => string) => (run: RunSummary) => read(run).toLowerCase();

const column = (
  id: ColumnId,
  width: number,
  sortValue: Column['sortValue'],
  numeric: boolean = false,
): Column => ({
  id,
  width,
  align: numeric ? 'end' : 'start',
  firstDirection: numeric || id === 'created' ? 'descending' : 'ascending',
  sortValue,
});

export const COLUMN: Readonly<Record<ColumnId, Column>> = {
  status: column('status', 104, (run) => STATUS_ORDER.indexOf(run.status)),
  name: column(
    'name',
    180,
    text((run) => run.name),
  ),
  algorithm: column(
    'algorithm',
    112,
    text((run) => run.algorithm),
  ),
  environment: column(
    'environment',
    104,
    text((run) => run.environment),
  ),
  preset: column(
    'preset',
    72,
    text((run) => run.preset),
  ),
  score: column('score', 156, (run) => run.score, true),
  best: column('best', 80, (run) => run.bestScore, true),
  dream: column('dream', 96, (run) => run.dreamScore, true),
  progress: column('progress', 156, (run) => runShare(run)),
  tags: column(
    'tags',
    104,
    text((run) => run.tags.join(' ')),
  ),
  created: column('created', 92, (run) => run.createdAt),
  time: column('time', 96, (run) => run.wallSeconds, true),
  steps: column('steps', 88, (run) => run.axis.environmentSteps, true),
  size: column('size', 80, (run) => run.sizeBytes, true),
};

export const DEFAULT_COLUMNS: readonly ColumnId[] = [
  'status',
  'name',
  'environment',
  'preset',
  'score',
  'progress',
  'tags',
  'created',
  'time',
];

/** What a narrow table leaves out first, as long as nobody has chosen its columns. */
const LEAST_NEEDED: readonly ColumnId[] = ['tags', 'preset', 'time', 'environment', 'progress', 'created'];

/** What of the table's width is asked for. */
export interface TableRoom {
  /** Pixels. */
  readonly width: number;
  /** Pixels that the longest name would like. */
  readonly nameWidth: number;
  readonly runs: readonly RunSummary[];
}

/** A longer name is cut: it would leave no room for anything else. */
const MOST_NAME_WIDTH = 360;

/** Says nothing of any run that is not said beside it. */
const SAYS_NOTHING: Readonly<Partial<Record<ColumnId, (run: RunSummary) => boolean>>> = {
  tags: ({ tags }) => tags.every((tag) => tag === STAR_TAG),
  progress: ({ status }) => status === 'completed' || status === 'draft',
  time: ({ wallSeconds }) => wallSeconds === 0,
};

/**
 * Of the columns as they come, those that leave names the room that they need; of those that must go the first are ones that are
 * empty, and where even the last of them is gone the name is cut. Chosen columns stay.
 */
export function columnsThatFit(
  columns: readonly ColumnId[],
  { width, nameWidth, runs }: TableRoom,
): readonly ColumnId[] {
  if (width <= 0 || columns.join() !== DEFAULT_COLUMNS.join()) return columns;
  const name = Math.max(COLUMN.name.width, Math.min(MOST_NAME_WIDTH, nameWidth));
  const total = (ids: readonly ColumnId[]) =>
    ids.reduce((sum, id) => sum + (id === 'name' ? name : COLUMN[id].width), 0);
  const empty = (id: ColumnId) => SAYS_NOTHING[id] !== undefined && runs.every(SAYS_NOTHING[id]);
  const order = [...LEAST_NEEDED.filter(empty), ...LEAST_NEEDED.filter((id) => !empty(id))];
  let fitting = columns;
  for (const least of order) {
    if (total(fitting) <= width) break;
    fitting = fitting.filter((id) => id !== least);
  }
  return fitting;
}

/** How much of the whole run is done, phases counted alike. */
export function runShare(run: Pick<RunSummary, 'progress' | 'status'>): number {
  if (run.status === 'completed') return 1;
  const { progress } = run;
  if (progress === null || progress.phases.length === 0) return 0;
  const inPhase = progress.total === 0 ? 0 : Math.min(1, progress.done / progress.total);
  return (progress.index + inPhase) / progress.phases.length;
}

export interface Sorting {
  readonly column: ColumnId;
  readonly direction: 'ascending' | 'descending';
}

/** A new list; runs without a value come last in both directions, equal ones stay newest first. */
export function sortRuns(
  runs: readonly RunSummary[],
  { column: id, direction }: Sorting,
): readonly RunSummary[] {
  const { sortValue } = COLUMN[id];
  const sign = direction === 'ascending' ? 1 : -1;
  return runs
    .map((run) => ({ run, value: sortValue(run) }))
    .sort((a, b) => {
      if (a.value === b.value) return 0;
      if (a.value === null) return 1;
      if (b.value === null) return -1;
      return a.value < b.value ? -sign : sign;
    })
    .map(({ run }) => run);
}
