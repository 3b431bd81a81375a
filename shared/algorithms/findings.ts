/** What the algorithms' own diagnoses have in common. */
import { equalStepCheck, equalStepFinding, type ComparedRun } from '../equalSteps.ts';
import type { PublishedMethod } from '../equalStepScores.ts';
import type { Finding, MetricReader } from './algorithm.ts';

/** @param who begins the finding's id: `<who>BeatsRandom` or `<who>NoBetterThanRandom` */
export function againstChance(who: string, score: number, random: number): Finding {
  const values = { score, random };
  return score > random
    ? { id: `${who}BeatsRandom`, level: 'good', values }
    : { id: `${who}NoBetterThanRandom`, level: 'bad', values };
}

/** Beside the published seeds after as many environment steps; nothing where none are known. @param metric the run's score */
export function againstPublished(
  run: ComparedRun,
  method: PublishedMethod,
  metrics: MetricReader,
  metric: string,
): readonly Finding[] {
  const steps = metrics.steps?.(metric);
  const values = metrics.values(metric);
  if (steps === undefined || values === undefined) return [];
  const check = equalStepCheck(run, method, { steps, values });
  return check === null ? [] : [equalStepFinding(check)];
}

/** Null where there are fewer. */
export function newest(values: Float64Array | undefined, count: number): Float64Array | null {
  return values === undefined || values.length < count ? null : values.subarray(-count);
}

export function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function indexOfMaximum(values: Float64Array): number {
  let top = 0;
  for (let i = 1; i < values.length; i += 1)
    if ((values[i] ?? -Infinity) > (values[top] ?? -Infinity)) top = i;
  return top;
}
