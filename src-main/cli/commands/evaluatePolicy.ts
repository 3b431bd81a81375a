/** `studio evaluate-policy`: how long a policy that looks at nothing survives. */
import { survivedSteps } from '../../environments/registry.ts';

export interface PolicyEvaluation {
  readonly environment: string;
  readonly policy: string;
  readonly episodes: number;
  /** Tics survived, episode by episode. */
  readonly tics: readonly number[];
  readonly mean: number;
  readonly standardDeviation: number;
  /** 25%, 50%, 75%. */
  readonly quartiles: readonly [number, number, number];
}

/**
 * Plays whole episodes by the environment's rules without drawing a frame; no cap on their length but `maxTics`.
 * @throws StudioError `environment.unknown` where nobody survives, `config.invalid` for an unknown policy.
 */
export function evaluatePolicy(
  environment: string,
  policy: string,
  episodes: number,
  seed = 0,
  maxTics = 100_000,
): PolicyEvaluation {
  const tics = Array.from({ length: episodes }, (_, episode) =>
    survivedSteps(environment, policy, seed + episode, maxTics),
  );
  const sorted = tics.toSorted((a, b) => a - b);
  const mean = tics.reduce((sum, value) => sum + value, 0) / episodes;
  const variance = tics.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / episodes;
  return {
    environment,
    policy,
    episodes,
    tics,
    mean,
    standardDeviation: Math.sqrt(variance),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)],
  };
}

/** Linear between the nearest ranks, as NumPy's default. */
function quantile(sorted: readonly number[], fraction: number): number {
  const rank = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (rank - Math.floor(rank)) * (above - below);
}
