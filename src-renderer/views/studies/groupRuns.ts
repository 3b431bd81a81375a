/** Runs that share a tag, as groups worth comparing. */
import type { RunSummary } from '../../../shared/run.ts';

export interface RunGroup {
  readonly tag: string;
  readonly runs: readonly RunSummary[];
  readonly scored: readonly (RunSummary & { readonly score: number })[];
  readonly best: RunSummary | undefined;
  /** Where a score lies between the group's worst (0) and best (1). */
  readonly place: (score: number) => number;
}

/** Groups of two or more, the largest first. */
export function groupRuns(runs: readonly RunSummary[]): readonly RunGroup[] {
  const visible = runs.filter((run) => !run.archived);
  const tags = [...new Set(visible.flatMap((run) => run.tags))];
  return tags
    .map((tag) =>
      makeGroup(
        tag,
        visible.filter((run) => run.tags.includes(tag)),
      ),
    )
    .filter((group) => group.runs.length > 1)
    .sort((a, b) => b.runs.length - a.runs.length || (a.tag < b.tag ? -1 : 1));
}

function makeGroup(tag: string, runs: readonly RunSummary[]): RunGroup {
  const scored = runs.filter((run): run is RunSummary & { score: number } => run.score !== null);
  const scores = scored.map((run) => run.score);
  const low = Math.min(...scores);
  const span = Math.max(...scores) - low;
  return {
    tag,
    runs,
    scored,
    best: [...scored].sort((a, b) => b.score - a.score)[0],
    place: (score) => (span > 0 ? (score - low) / span : 0.5),
  };
}
