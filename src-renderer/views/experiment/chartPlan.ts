/** Which metrics share a chart, in what colours, and which charts matter in which phase. */
import type { AxisName, MetricSeries } from '../../../shared/run.ts';

export interface ChartPlan {
  /** Message key `chart.<id>`, or the metric's own name where the catalogue has none. */
  readonly id: string;
  readonly metrics: readonly string[];
}

/** Metrics that are read against each other. */
const TOGETHER: readonly ChartPlan[] = [
  { id: 'vision.error', metrics: ['vision/heldOutError', 'vision/meanFrameError'] },
  { id: 'memory.nll', metrics: ['memory/heldOutNll', 'memory/repeatNll'] },
  { id: 'memory.error', metrics: ['memory/heldOutError', 'memory/repeatError'] },
  { id: 'evaluation.dream', metrics: ['evaluation/virtual', 'evaluation/actual'] },
  { id: 'controller.scores', metrics: ['controller/best', 'controller/mean', 'controller/worst'] },
  {
    id: 'evaluation.openLoop',
    metrics: ['evaluation/openLoopError', 'evaluation/repeatError'],
  },
];

/** The two or three curves that say how it goes, by phase. Only those that exist are drawn. */
const MATTERS: Readonly<Record<string, readonly string[]>> = {
  collect: ['collect/return', 'collect/length'],
  vision: ['vision/reconstruction', 'vision/kl'],
  encode: ['vision/reconstruction', 'vision/kl'],
  memory: ['memory/nll', 'memory.error'],
  controller: ['controller.scores', 'evaluation.dream', 'evaluation/return', 'controller/sigma'],
  seed: ['seed/return'],
  train: ['evaluation/return', 'evaluation.openLoop', 'behaviour/return'],
  evaluate: ['controller.scores', 'evaluation.dream', 'evaluation/return', 'evaluation.openLoop'],
};

/** Every metric in exactly one chart, in the order of the names. */
export function planCharts(names: readonly string[]): readonly ChartPlan[] {
  const plans: ChartPlan[] = [];
  for (const name of names) {
    const group = TOGETHER.find(({ metrics }) => metrics.includes(name));
    if (group === undefined) plans.push({ id: name, metrics: [name] });
    else if (!plans.some(({ id }) => id === group.id))
      plans.push({ id: group.id, metrics: group.metrics.filter((metric) => names.includes(metric)) });
  }
  return plans;
}

/** What a chart belongs to: the part before the slash. */
export const chartSection = (plan: ChartPlan): string =>
  (plan.metrics[0] ?? plan.id).split('/')[0] ?? plan.id;

export function chartsThatMatter(phase: string, names: readonly string[]): readonly ChartPlan[] {
  const plans = planCharts(names);
  const known = (MATTERS[phase] ?? []).flatMap((id) => plans.filter((plan) => plan.id === id));
  // The real score is drawn beside the dreamt one already.
  const besideDream = known.some(({ id }) => id === 'evaluation.dream');
  const wanted = known.filter(({ id }) => !(besideDream && id === 'evaluation/return'));
  if (wanted.length > 0) return wanted.slice(0, 3);
  // An algorithm whose phases are not listed: the phase's own curves, else the first there are.
  const own = plans.filter((plan) => chartSection(plan) === phase);
  return (own.length > 0 ? own : plans).slice(0, 3);
}

/** What a chart runs over: V and M learn by gradients; C in the dream takes no step of the real environment. */
export function axisOf(planId: string, config: Readonly<Record<string, unknown>>): AxisName {
  if (/^(vision|memory|model|behaviour)/.test(planId)) return 'gradientSteps';
  const { trainIn } = (config['controller'] ?? {}) as { readonly trainIn?: unknown };
  return trainIn === 'dream' && /^(controller|evaluation)/.test(planId) ? 'wallSeconds' : 'environmentSteps';
}

/** What happens in the real environment is blue, what V sees teal, what M dreams violet, errors amber. */
export function metricLook(name: string): { readonly colour: string; readonly dash?: readonly number[] } {
  if (/(meanFrameError|repeatError|repeatNll)$/.test(name)) return { colour: 'muted', dash: [3, 3] };
  if (/error/i.test(name)) return { colour: 'error' };
  if (name === 'controller/worst') return { colour: 'muted' };
  if (name === 'controller/mean') return { colour: 'real', dash: [4, 3] };
  if (name.startsWith('vision/')) return { colour: 'seen' };
  if (name.startsWith('memory/') || name.startsWith('behaviour/')) return { colour: 'dreamt' };
  if (name.startsWith('model/')) return { colour: 'seen' };
  if (/virtual|dream/i.test(name)) return { colour: 'dreamt', dash: [4, 3] };
  return { colour: 'real' };
}

export function lastValue(series: MetricSeries | undefined): number | undefined {
  return series === undefined || series.values.length === 0
    ? undefined
    : series.values[series.values.length - 1];
}
