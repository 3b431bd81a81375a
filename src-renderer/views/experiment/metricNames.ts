/** What metrics and charts are called. A metric that the catalogue does not know shows its own name, made readable. */
import { textOf } from '../../state/language.ts';
import type { ChartPlan } from '../../../shared/algorithms/algorithm.ts';

const key = (name: string) => name.replaceAll('/', '.');

/** `nextLatentError` to `next latent error`. */
const readable = (name: string) =>
  (name.split('/').at(-1) ?? name).replaceAll(
    /([a-z])([A-Z])/g,
    (_, a: string, b: string) => `${a} ${b.toLowerCase()}`,
  );

export const metricName = (name: string): string => textOf(`metric.${key(name)}`, readable(name));

export const metricUnit = (name: string): string => textOf(`metricUnit.${key(name)}`, '');

export const chartTitle = (plan: ChartPlan): string =>
  textOf(`chart.${key(plan.id)}`, metricName(plan.metrics[0] ?? plan.id));

export const sectionName = (section: string): string => textOf(`metricGroup.${section}`, readable(section));
