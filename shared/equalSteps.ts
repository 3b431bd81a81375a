/**
 * A run beside what was published after as many environment steps. Published figures are means of training episodes, actions
 * drawn; a run's are its evaluations within 10,000 steps of theirs, so that both are of the same age.
 */
import type { Finding } from './algorithms/algorithm.ts';
import { dreamOf } from './dreamSettings.ts';
import { EQUAL_STEPS, PUBLISHED_TABLES, type PublishedMethod } from './equalStepScores.ts';

export interface PublishedPoint {
  readonly steps: number;
  readonly mean: number;
  /** Of the seeds. */
  readonly low: number;
  readonly high: number;
}

export interface PublishedCurve {
  readonly method: PublishedMethod;
  readonly seeds: number;
  readonly points: readonly PublishedPoint[];
}

/** Whose environment and config decide what may stand beside it. */
export interface ComparedRun {
  readonly environment: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const SUITE = 'dmc/';

/** Of the same task, from the same kind of observation; none where nothing is known, or where the steps are another run's dream's. */
export function publishedCurves({ environment, config }: ComparedRun): readonly PublishedCurve[] {
  if (!environment.startsWith(SUITE) || dreamOf(config) !== null) return [];
  // Tasks are called with underscores (`ball_in_cup-catch`), in the tables with hyphens alone.
  const task = environment.slice(SUITE.length).replaceAll('_', '-');
  const observes = seesNumbers(config) ? 'numbers' : 'pixels';
  return PUBLISHED_TABLES.flatMap(({ method, observes: seen, tasks }) => {
    const row = seen === observes && Object.hasOwn(tasks, task) ? tasks[task] : undefined;
    if (row === undefined) return [];
    const points = row.figures.flatMap(([mean, low, high], index) => {
      const steps = EQUAL_STEPS[index];
      return steps === undefined ? [] : [{ steps, mean, low, high }];
    });
    return [{ method, seeds: row.seeds, points }];
  });
}

/** By itself: whoever resolves configs knows the algorithms, which know this. */
function seesNumbers({ environment }: ComparedRun['config']): boolean {
  return (
    typeof environment === 'object' &&
    environment !== null &&
    'observation' in environment &&
    environment.observation === 'state'
  );
}

/**
 * The points up to the first that a run of so many steps has not reached; two at least, so that there is a line. None before half of the
 * first: a run that has just begun would be squeezed into a corner.
 */
export function pointsAbout(points: readonly PublishedPoint[], steps: number): readonly PublishedPoint[] {
  if (steps < (points[0]?.steps ?? Infinity) / 2) return [];
  const beyond = points.findIndex((point, index) => index > 0 && point.steps >= steps);
  return beyond === -1 ? points : points.slice(0, beyond + 1);
}

/** Evaluations so near to a published step are as old as it. */
const AS_OLD = 10_000;

export interface EqualStepCheck {
  readonly point: PublishedPoint;
  readonly seeds: number;
  /** Mean of the run's evaluations about that step. */
  readonly score: number;
}

/**
 * At the latest published step that the run has scores about; null where there is none.
 * @param scores of the run's evaluations, and the environment steps after which each was
 */
export function equalStepCheck(
  run: ComparedRun,
  method: PublishedMethod,
  scores: { readonly steps: ArrayLike<number>; readonly values: ArrayLike<number> },
): EqualStepCheck | null {
  const curve = publishedCurves(run).find((known) => known.method === method);
  if (curve === undefined) return null;
  for (const point of [...curve.points].reverse()) {
    const about = Array.from(scores.values).filter(
      (_, index) => Math.abs((scores.steps[index] ?? NaN) - point.steps) <= AS_OLD,
    );
    if (about.length === 0) continue;
    const score = about.reduce((sum, value) => sum + value, 0) / about.length;
    return { point, seeds: curve.seeds, score };
  }
  return null;
}

export const EQUAL_STEP_FINDINGS = ['asPublished', 'aheadOfPublished', 'behindPublished'] as const;

/** What the doctor says of it: within the range of the published seeds, above it or below. */
export function equalStepFinding({ point, seeds, score }: EqualStepCheck): Finding {
  const { steps, mean, low, high } = point;
  const values = { score, steps, mean, low, high, seeds };
  if (score < low) return { id: 'behindPublished', level: 'warning', values };
  return { id: score > high ? 'aheadOfPublished' : 'asPublished', level: 'good', values };
}
