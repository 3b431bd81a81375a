/** Scores that others published for an environment, to be drawn as ghost lines. */
import type { EnvironmentSummary } from '../../../shared/protocol.ts';
import { pointsAbout, publishedCurves, type ComparedRun } from '../../../shared/equalSteps.ts';
import type { Curve, Reference } from '../../components/chartData.ts';

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

const DASHES: readonly (readonly number[])[] = [
  [6, 4],
  [2, 4],
];

/**
 * The published seeds after as many environment steps: their means with the range from the lowest to the highest, as far as
 * the run has come and one point further.
 */
export function ghostCurves(run: ComparedRun, steps: number): readonly Curve[] {
  return publishedCurves(run).flatMap(({ method, seeds, points }, index) => {
    const near = pointsAbout(points, steps);
    if (near.length === 0) return [];
    return {
      label: `${method} (${seeds})`,
      colour: 'muted',
      x: near.map((point) => point.steps),
      y: near.map((point) => point.mean),
      minimum: near.map((point) => point.low),
      maximum: near.map((point) => point.high),
      dash: DASHES[index % DASHES.length] ?? [],
      width: 1,
      marks: true,
      given: true,
    };
  });
}

/** Of several runs, where the same published seeds may stand beside each; else none: scores of other tasks or other sights tell nothing here. */
export function ghostCurvesOfAll(runs: readonly ComparedRun[], steps: number): readonly Curve[] {
  const [first] = runs;
  const known = new Set(runs.map((run) => JSON.stringify(publishedCurves(run))));
  return first === undefined || known.size > 1 ? [] : ghostCurves(first, steps);
}
