/** Which of several runs stand out by their score: scores of different games are not to be compared. */
import type { RunSummary } from '../../../shared/run.ts';

/** @returns of each environment that several scored runs share, the one with the highest score */
export function bestOfEachGame(
  runs: readonly Pick<RunSummary, 'id' | 'environment' | 'score'>[],
): ReadonlySet<string> {
  const scored = new Map<string, { readonly id: string; readonly score: number }[]>();
  for (const { id, environment, score } of runs) {
    if (score !== null) scored.set(environment, [...(scored.get(environment) ?? []), { id, score }]);
  }
  const rivals = [...scored.values()].filter(({ length }) => length > 1);
  return new Set(rivals.map((game) => game.reduce((best, run) => (run.score > best.score ? run : best)).id));
}
