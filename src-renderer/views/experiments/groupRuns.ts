/** Experiments that belong together, and what they come to: the mean of their scores and how far it may be trusted. */
import { confidenceHalfWidth, meanOf, sampleDeviation } from '../../../shared/statistics.ts';
import type { ColumnKey, ColumnValue } from '../../../shared/query/columnKey.ts';
import type { Column } from '../../../shared/query/evaluateQuery.ts';
import type { RunSummary } from '../../../shared/run.ts';

export const GROUPINGS = [
  'none',
  'seeds',
  'environment',
  'algorithm',
  'preset',
  'status',
  'tag',
  'study',
  'setting',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface GroupChoice {
  readonly by: Grouping;
  /** Of `setting`: its dotted path. */
  readonly path: string;
}

export interface RunGroup {
  readonly id: string;
  /** What its members share; null: they have no such thing. */
  readonly value: ColumnValue;
  readonly runs: readonly RunSummary[];
  readonly scores: readonly number[];
  /** Null without a score, and where the scores are of several games. */
  readonly mean: number | null;
  /** Half of the 95% interval of the mean; null for fewer than two scores. */
  readonly halfWidth: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly wallSeconds: number;
  readonly severalGames: boolean;
}

/** What has to be known of every run before it can be grouped so. */
export function groupColumns({ by, path }: GroupChoice): readonly ColumnKey[] {
  if (by === 'seeds') return [{ kind: 'settings' }];
  return by === 'setting' && path !== '' ? [{ kind: 'config', path }] : [];
}

/** In the order in which their first members come. */
export function groupRuns(
  runs: readonly RunSummary[],
  choice: GroupChoice,
  column: Column | undefined,
): readonly RunGroup[] {
  const groups = new Map<string, { value: ColumnValue; runs: RunSummary[] }>();
  for (const run of runs) {
    const value = groupValue(run, choice.by, column);
    const id = JSON.stringify(value);
    const group = groups.get(id) ?? { value, runs: [] };
    groups.set(id, group);
    group.runs.push(run);
  }
  return [...groups].map(([id, group]) => ({ id, ...group, ...figures(group.runs) }));
}

function groupValue(run: RunSummary, by: Grouping, column: Column | undefined): ColumnValue {
  switch (by) {
    case 'environment':
      return run.environment;
    case 'algorithm':
      return run.algorithm;
    case 'preset':
      return run.preset;
    case 'status':
      return run.status;
    case 'tag':
      return run.tags.length === 0 ? null : [...run.tags].sort().join(', ');
    case 'study':
      return run.studyId;
    case 'seeds':
    case 'setting':
      return column?.get(run.id) ?? null;
    case 'none':
      return null;
  }
}

function figures(runs: readonly RunSummary[]): Omit<RunGroup, 'id' | 'value' | 'runs'> {
  const scored = runs.filter(({ score }) => score !== null);
  const scores = scored.map(({ score }) => score ?? 0);
  const severalGames = new Set(scored.map(({ environment }) => environment)).size > 1;
  const told = scores.length > 0 && !severalGames;
  const deviation = told ? sampleDeviation(scores) : null;
  return {
    scores,
    severalGames,
    mean: told ? meanOf(scores) : null,
    halfWidth: deviation === null ? null : confidenceHalfWidth(deviation, scores.length),
    lowest: told ? scores.reduce((least, score) => Math.min(least, score)) : null,
    highest: told ? scores.reduce((most, score) => Math.max(most, score)) : null,
    wallSeconds: runs.reduce((sum, run) => sum + run.wallSeconds, 0),
  };
}
