/** Scores that others published for an environment, to be drawn as ghost lines. */
import type { EnvironmentSummary } from '../../../shared/protocol.ts';
import type { Reference } from '../../components/chartData.ts';

/** More would bury the run's own curve. */
const MOST_SHOWN = 2;

export function publishedScores(
  environments: readonly EnvironmentSummary[],
  environment: string,
): readonly Reference[] {
  const known = environments.find(({ id }) => id === environment)?.knownScores ?? [];
  return [...known]
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_SHOWN)
    .map(({ label, score, deviation }) => ({
      label: `${label}: ${score}`,
      value: score,
      ...(deviation === undefined ? {} : { deviation }),
    }));
}
