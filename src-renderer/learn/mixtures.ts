/** Mixtures of Gaussians of one number: how surprising data is to one, and how to fit one (Dempster, Laird & Rubin 1977). */
import { componentDensity, density, type MixtureComponent } from './mixtureDensity.ts';

/** A curve on a single point would be infinitely high: none gets narrower. */
export const LEAST_DEVIATION = 0.05;

/** Mean surprise of the data, -ln p, in nats. */
export function meanSurprise(data: readonly number[], components: readonly MixtureComponent[]): number {
  // What no curve reaches would be infinitely surprising in floating point.
  const surprise = (x: number) => -Math.log(Math.max(Number.MIN_VALUE, density(components, x)));
  return data.reduce((sum, x) => sum + surprise(x), 0) / data.length;
}

/** One step of expectation maximisation: each point is shared out among the curves, then each curve is fitted to its shares. */
export function fitStep(
  data: readonly number[],
  components: readonly MixtureComponent[],
): readonly MixtureComponent[] {
  const shares = data.map((x) => {
    const heights = components.map((component) => componentDensity(component, x));
    const total = heights.reduce((sum, height) => sum + height, 0);
    return heights.map((height) => (total > 0 ? height / total : 1 / heights.length));
  });
  return components.map((component, k) => {
    const share = (index: number) => shares[index]?.[k] ?? 0;
    const mass = data.reduce((sum, _x, index) => sum + share(index), 0);
    if (mass === 0) return { ...component, weight: 0 };
    const mean = data.reduce((sum, x, index) => sum + share(index) * x, 0) / mass;
    const variance = data.reduce((sum, x, index) => sum + share(index) * (x - mean) * (x - mean), 0) / mass;
    return { weight: mass / data.length, mean, deviation: Math.max(LEAST_DEVIATION, Math.sqrt(variance)) };
  });
}
