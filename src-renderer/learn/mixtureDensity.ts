/**
 * What M expects of one latent number: a mixture of Gaussians, its density and its entropy. Temperature as Ha & Schmidhuber
 * 2018 (arXiv:1803.10122) sample at it: logits over tau, variances times tau.
 */
import type { TheatreFrame } from '../../shared/theatre.ts';

export interface MixtureComponent {
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
}

/** The components of one latent number, at temperature 1. */
export function componentsOf(
  { mixtures, weights, means, deviations }: NonNullable<TheatreFrame['mixture']>,
  index: number,
): readonly MixtureComponent[] {
  return Array.from({ length: mixtures }, (_, k) => {
    const at = index * mixtures + k;
    return { weight: weights[at] ?? 0, mean: means[at] ?? 0, deviation: deviations[at] ?? 0 };
  });
}

export function atTemperature(
  components: readonly MixtureComponent[],
  temperature: number,
): readonly MixtureComponent[] {
  const raised = components.map(({ weight }) => weight ** (1 / temperature));
  const total = raised.reduce((sum, weight) => sum + weight, 0);
  return components.map(({ mean, deviation }, k) => ({
    weight: (raised[k] ?? 0) / total,
    mean,
    deviation: deviation * Math.sqrt(temperature),
  }));
}

export function meanOf(components: readonly MixtureComponent[]): number {
  return components.reduce((sum, { weight, mean }) => sum + weight * mean, 0);
}

export function deviationOf(components: readonly MixtureComponent[]): number {
  const mean = meanOf(components);
  const square = components.reduce(
    (sum, part) => sum + part.weight * (part.mean * part.mean + part.deviation * part.deviation),
    0,
  );
  return Math.sqrt(Math.max(0, square - mean * mean));
}

/** Of one component, its weight counted. */
export function componentDensity({ weight, mean, deviation }: MixtureComponent, x: number): number {
  const away = (x - mean) / deviation;
  return (weight * Math.exp(-0.5 * away * away)) / (deviation * Math.sqrt(2 * Math.PI));
}

export function density(components: readonly MixtureComponent[], x: number): number {
  return components.reduce((sum, component) => sum + componentDensity(component, x), 0);
}

/** Standard deviations beyond which nothing is left to count. */
const REACH = 8;
const STEPS = 2000;

/** Differential entropy in nats: -integral of p ln p, by the trapezoidal rule. Below zero where it is narrow. */
export function entropy(components: readonly MixtureComponent[]): number {
  const parts = components.filter(({ weight }) => weight > 0);
  const low = Math.min(...parts.map(({ mean, deviation }) => mean - REACH * deviation));
  const high = Math.max(...parts.map(({ mean, deviation }) => mean + REACH * deviation));
  const width = (high - low) / STEPS;
  let sum = 0;
  for (let index = 0; index <= STEPS; index++) {
    const p = density(parts, low + index * width);
    if (p > 0) sum -= p * Math.log(p) * (index === 0 || index === STEPS ? 0.5 : 1);
  }
  return sum * width;
}
