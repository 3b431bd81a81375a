/** Which metrics share a chart, in what colours, and which charts matter in which phase. */
import type { AnyAlgorithm, ChartPlan, CurveLook } from '../../../shared/algorithms/algorithm.ts';
import { DREAM_CHART } from '../../../shared/algorithms/guestDreams.ts';
import { ALGORITHM_IDS, knownAlgorithm, readRun } from '../../../shared/algorithms/registry.ts';
import type { AxisName, RunDetail, RunSummary } from '../../../shared/run.ts';

/** Of one run, of runs of several algorithms, or of one that this studio does not know. */
type Charted = Pick<RunSummary, 'algorithm'> | null;

/** All algorithms' where it is not known whose charts they are: each names its metrics in its own words. */
function algorithmsOf(run: Charted): readonly AnyAlgorithm[] {
  const own = run === null ? undefined : knownAlgorithm(run.algorithm);
  return own === undefined ? ALGORITHM_IDS.flatMap((id) => knownAlgorithm(id) ?? []) : [own];
}

/** Every metric in exactly one chart, in the order of the names. */
export function planCharts(run: Charted, names: readonly string[]): readonly ChartPlan[] {
  // Any agent may learn in another run's dream.
  const together = [...algorithmsOf(run).flatMap(({ charts }) => charts.together), DREAM_CHART];
  const plans: ChartPlan[] = [];
  for (const name of names) {
    const group = together.find(({ metrics }) => metrics.includes(name));
    if (group === undefined) plans.push({ id: name, metrics: [name] });
    else if (!plans.some(({ id }) => id === group.id))
      plans.push({ id: group.id, metrics: group.metrics.filter((metric) => names.includes(metric)) });
  }
  return plans;
}

/** What a chart belongs to: the part before the slash. */
export const chartSection = (plan: ChartPlan): string =>
  (plan.metrics[0] ?? plan.id).split('/')[0] ?? plan.id;

export function chartsThatMatter(
  run: Charted,
  phase: string,
  names: readonly string[],
): readonly ChartPlan[] {
  const plans = planCharts(run, names);
  const wanted = algorithmsOf(run).flatMap(({ charts }) => charts.matters[phase] ?? []);
  // `a|b`: the first of them that there is.
  // Where the dream's score is drawn the real one stands beside it already.
  const ofDream = plans.find(({ id }) => id === DREAM_CHART.id);
  const known = wanted.flatMap((ids) => {
    if (ids === 'evaluation/return' && ofDream !== undefined) return [ofDream];
    return ids.split('|').flatMap((id) => plans.filter((plan) => plan.id === id))[0] ?? [];
  });
  if (known.length > 0) return known.slice(0, 3);
  // A phase without a list: its own curves, else the first there are.
  const own = plans.filter((plan) => chartSection(plan) === phase);
  return (own.length > 0 ? own : plans).slice(0, 3);
}

/** Whether published scores may be drawn beside a chart. */
export const showsScores = (run: Charted, chart: string): boolean =>
  chart === DREAM_CHART.id ||
  algorithmsOf(run).some(({ charts, scoreMetric }) => chart === scoreMetric || charts.scores.includes(chart));

/** What a chart runs over. */
export function axisOf(run: Pick<RunDetail, 'algorithm' | 'config'>, chart: string): AxisName {
  const read = readRun(run);
  return read?.algorithm.charts.axis(chart, read.config) ?? 'environmentSteps';
}

/** What happens in the real environment is blue, what V sees teal, what M dreams violet, errors amber. */
export function metricLook(name: string): CurveLook {
  if (/(meanFrameError|repeatError|repeatNll)$/.test(name)) return { colour: 'muted', dash: [3, 3] };
  if (/error/i.test(name)) return { colour: 'error' };
  for (const { charts } of algorithmsOf(null)) {
    const look = charts.look(name);
    if (look !== undefined) return look;
  }
  return /virtual|dream/i.test(name) ? { colour: 'dreamt', dash: [4, 3] } : { colour: 'real' };
}
