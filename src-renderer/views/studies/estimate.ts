/** How long a study takes, by what was measured on this machine and by nothing else. */
import type { TrainedBefore } from '../../../shared/protocol.ts';
import type { RunSummary } from '../../../shared/run.ts';
import { studyRows, type Study, type StudyDefinition, type StudyRow } from '../../../shared/study.ts';
import type { StudyProgress, StudyTableRow } from '../../../shared/studyTable.ts';

export type Estimate =
  | {
      readonly seconds: number;
      /** Median of one run, over all environments and algorithms. */
      readonly eachSeconds: number;
      /** Runs that were measured. */
      readonly count: number;
      readonly atOnce: number;
    }
  /** An environment of which no run of this preset was ever completed here. */
  | { readonly unmeasured: string };

export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted.length % 2 === 0 ? sorted[middle - 1] : upper;
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

/**
 * Runs that began where another had trained the first phases would make it look shorter: they do not count.
 * @param had what the study takes in and need not train.
 */
export function estimateStudy(
  definition: StudyDefinition,
  runs: readonly RunSummary[],
  studies: readonly Study[],
  trainingsAtOnce: number,
  had: readonly TrainedBefore[] = [],
): Estimate {
  const sharing = new Set(studies.filter((study) => study.definition.share).map(({ id }) => id));
  const all: RunSummary[] = [];
  let seconds = 0;
  for (const rows of alike(studyRows(definition))) {
    const { environment, algorithm, preset } = rows[0];
    const measured = runs.filter(
      (run) =>
        run.status === 'completed' &&
        run.algorithm === algorithm &&
        run.environment === environment &&
        run.preset === preset &&
        !run.tags.includes('shipped') &&
        (run.studyId === null || !sharing.has(run.studyId)),
    );
    const each = median(measured.map(({ wallSeconds }) => wallSeconds));
    if (each === undefined) return { unmeasured: environment };
    all.push(...measured);
    const keys = new Set(rows.map(({ key }) => key));
    seconds += each * (keys.size * definition.seeds.length - had.filter(({ row }) => keys.has(row)).length);
  }
  const atOnce = Math.min(definition.concurrent, trainingsAtOnce);
  return {
    seconds: seconds / atOnce,
    eachSeconds: median(all.map(({ wallSeconds }) => wallSeconds)) ?? 0,
    count: all.length,
    atOnce,
  };
}

/** Rows whose runs take about as long: of one algorithm and preset in one environment. */
function alike(rows: readonly StudyRow[]): readonly (readonly [StudyRow, ...StudyRow[]])[] {
  const groups = new Map<string, [StudyRow, ...StudyRow[]]>();
  for (const row of rows) {
    const key = `${row.environment} ${row.algorithm} ${row.preset}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** What is left of a study under way, by its own completed runs; null before there is one, or where nothing is left. */
export function secondsLeft(
  table: readonly StudyTableRow[],
  progress: StudyProgress,
  atOnce: number,
): number | null {
  const each = median(
    table.flatMap(({ cells }) =>
      cells.flatMap(({ run }) => (run?.status === 'completed' ? [run.wallSeconds] : [])),
    ),
  );
  const left = progress.total * (1 - progress.share) - progress.failed;
  return each === undefined || left <= 0 ? null : (each * left) / Math.max(1, atOnce);
}
