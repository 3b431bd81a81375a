/** What metrics and charts are called. A metric that the catalogue does not know shows its own name, made readable. */
import type { TermId } from '../../../shared/terms.ts';
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

/** Which word of the field a metric is about, where it is one that the course explains. */
const METRIC_TERMS: Readonly<Record<string, TermId>> = {
  'collect/return': 'return',
  'seed/return': 'return',
  'train/return': 'return',
  'evaluation/return': 'score',
  'evaluation/best': 'score',
  'evaluation/virtual': 'dream',
  'evaluation/openLoopError': 'openLoop',
  'vision/reconstruction': 'reconstruction',
  'vision/heldOutError': 'v',
  'vision/kl': 'kl',
  'memory/nll': 'surprise',
  'memory/heldOutNll': 'surprise',
  'memory/heldOutError': 'm',
  'controller/best': 'generation',
  'controller/sigma': 'cmaEs',
  'controller/axisRatio': 'cmaEs',
  'model/kl': 'kl',
  'model/observation': 'nats',
  'behaviour/reward': 'imagination',
  'behaviour/return': 'lambdaReturn',
  'behaviour/entropy': 'entropy',
  'behaviour/actorLoss': 'actor',
  'behaviour/criticLoss': 'critic',
  'critic/loss': 'critic',
  'critic/value': 'value',
  'policy/loss': 'policy',
  'policy/entropy': 'entropy',
  'q/value': 'actionValue',
  'q/loss': 'actionValue',
  'q/epsilon': 'exploration',
};

export const metricTerm = (name: string): TermId | undefined => METRIC_TERMS[name];
